/**
 * A merge by itself: natively, in node, and on a page that is six times slower than this machine.
 */
import { execFileSync } from 'node:child_process';
import { readFileSync, mkdirSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { load } from '../webui/load.mjs';
import { ratio, spread } from './figures.mjs';

const SLOWED = 6;
const PAGE_MERGES = 50;
const WASM_MERGES = 2000;
const LATER_ROUNDS = 9;

const webui = new URL('../../webui/', import.meta.url);
const id = (last) => `01890000-0000-7000-8000-00000000000${last}`;
const stamp = (device, hour) => ({ at: `2026-11-21T${hour}:00:00.000Z`, by: id(device), device: id(device) });

/** A conference of about 800 bytes that two people take further: one marks it and adds a sentence, the other changes a word and another text. */
function conference(device, hour, members) {
  return {
    id: id(9), type: 'conference', schema: 1, created: stamp(1, '09'), edited: stamp(device, hour), students: [id(5)], mark: 'emerging',
    compliment: 'You opened with a sound.', teaching_point: 'Slow down the moment that matters most.', words: 'Maya read her draft aloud and heard the missing ending.',
    ...members,
  };
}

function makeRecords(heart) {
  const canonical = (record) => heart.check(JSON.stringify(record)).text;
  const base = canonical(conference(1, '09', {}));
  const edited = (record) => heart.merge(base, base, JSON.stringify(record)).text;
  return [
    base,
    edited(conference(1, '10', { mark: 'secure', words: 'Maya read her draft aloud and heard the missing ending. Uses commas.' })),
    canonical(conference(2, '11', { teaching_point: 'Slow down the moment that matters.', words: 'Today Maya read her draft aloud and heard the missing ending.' })),
  ];
}

/** What the module is told of records. */
const schemaJson = () => execFileSync(process.execPath, [fileURLToPath(new URL('../sync/schema/generate.mjs', webui)), 'json', '-'], { encoding: 'utf8' });

const msSince = (begun) => Number(process.hrtime.bigint() - begun) / 1e6;

function inNode(heart, records, rounds) {
  const us = [];
  for (let round = 0; round < rounds; round += 1) {
    const begun = process.hrtime.bigint();
    for (let i = 0; i < WASM_MERGES; i += 1) heart.merge(...records);
    us.push((msSince(begun) * 1000) / WASM_MERGES);
  }
  return spread(us);
}

const readLines = (text) => text.trim().split('\n').map((line) => line.split(' ').map(Number));

/** @param {string} build  @param {string} work  an empty folder  @param {number} rounds */
export async function measureMerging(build, work, rounds) {
  const { makeHeart } = await load('merge/heart.ts');
  const { instance } = await WebAssembly.instantiate(readFileSync(join(build, 'sync/wasm/sync.wasm')));
  const heart = makeHeart(instance, schemaJson());
  const records = makeRecords(heart);
  mkdirSync(work, { recursive: true });
  const files = records.map((record, i) => join(work, String(i)));
  records.forEach((record, i) => writeFileSync(files[i], record));
  const program = join(build, 'tests/bench/merging');
  const native = readLines(execFileSync(program, [...files, String(rounds)], { encoding: 'utf8' }));
  const merge = native.map(([ns]) => ns / 1000);
  const cjson = native.map(([, ns]) => ns / 1000);
  return {
    bytes: records.map((record) => Buffer.byteLength(record)),
    native: spread(merge), cjson: spread(cjson), beside: ratio(merge, cjson), node: inNode(heart, records, rounds),
    grow: readLines(execFileSync(program, ['grow'], { encoding: 'utf8' })),
    records,
  };
}

/**
 * Runs in the page: 50 merges in a row, as many times as asked, with what a phone's processor takes for them. The first 50 are
 * told apart: a browser compiles each function of a module when it is first called, and better when it is called often. Before
 * them, where `ready` says so, comes what the app's worker does with the module once the app has been open for three seconds; what
 * that takes is told too. Both run in the page, not in a worker, for a browser slows no worker down.
 */
async function mergeInPage({ wasm, schema, ready, records, merges, rounds }) {
  const bytes = Uint8Array.from(atob(wasm), (letter) => letter.charCodeAt(0));
  const { instance } = await WebAssembly.instantiate(bytes);
  const heart = window.benchHeart.makeHeart(instance, schema);
  const started = performance.now();
  if (ready) await window.benchHeart.warm(heart);
  const warming = performance.now() - started;
  const ms = [];
  for (let round = 0; round < rounds; round += 1) {
    const begun = performance.now();
    for (let i = 0; i < merges; i += 1) heart.merge(...records);
    ms.push(performance.now() - begun);
  }
  const [first, ...later] = ms;
  return { warming, first, later };
}

/** What the app's worker is made of, as a script that names it for the page. */
async function bundleOf() {
  const contents = "export { makeHeart } from './heart'; export { warm } from './warm';";
  const { outputFiles: [file] } = await createRequire(webui)('esbuild').build({
    stdin: { contents, resolveDir: fileURLToPath(new URL('src/merge/', webui)), loader: 'ts' }, bundle: true, write: false, format: 'iife', globalName: 'benchHeart', logLevel: 'warning',
  });
  return `${file.text};window.benchHeart = benchHeart;`;
}

async function onNewPage(origin, script, what) {
  const { Phone } = await import('../browser/harness.mjs');
  const phone = new Phone(origin);
  try {
    await phone.open();
    await phone.page.evaluate(script);
    const cdp = await phone.context.newCDPSession(phone.page);
    await cdp.send('Emulation.setCPUThrottlingRate', { rate: SLOWED });
    return await phone.page.evaluate(mergeInPage, what);
  } finally {
    await phone.dispose();
  }
}

/** @param {{ origin: string, build: string, records: string[], rounds: number }} what  each round in a browser of its own */
export async function measureMergingInBrowser({ origin, build, records, rounds }) {
  const script = await bundleOf();
  const wasm = readFileSync(join(build, 'sync/wasm/sync.wasm')).toString('base64');
  const what = { wasm, schema: schemaJson(), records, merges: PAGE_MERGES, rounds: LATER_ROUNDS };
  const told = { cold: [], ready: [] };
  for (let round = 0; round < rounds; round += 1) {
    told.cold.push(await onNewPage(origin, script, { ...what, ready: false }));
    told.ready.push(await onNewPage(origin, script, { ...what, ready: true }));
  }
  const of = (pages, name) => spread(pages.flatMap((page) => page[name]));
  return { slowed: SLOWED, merges: PAGE_MERGES, warming: of(told.ready, 'warming'), ready: of(told.ready, 'first'), cold: of(told.cold, 'first'), later: of(told.ready, 'later') };
}
