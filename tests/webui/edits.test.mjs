// What an edit, an answer, a restore and an undo make of a record.
import assert from 'node:assert/strict';
import test from 'node:test';
import { load } from './load.mjs';

const { answered, edited, removed, restored, undone } = await load('data/edits.ts');

const stamp = { at: '2026-09-01T08:00:00.000Z', by: 'p1', device: 'd1' };
const base = { id: 'r1', type: 'observation', schema: 1, created: stamp, edited: stamp };
const fork = (sides) => ({ ask: true, base: 'emerging', sides });
const asked = { ...base, mark: 'secure', _forks: { '/mark': fork([{ value: 'not_yet' }, { value: 'secure' }]) } };
const question = { record: asked, path: '/mark', fork: asked._forks['/mark'] };

test('a member that is set to undefined is removed; the others stay, also those that nobody here knows', () => {
  const after = edited({ ...base, mark: 'secure', words: 'w', later_invention: { a: 1 } }, { mark: undefined, words: 'x' }, stamp);
  assert.deepEqual(after, { ...base, words: 'x', later_invention: { a: 1 } });
});

test('who a record is cannot be edited', () => {
  assert.deepEqual(edited(base, { id: 'other', type: 'student', created: null, _stamps: {} }, stamp), base);
});

test('sets are sorted, and hold each value once', () => {
  assert.deepEqual(edited(base, { tags: ['b', 'a', 'b'] }, stamp).tags, ['a', 'b']);
});

test('half a letter and U+0000 never reach a record', () => {
  assert.equal(edited(base, { words: 'a\0b\ud83dc\ud83d\ude00' }, stamp).words, 'abc\ud83d\ude00');
});

test('an edit of something else leaves a question open, untouched', () => {
  assert.deepEqual(edited(asked, { words: 'x' }, stamp)._forks, asked._forks);
});

test('an edit of what a question is about answers it', () => {
  assert.equal('_forks' in edited(asked, { mark: 'emerging' }, stamp), false);
});

test('an answer sets what was chosen and leaves the question out', () => {
  assert.deepEqual(answered(asked, question, { keep: 0 }, stamp), { ...base, mark: 'not_yet' });
});

test('an answer that keeps what is shown leaves the question out, too', () => {
  assert.deepEqual(answered(asked, question, { keep: 1 }, stamp), { ...base, mark: 'secure' });
});

test('an answer may be written anew, and other questions stay', () => {
  const two = { ...asked, _forks: { ...asked._forks, '/skill': fork([{ value: 's1' }, {}]) } };
  const after = answered(two, question, { write: 'emerging' }, stamp);
  assert.equal(after.mark, 'emerging');
  assert.deepEqual(Object.keys(after._forks), ['/skill']);
});

test('keeping a side that is an absence removes the member; at /deleted that keeps the record', () => {
  const deleted = { ...base, words: 'w', deleted: { at: 'x', by: 'p2' }, _forks: { '/deleted': fork([{ value: { at: 'x', by: 'p2' } }, {}]) } };
  const choice = { record: deleted, path: '/deleted', fork: deleted._forks['/deleted'] };
  assert.deepEqual(answered(deleted, choice, { keep: 1 }, stamp), { ...base, words: 'w' });
  assert.deepEqual(answered({ ...deleted, deleted: undefined }, choice, { keep: 0 }, stamp).deleted, { at: 'x', by: 'p2' });
});

test('an answer reaches a member inside a child, and leaves the others alone', () => {
  const path = '/outcomes/s~01/mark';
  const inside = { ...base, outcomes: { 's~1': { mark: 'secure', words: 'w' }, s2: { mark: 'secure' } }, _forks: { [path]: fork([{ value: 'not_yet' }, { value: 'secure' }]) } };
  const after = answered(inside, { record: inside, path, fork: inside._forks[path] }, { keep: 0 }, stamp);
  assert.deepEqual(after.outcomes, { 's~1': { mark: 'not_yet', words: 'w' }, s2: { mark: 'secure' } });
});

test('an answer to a question that was settled or has changed meanwhile is not guessed at', () => {
  assert.throws(() => answered(base, question, { keep: 0 }, stamp), { code: 'question_settled' });
  const changed = { ...asked, _forks: { '/mark': fork([{ value: 'not_yet' }, { value: 'secure' }, { value: 'emerging' }]) } };
  assert.throws(() => answered(changed, question, { keep: 0 }, stamp), { code: 'question_changed' });
});

test('restoring an old version brings its members back, and nothing else', () => {
  const now = { ...base, words: 'new', mark: 'secure', deleted: { at: 'x', by: 'p2' } };
  const old = { ...base, created: { at: 'forged' }, words: 'old', edited: { at: 'long ago' } };
  assert.deepEqual(restored(now, old, stamp), { ...base, words: 'old' });
});

test('undo of an edit gives back what was there', () => {
  const before = { ...base, words: 'a', mark: 'secure' };
  const after = edited(before, { words: 'b', mark: undefined }, stamp);
  assert.deepEqual(undone(after, before, after, stamp), before);
});

test("undo leaves alone what a colleague changed since", () => {
  const before = { ...base, words: 'a', skill: 's1' };
  const after = { ...before, words: 'b' };
  const now = { ...after, skill: 's2', mark: 'secure' };
  assert.deepEqual(undone(now, before, after, stamp), { ...now, words: 'a' });
});

test('undo of a new record that others have seen deletes it; undo of deleting brings it back', () => {
  const gone = undone(base, undefined, base, stamp);
  assert.deepEqual(gone.deleted, { at: stamp.at, by: 'p1' });
  assert.deepEqual(undone(removed(base, stamp), base, removed(base, stamp), stamp), base);
});
