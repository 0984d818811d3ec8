/**
 * The same merges by several engines, outcome by outcome.
 *
 *   node tests/equality/compare.mjs BUILD_FOLDER THOUSANDS ENGINE...
 *
 * Engines: gcc-O0 gcc-O2 clang-O0 clang-O2 sanitized node chromium firefox webkit. The build's own program is the measure.
 * Prints a row an engine; where one differs, its smallest merge that does. Exit 0 when all are the same.
 */
import { execFileSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { createServer } from 'node:http';
import { once } from 'node:events';
import { join, resolve } from 'node:path';
import { isBrowser, openBrowser } from './browsers.mjs';
import { begin, outcomesOf, readTriples } from './engine.mjs';
import { compile, isNative, outcomes, triples } from './natives.mjs';

const KINDS = { mjs: 'text/javascript', wasm: 'application/wasm', json: 'application/json', html: 'text/html; charset=utf-8' };
const PAGE = '<!doctype html><title>equality</title><script type="module" src="/page.mjs"></script>';
const script = (name) => readFileSync(new URL(name, import.meta.url));

const [, , folder, thousands, ...engines] = process.argv;
const build = resolve(folder ?? '.');
const count = Number(thousands);
const unknown = engines.filter((name) => name !== 'node' && !isBrowser(name) && !isNative(name));
if (!Number.isSafeInteger(count) || engines.length === 0 || unknown.length > 0) {
  console.error('use: node compare.mjs BUILD_FOLDER THOUSANDS ENGINE...', ...unknown);
  process.exit(2);
}
const measure = join(build, 'tests/equality/equality_corpus');
const wasm = readFileSync(join(build, 'sync/wasm/sync.wasm'));
const schema = execFileSync(process.execPath, [new URL('../../sync/schema/generate.mjs', import.meta.url).pathname, 'json', '-']);

const asBuffer = (bytes) => bytes.buffer.slice(bytes.byteOffset, bytes.byteOffset + bytes.byteLength);
const triplesOf = (thousand) => triples(measure, thousand);

async function* byNative(name) {
  const program = await compile(name, build);
  for (let thousand = 0; thousand < count; thousand += 1) yield outcomes(program, await triplesOf(thousand));
}

async function* byNode() {
  const { instance } = await WebAssembly.instantiate(wasm);
  const module = begin(instance, schema);
  for (let thousand = 0; thousand < count; thousand += 1) yield outcomesOf(module, asBuffer(await triplesOf(thousand)));
}

async function bodyOf(request) {
  const parts = [];
  for await (const part of request) parts.push(part);
  return Buffer.concat(parts).toString();
}

/** What the page asks for; what it tells goes to `told`. */
async function answer(request, told) {
  const [, what, thousand] = request.url.split('/');
  if (what === 'triples') return ['bin', await triplesOf(thousand)];
  if (what === 'outcomes') told.resolve[thousand]((await bodyOf(request)).split('\n'));
  if (what === 'failed') told.fail(new Error(await bodyOf(request)));
  if (what === 'sync.wasm') return ['wasm', wasm];
  if (what === 'schema.json') return ['json', schema];
  if (what === 'page.mjs') return ['mjs', `new Worker('/worker.mjs', { type: 'module' }).postMessage(${count});`];
  if (what === 'worker.mjs' || what === 'engine.mjs') return ['mjs', script(what)];
  return ['html', PAGE];
}

async function* byBrowser(name) {
  const told = { resolve: [] };
  const failed = new Promise((_, reject) => { told.fail = reject; });
  const lines = Array.from({ length: count }, (_, thousand) => new Promise((done) => { told.resolve[thousand] = done; }));
  const server = createServer((request, response) => {
    answer(request, told).then(([kind, body]) => {
      response.writeHead(200, { 'Content-Type': KINDS[kind] ?? 'application/octet-stream', 'Cache-Control': 'no-store' });
      response.end(body);
    }, told.fail);
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const browser = openBrowser(name, `http://localhost:${server.address().port}/`);
  const trouble = Promise.race([failed, browser.ended]);
  trouble.catch(() => undefined); // heard where it is waited for
  try {
    for (const line of lines) yield await Promise.race([line, trouble]);
  } finally {
    await browser.close();
    server.closeAllConnections?.();
    server.close();
  }
}

const linesOf = (name) => (name === 'node' ? byNode() : isBrowser(name) ? byBrowser(name) : byNative(name));

/** The smallest of the merges that differ, as a person can read it. */
async function tellDifference(name, thousand, places) {
  const all = readTriples(asBuffer(await triplesOf(thousand)));
  const sizeOf = (at) => all[at].reduce((sum, part) => sum + (part?.length ?? 0), 0);
  const [smallest] = places.sort((a, b) => sizeOf(a) - sizeOf(b));
  console.log(`\n${name} differs in ${places.length} merges of thousand ${thousand}; the smallest is number ${smallest}:`);
  for (const [i, title] of ['base', 'now', 'edit'].entries()) console.log(`${title}: ${all[smallest][i] ? Buffer.from(all[smallest][i]) : 'none'}`);
}

async function compare(name, expected) {
  const begun = process.hrtime.bigint();
  const digest = createHash('sha256');
  let thousand = 0;
  let different = 0;
  for await (const line of linesOf(name)) {
    const right = await expected(thousand);
    digest.update(`${line.join('\n')}\n`);
    const places = right.map((_, i) => i).filter((i) => line[i] !== right[i]);
    if (places.length > 0 && different === 0) await tellDifference(name, thousand, places);
    different += places.length;
    thousand += 1;
  }
  const s = Number(process.hrtime.bigint() - begun) / 1e9;
  console.log(`${name.padEnd(10)} ${String(thousand * 1000).padStart(8)} merges  ${digest.digest('hex').slice(0, 16)}  ${different} different  ${s.toFixed(1)} s`);
  return different === 0;
}

const kept = new Map();
const expected = (thousand) => {
  if (!kept.has(thousand)) kept.set(thousand, triplesOf(thousand).then((input) => outcomes(measure, input)));
  return kept.get(thousand);
};

let same = true;
for (const name of engines) same = (await compare(name, expected)) && same;
process.exitCode = same ? 0 : 1;
