// sync.wasm itself: what it asks of its host, what it offers, that it can be made again, and that the page's wrapper reads it right.
//
// BT_SYNC_WASM names the module to test; ctest sets it.
import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import test from 'node:test';
import { load } from '../webui/load.mjs';

const EXPORTS = ['bt_wasm_answer', 'bt_wasm_check', 'bt_wasm_merge', 'bt_wasm_room', 'bt_wasm_schema', 'memory'];
const EINPUT = -1;
const ELIMIT = -2;
const RECORD_MAX_BYTES = 256 * 1024;
const SERVED_MAX_BYTES = 12_000; // of the app's 60,000, a fifth

const root = new URL('../..', import.meta.url).pathname;
const bytes = readFileSync(process.env.BT_SYNC_WASM);
const module = new WebAssembly.Module(bytes);
const { makeHeart, DENIED } = await load('merge/heart.ts');
const { schemaText } = await load('merge/schema.ts');
const { warm } = await load('merge/warm.ts');
const { members } = await load('generated/members.ts');
const { versions } = await load('generated/schema.ts');
const schema = execFileSync(process.execPath, [join(root, 'sync/schema/generate.mjs'), 'json', '-']).toString();
const newHeart = () => makeHeart(new WebAssembly.Instance(module), schema);

const id = (last) => `01890000-0000-7000-8000-00000000000${last}`;
const stamp = (device, minute) => ({ at: `2026-11-21T09:0${minute}:00.000Z`, by: id(device), device: id(device) });
const note = (minute, device, members) => ({ id: id(9), type: 'observation', schema: 1, created: stamp(1, 0), edited: stamp(device, minute), ...members });
const text = (record) => JSON.stringify(record);

test('the module asks nothing of its host, and offers what abi.h names', () => {
  assert.deepEqual(WebAssembly.Module.imports(module), []);
  assert.deepEqual(WebAssembly.Module.exports(module).map((entry) => entry.name).sort(), EXPORTS);
});

test('as it is served it weighs less than 12 kB', () => {
  const served = execFileSync('zopfli', ['--gzip', '-c', process.env.BT_SYNC_WASM]); // as webui/build.mjs does
  assert.ok(served.length < SERVED_MAX_BYTES, `${served.length} bytes`);
});

test('the app tells the module what the schema files say, made of the table that its screens use', () => {
  assert.equal(schemaText({ members, versions }), schema);
});

test('built again in another folder, it is the same to the byte', () => {
  const folder = mkdtempSync(join(tmpdir(), 'backtable-wasm-'));
  try {
    execFileSync('cmake', ['-G', 'Ninja', '-S', root, '-B', folder]);
    execFileSync('ninja', ['-C', folder, 'bt_sync_wasm']);
    const hash = (data) => createHash('sha256').update(data).digest('hex');
    assert.equal(hash(readFileSync(join(folder, 'sync/wasm/sync.wasm'))), hash(bytes));
  } finally {
    rmSync(folder, { recursive: true });
  }
});

test('two edits of different members both stand in the merged record', () => {
  const base = note(1, 1, { words: 'Her lead is slow.' });
  const now = note(2, 1, { words: 'Her lead is slow.', mark: 'secure' });
  const { status, text: merged } = newHeart().merge(text(base), text(now), text(note(3, 2, { words: 'Her lead is slow. Wants to keep the dog.' })));
  assert.equal(status, 0);
  const { mark, words } = JSON.parse(merged);
  assert.deepEqual({ mark, words }, { mark: 'secure', words: 'Her lead is slow. Wants to keep the dog.' });
});

test('where two disagree, the status asks and both sides are there', () => {
  const { status, text: merged } = newHeart().merge(text(note(1, 1, { mark: 'emerging' })), text(note(2, 1, { mark: 'secure' })), text(note(3, 2, { mark: 'not_yet' })));
  assert.equal(status, 1);
  assert.deepEqual(JSON.parse(merged)._forks['/mark'].sides.map((side) => side.value), ['secure', 'not_yet']);
});

test('a missing base and a missing record are told apart from empty ones', () => {
  const heart = newHeart();
  const one = text(note(1, 1, { words: 'New.' }));
  assert.equal(heart.merge(null, null, one).status, 0);
  assert.equal(heart.merge('', null, one).status, EINPUT);
});

test('what is no record is named by its complaint, and a newer one is denied', () => {
  const heart = newHeart();
  assert.deepEqual(heart.check('{"a":1,"a":2}'), { status: EINPUT, text: 'duplicate_key' });
  assert.deepEqual(heart.check(text(note(1, 1, { mark: 'splendid' }))), { status: EINPUT, text: 'not_valid' });
  assert.deepEqual(heart.check(text({ ...note(1, 1, {}), schema: 99 })), { status: DENIED, text: 'newer_schema' });
});

test('records at their limit find room, one byte more is refused, and a small one goes on', () => {
  const heart = newHeart();
  const filled = (len) => {
    const empty = heart.check(text(note(1, 1, { fill: 'x' }))).text.length - 1;
    return text(note(1, 1, { fill: 'x'.repeat(len - empty) }));
  };
  const full = filled(RECORD_MAX_BYTES);
  assert.equal(heart.check(full).text.length, RECORD_MAX_BYTES);
  assert.equal(heart.merge(full, full, full).status, 0);
  assert.deepEqual(heart.check(filled(RECORD_MAX_BYTES + 1)), { status: ELIMIT, text: 'too_large' });
  assert.equal(heart.check(text(note(1, 1, {}))).status, 0);
});

test('what makes the module warm merges, and leaves it as it was', async () => {
  const heart = newHeart();
  const seen = [];
  const watched = { check: heart.check, merge: (...records) => { seen.push(heart.merge(...records)); return seen.at(-1); } };
  await warm(watched);
  assert.ok(seen.every(({ status }) => status >= 0));
  assert.ok(seen.some(({ text: merged }) => Object.keys(JSON.parse(merged)._forks ?? {}).length > 1), 'people disagree in it');
  assert.deepEqual(heart.check(text(note(1, 1, { mark: 'secure' }))), newHeart().check(text(note(1, 1, { mark: 'secure' }))));
});

test('where memory gives out, the call ends and a new instance goes on', () => {
  const heart = newHeart();
  assert.throws(() => heart.check('x'.repeat(97 * 1024 * 1024)), WebAssembly.RuntimeError);
  assert.equal(newHeart().check(text(note(1, 1, {}))).status, 0);
});

test('characters of every length come back as they went in', () => {
  const words = 'é e\u0301 焦点 👩‍🏫 שלום \u200f\ufeff';
  const { status, text: canonical } = newHeart().check(text(note(1, 1, { words })));
  assert.equal(status, 0);
  assert.equal(JSON.parse(canonical).words, words);
});
