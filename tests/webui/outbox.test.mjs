// The outbox: what was typed keeps the version that it was typed on, and is sent until the service has it.
import assert from 'node:assert/strict';
import test from 'node:test';
import { load } from './load.mjs';

const { BATCH_MAX_CHANGES, closeBatch, draftOf, settle, wordingOf } = await load('data/outbox.ts');

const NOW = '2026-09-01T08:00:00.000Z';
const LATER = '2026-09-01T08:05:00.000Z';
const EPOCH = 'e1';
const record = (words, more = {}) => ({ id: 'r1', type: 'observation', schema: 1, words, ...more });
const held = (words, version = 'v1') => ({ notebook: 'n', id: 'r1', version, record: record(words), epoch: EPOCH });
const draft = (words, more = {}) => ({ notebook: 'n', id: 'r1', base: 'v1', baseRecord: record('old'), sendBase: false, record: record(words), savedAt: NOW, ...more });

test('a new record has no base', () => {
  assert.equal(draftOf({}, 'n', record('a'), NOW).base, null);
});

test('an edit has the version that was shown as its base', () => {
  assert.deepEqual(draftOf({ held: held('old') }, 'n', record('new'), NOW), draft('new'));
});

test('a second edit keeps the base and the time of the first', () => {
  const pile = { held: held('of a colleague', 'v9'), draft: draft('new') };
  assert.deepEqual(draftOf(pile, 'n', record('newer'), LATER), draft('newer'));
});

test('an edit equal to its base is none, whatever the stamps say', () => {
  assert.equal(draftOf({ held: held('old') }, 'n', record('old', { edited: { at: LATER }, _stamps: {} }), NOW), undefined);
});

test('an edit of a refused record is no longer refused', () => {
  const refused = draft('too long', { refusal: { code: 'too_large', message: 'Shorten it.' } });
  assert.equal(draftOf({ draft: refused }, 'n', record('short'), LATER).refusal, undefined);
});

test('what is typed while a batch is under way is based on what was sent, and waits', () => {
  const typed = draftOf({ held: held('old'), sent: draft('sent') }, 'n', record('typed meanwhile'), LATER);
  assert.equal(typed.onBatch, true);
  assert.deepEqual(typed.baseRecord, record('sent'));
  assert.equal(closeBatch('n', [typed], 2), undefined);
});

test('a batch takes the oldest drafts first, and refused ones not at all', () => {
  const drafts = [draft('b', { id: 'r2', savedAt: LATER }), draft('a'), draft('c', { id: 'r3', refusal: { code: 'x', message: 'y' } })];
  const batch = closeBatch('n', drafts, 7);
  assert.equal(batch.seq, 7);
  assert.deepEqual(JSON.parse(batch.changesJson).map((change) => change.id), ['r1', 'r2']);
});

test('a batch holds no more than its limit', () => {
  const drafts = Array.from({ length: BATCH_MAX_CHANGES + 1 }, (_, i) => draft('x', { id: `r${i}` }));
  assert.equal(closeBatch('n', drafts, 1).drafts.length, BATCH_MAX_CHANGES);
});

test('one record that is larger than a batch should be goes alone', () => {
  const large = draft('x'.repeat(600 * 1024));
  assert.equal(closeBatch('n', [large, draft('b', { id: 'r2', savedAt: LATER })], 1).drafts.length, 1);
});

test('the base travels only when it was asked for', () => {
  const bases = (sendBase) => JSON.parse(closeBatch('n', [draft('a', { sendBase })], 1).changesJson)[0].base_record;
  assert.equal(bases(false), undefined);
  assert.deepEqual(bases(true), record('old'));
});

test('a stored change is held at the version that the service names', () => {
  const { held: now, draft: left } = settle(draft('sent'), { version: 'v2' }, undefined, EPOCH, false);
  assert.deepEqual(now, held('sent', 'v2'));
  assert.equal(left, undefined);
});

test("the service's own wording is held where it came", () => {
  const came = { version: 'v3', record: record('sent and merged') };
  assert.deepEqual(settle(draft('sent'), { version: 'v3', came }, undefined, EPOCH, false).held, held('sent and merged', 'v3'));
});

test('while pages are still to come, a stored change without its record may yet get another wording', () => {
  const first = settle(draft('sent'), { version: 'v2' }, undefined, EPOCH, true).held;
  assert.equal(first.typed, true);
  const typed = draftOf({ held: first }, 'n', record('typed then'), LATER);
  assert.deepEqual([typed.base, typed.sendBase, typed.baseRecord], ['v2', true, record('sent')]);
});

test('typed meanwhile, and stored as sent: the base is the version that came back', () => {
  const later = draft('later', { onBatch: true, base: null, baseRecord: record('sent'), sendBase: true });
  const came = { version: 'v2', record: record('sent', { _stamps: { '/words': {} } }) };
  const { draft: left } = settle(draft('sent'), { version: 'v2', came }, later, EPOCH, false);
  assert.deepEqual([left.base, left.sendBase, left.onBatch], ['v2', false, undefined]);
});

test("typed meanwhile, and merged with others' work: the base is what was sent, and travels", () => {
  const later = draft('later', { onBatch: true, base: null, baseRecord: record('sent'), sendBase: true });
  const came = { version: 'v2', record: record('sent, and more by a colleague') };
  const { draft: left } = settle(draft('sent'), { version: 'v2', came }, later, EPOCH, false);
  assert.deepEqual([left.baseRecord, left.sendBase, left.record], [record('sent'), true, record('later')]);
});

test('a refused change is kept, with the reason', () => {
  const refusal = { code: 'too_large', message: 'Shorten it.' };
  assert.deepEqual(settle(draft('sent'), { refusal }, undefined, EPOCH, false), { draft: draft('sent', { refusal }) });
});

test('a refused change that was edited meanwhile is tried again on the old base', () => {
  const later = draft('mended', { onBatch: true, base: null, sendBase: true });
  const { draft: left } = settle(draft('sent'), { refusal: { code: 'too_large', message: '' } }, later, EPOCH, false);
  assert.deepEqual(left, draft('mended'));
});

test('a base that the service lacks is sent along, once', () => {
  const refusal = { code: 'base_unknown', message: 'Send the base.' };
  const { draft: again } = settle(draft('sent'), { refusal }, undefined, EPOCH, false);
  assert.deepEqual([again.sendBase, again.refusal], [true, undefined]);
  assert.deepEqual(settle(again, { refusal }, undefined, EPOCH, false).draft.refusal, refusal);
});

test('an offered record whose version the service lacks is offered without a base', () => {
  const { draft: again } = settle(draft('held', { offer: true }), { refusal: { code: 'base_unknown', message: '' } }, undefined, EPOCH, false);
  assert.deepEqual([again.base, again.refusal], [null, undefined]);
});

test('a change that the answer does not name is a draft again', () => {
  assert.deepEqual(settle(draft('sent'), {}, undefined, EPOCH, false).draft, draft('sent'));
});

test('an edit that said nothing new leaves what the phone holds, a colleague\u2019s work with it', () => {
  const here = held('sent and a colleague\u2019s', 'v3');
  assert.deepEqual(settle(draft('sent'), { version: 'v3', came: wordingOf('v3', undefined, here) }, undefined, EPOCH, false).held, here);
});

test('another version than the one that is held, or one that was only typed here, says nothing of the service\u2019s wording', () => {
  assert.equal(wordingOf('v4', undefined, held('old', 'v3')), undefined);
  assert.equal(wordingOf('v3', undefined, { ...held('typed', 'v3'), typed: true }), undefined);
});

test('what came with the answer is the service\u2019s wording', () => {
  const came = { version: 'v3', record: record('new') };
  assert.equal(wordingOf('v3', came, held('old', 'v3')), came);
});
