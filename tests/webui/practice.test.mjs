// A teacher's look at her own practice.
import assert from 'node:assert/strict';
import test from 'node:test';
import { load } from './load.mjs';

const { balanceOf, middleOf, practiceOf } = await load('reading/practice.ts');
const { ENTRIES_KEPT, entriesIn, withEntry } = await load('parts/entrytime.ts');

const TODAY = '2026-11-29'; // four weeks back begin on 2 November
let made = 0;
const note = (type, day, members = {}, by = 'rivera') => ({ id: `n${++made}`, type, created: { at: `${day}T12:00:00.000Z`, by }, students: ['ana'], ...members });
const lesson = (on, minutes) => ({ ...note('lesson', '2026-01-01', { on }), ...(minutes === undefined ? {} : { minutes }) });
const practice = (records, students = 1) => practiceOf(records, 'rivera', students, TODAY);

test('1.24 the balance of whole class, small groups and one to one, in counts and minutes', () => {
  const found = practice([lesson('2026-11-03', 10), lesson('2026-11-04'), note('session', '2026-11-03', { minutes: 10 }), note('conference', '2026-11-03', { minutes: 5 }), note('conference', '2026-11-04', { minutes: 15 })]);
  assert.deepEqual([found.whole, found.groups, found.single], [{ count: 2, minutes: 10, untimed: 1 }, { count: 1, minutes: 10, untimed: 0 }, { count: 2, minutes: 20, untimed: 0 }]);
  assert.deepEqual(balanceOf(found), { whole: 25, groups: 25, single: 50 });
});

test('1.24 the shares are together 100, and without minutes there are none', () => {
  const thirds = practice([lesson('2026-11-03', 5), note('session', '2026-11-03', { minutes: 5 }), note('conference', '2026-11-03', { minutes: 5 })]);
  assert.equal(Object.values(balanceOf(thirds)).reduce((sum, share) => sum + share), 100);
  assert.equal(balanceOf(practice([lesson('2026-11-03')])), undefined);
});

test('1.24 only what she wrote herself counts, of the last four weeks', () => {
  const found = practice([note('conference', '2026-11-03', {}, 'chen'), note('conference', '2026-11-01'), note('conference', '2026-11-02'), note('conference', '2026-11-29'), lesson('2026-11-01'), lesson('2026-11-30')]);
  assert.deepEqual([found.single.count, found.whole.count], [2, 0]);
});

test('1.24 how often a child hears something: contacts for each child and week, from the first note on', () => {
  const notes = [note('conference', '2026-11-02', { students: ['ana', 'ben'] }), note('observation', '2026-11-20'), note('session', '2026-11-24', { students: ['ana', 'ben', 'chen', 'dee', 'eli'] })];
  assert.equal(practice(notes, 4).contacts, 8);
  assert.equal(practice(notes, 4).perChild, 0.5);
  assert.equal(practice(notes.slice(2), 5).perChild, 1, 'one week old');
  assert.equal(practice([], 0).perChild, 0);
});

test('1.24 compliments beside teaching points, and how many of those were asked about again', () => {
  const found = practice([
    note('conference', '2026-11-03', { compliment: 'Dialogue.', teaching_point: 'Slow down.', outcomes: { ana: { status: 'transferred' } } }),
    note('conference', '2026-11-04', { teaching_point: 'Endings.' }), note('session', '2026-11-05', { compliment: ' ', teaching_point: 'Commas.', outcomes: { ana: { outcome: 'got_it' } } }),
  ]);
  assert.deepEqual([found.compliments, found.points, found.answered], [1, 3, 1]);
});

test('1.8 of the seconds to save, the middle one is told', () => {
  assert.deepEqual([[], [7], [9, 3], [12, 4, 80]].map(middleOf), [undefined, 7, 3, 12]);
});

test('1.8 seconds of the last notes are kept, and nothing else', () => {
  let kept = null;
  for (let i = 0; i <= ENTRIES_KEPT; i++) kept = withEntry(kept, i * 1000);
  assert.equal(entriesIn(kept).length, ENTRIES_KEPT);
  assert.deepEqual([entriesIn(kept)[0], entriesIn(kept).at(-1)], [1, ENTRIES_KEPT]);
  assert.match(kept, /^[0-9,]+$/);
});

test('1.8 a form left open for an hour is no time of writing, and what is damaged is left out', () => {
  assert.equal(withEntry('5', 3_601_000), undefined);
  assert.equal(withEntry('5', -3000), undefined);
  assert.deepEqual(entriesIn('4,x,,-2,8.5,99999,6'), [4, 6]);
});

test('1.24 records of another shape are read as empty', () => {
  const found = practice([note('session', '2026-11-03', { students: 'all', minutes: 'ten', compliment: 4, outcomes: 3 }), { id: 'x', type: 'lesson' }, { id: 'y', type: 'conference', created: {} }]);
  assert.deepEqual([found.groups, found.contacts, found.compliments], [{ count: 1, minutes: 0, untimed: 1 }, 0, 0]);
});
