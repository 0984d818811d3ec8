// What the notebook asks of the merge on this phone, and what it does with the answers. The merge itself is tested in ../equality.
import assert from 'node:assert/strict';
import test from 'node:test';
import { load } from './load.mjs';

const { previewOf } = await load('data/preview.ts');
const { markDamaged, noMerging } = await load('data/merging.ts');

const record = (words, minute = 0) => ({ id: 'a', type: 'observation', edited: { at: String(minute) }, words });
const MERGED = record('both');

/** A merge that notes what it was asked. */
function watched(found = []) {
  const asked = [];
  return {
    asked,
    merge: async (...records) => { asked.push(records); return MERGED; },
    check: async (records) => { asked.push(records); return found; },
  };
}

/** The one store that is needed, as db.ts offers it. */
function storeOf(rows) {
  const held = new Map(rows.map((row) => [row.id, row]));
  const tx = { get: async (_, [, id]) => held.get(id), put: (_, row) => held.set(row.id, row) };
  return { held, run: async (stores, mode, work) => work(tx) };
}

const held = (words) => ({ id: 'a', version: 'v2', record: record(words, 2) });
const draft = (words, more = {}) => ({ id: 'a', base: 'v1', baseRecord: record('base'), record: record(words, 1), ...more });

test('an unsent edit is merged with the newer version, from the base it was typed on', async () => {
  const merging = watched();
  assert.equal(await previewOf({ held: held('theirs'), draft: draft('mine') }, merging), MERGED);
  assert.deepEqual(merging.asked[0].map(({ words }) => words), ['base', 'theirs', 'mine']);
});

test('an edit that is on its way is merged too', async () => {
  const merging = watched();
  assert.equal(await previewOf({ held: held('theirs'), sent: draft('mine') }, merging), MERGED);
});

test('where nothing newer is here, nothing is asked', async () => {
  const merging = watched();
  assert.equal(await previewOf({ held: held('base'), draft: draft('mine') }, merging), undefined);
  assert.equal(await previewOf({ held: held('theirs') }, merging), undefined);
  assert.equal(await previewOf({ draft: draft('mine', { base: null, baseRecord: undefined }) }, merging), undefined);
  assert.deepEqual(merging.asked, []);
});

test('what is typed on a batch under way waits for its answer', async () => {
  const merging = watched();
  assert.equal(await previewOf({ held: held('theirs'), sent: draft('mine'), draft: draft('more', { onBatch: true }) }, merging), undefined);
  assert.deepEqual(merging.asked, []);
});

test('a phone that cannot merge previews nothing and finds nothing damaged', async () => {
  const db = storeOf([held('theirs')]);
  assert.equal(await previewOf({ held: held('theirs'), draft: draft('mine') }, noMerging), undefined);
  assert.deepEqual(await markDamaged(db, 'n', noMerging, [held('theirs')]), []);
  assert.equal(db.held.get('a').damaged, undefined);
});

test('a record that is none is kept as it came, with the code of what is wrong', async () => {
  const db = storeOf([held('theirs'), { ...held('fine'), id: 'b' }]);
  assert.deepEqual(await markDamaged(db, 'n', watched([{ at: 0, code: 'not_valid' }]), [held('theirs'), { ...held('fine'), id: 'b' }]), ['a']);
  assert.deepEqual(db.held.get('a'), { ...held('theirs'), damaged: 'not_valid' });
  assert.equal(db.held.get('b').damaged, undefined);
});

test('a version that came meanwhile is not called damaged for the one before it', async () => {
  const db = storeOf([{ ...held('newer'), version: 'v3' }]);
  assert.deepEqual(await markDamaged(db, 'n', watched([{ at: 0, code: 'not_valid' }]), [held('theirs')]), []);
  assert.equal(db.held.get('a').damaged, undefined);
});
