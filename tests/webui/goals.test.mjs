// Where a writer stands in a progression, and the goals of the writers.
import assert from 'node:assert/strict';
import test from 'node:test';
import { load } from './load.mjs';

const { growthOf, inOrder, isTapped, nextStep, progressOf, spread, stepsOf } = await load('reading/progress.ts');
const { promptsOf } = await load('reading/prompts.ts');
const { yearOf } = await load('parts/days.ts');
const { goalRows, goalsOf, goalState } = await load('reading/goals.ts');

const progression = {
  id: 'focus', type: 'progression', steps: { c: { text: 'Third', rank: '3' }, a: { text: 'First', rank: '1' }, b: { text: 'Second', rank: '2' } },
  prompts: { p: { text: 'For all?', rank: '1' }, q: { text: 'For stories?', rank: '2', genres: ['narrative', 'poetry'] }, r: { text: 'For facts?', rank: '3', genres: ['information'] } },
};
let made = 0;
const note = (day, step, members) => ({ id: `note${++made}`, type: 'observation', created: { at: `${day}T12:00:00.000Z` }, students: ['ana'], progression: 'focus', step, ...members });
const marks = (...notes) => progressOf(notes, 'ana', progression).map(({ mark }) => mark ?? '-').join(' ');
const YEAR = { from: '2026-09-01', to: '2027-08-31' };

test('1.1 steps and questions stand by their rank', () => {
  assert.deepEqual(stepsOf(progression).map(({ text }) => text), ['First', 'Second', 'Third']);
  assert.deepEqual(promptsOf(progression).map(({ id }) => id), ['p', 'q', 'r']);
});

test('1.1 with a genre, the questions for it and those for all', () => {
  assert.deepEqual(promptsOf(progression, 'poetry').map(({ id }) => id), ['p', 'q']);
  assert.deepEqual(promptsOf(progression, 'letter').map(({ id }) => id), ['p']);
});

test('1.1 a step stands as the latest note with a mark says', () => {
  assert.equal(marks(note('2026-09-10', 'a', { mark: 'emerging' }), note('2026-10-10', 'a', { mark: 'secure' }), note('2026-11-10', 'a', {})), 'secure - -');
});

test("1.1 the child's own mark goes before the mark of the note", () => {
  assert.equal(marks(note('2026-09-10', 'b', { students: ['ana', 'ben'], mark: 'secure', outcomes: { ana: { mark: 'not_yet' } } })), '- not_yet -');
});

test('1.1 notes about others, on other progressions and on steps that are gone say nothing', () => {
  assert.equal(marks(note('2026-09-10', 'a', { students: ['ben'], mark: 'secure' }), note('2026-09-10', 'a', { progression: 'ideas', mark: 'secure' }), note('2026-09-10', 'gone', { mark: 'secure' })), '- - -');
});

test('1.2 the evidence of a step are its notes, newest first', () => {
  const [older, newer] = [note('2026-09-10', 'a', { mark: 'emerging' }), note('2026-09-12', 'a', { mark: 'secure' })];
  assert.deepEqual(progressOf([older, newer], 'ana', progression)[0].evidence.map(({ note: id }) => id), [newer.id, older.id]);
});

test('1.2 the next step is the first after the last secure one', () => {
  const next = (...notes) => nextStep(progressOf(notes, 'ana', progression))?.text;
  assert.equal(next(), 'First');
  assert.equal(next(note('2026-09-10', 'a', { mark: 'secure' })), 'Second');
  assert.equal(next(note('2026-09-10', 'b', { mark: 'secure' }), note('2026-09-10', 'c', { mark: 'emerging' })), 'Third', 'a gap before it is no step back');
  assert.equal(next(note('2026-09-10', 'a', { mark: 'emerging' })), 'First');
  assert.equal(next(note('2026-09-10', 'c', { mark: 'secure' })), undefined);
});

test('1.2 growth is every marked note of the year, oldest first, each with its note', () => {
  const notes = [note('2026-10-10', 'b', { mark: 'not_yet' }), note('2026-09-10', 'a', { mark: 'secure' }), note('2026-08-10', 'a', { mark: 'emerging' }), note('2026-11-10', 'b', {})];
  assert.deepEqual(growthOf(progressOf(notes, 'ana', progression), YEAR), [
    { on: '2026-09-10', index: 0, mark: 'secure', note: notes[1].id }, { on: '2026-10-10', index: 1, mark: 'not_yet', note: notes[0].id },
  ]);
});

test('1.2 records of another shape are read as empty', () => {
  for (const odd of [undefined, {}, { id: 'x', steps: 7, prompts: [] }, { id: 'x', steps: { a: null, b: { text: 4 } }, prompts: { a: { genres: 'all' } } }]) {
    assert.deepEqual(stepsOf(odd), []);
  }
});

const goal = (id, members) => ({ record: { id, type: 'goal', created: { at: '2026-09-01T08:00:00.000Z' }, students: ['ana'], ...members } });

test('1.3 a goal is due to be looked at on its day, until it is met', () => {
  const members = { opened: '2026-10-01', review: '2026-10-29' };
  assert.equal(goalState(members, '2026-10-28'), 'open');
  assert.equal(goalState(members, '2026-10-29'), 'review');
  assert.equal(goalState({ ...members, met: '2026-10-20' }, '2026-10-29'), 'met');
  assert.equal(goalState({ review: 7 }, '2026-10-29'), 'open');
});

test('1.3 the goals of a child: those worked on, and the earlier ones, latest first', () => {
  const goals = [goal('a', { opened: '2026-09-01', met: '2026-09-20' }), goal('b', { opened: '2026-10-01' }), goal('c', { opened: '2026-09-20', met: '2026-09-30' }), goal('d', { students: ['ben'] })];
  const { current, earlier } = goalsOf(goals, 'ana');
  assert.deepEqual([current, earlier].map((list) => list.map(({ id }) => id).join('')), ['b', 'ca']);
});

test('1.3 a goal that is started for several children is a goal for each of them', () => {
  const rows = goalRows(['ana', 'ben', 'ana'], { category: 'focus', progression: undefined, words: '', opened: '2026-10-01', review: '2026-10-29' });
  assert.deepEqual(rows, ['ana', 'ben'].map((student) => ({ type: 'goal', members: { students: [student], category: 'focus', opened: '2026-10-01', review: '2026-10-29' } })));
});

test('1.1 progressions are offered by goal and by band, whatever else they hold', () => {
  const list = [{ id: '4', category: 'mine' }, { id: '3', category: 'focus', band: 'g68' }, { id: '2', category: 'focus', band: 'k2' }, { id: '1', category: 'drawing', band: 'g68' }, { id: '5' }];
  assert.equal(inOrder(list).map(({ id }) => id).join(''), '12345');
});

test('1.1 only a mark that was tapped just now, by oneself and without words, is changed by a second tap', () => {
  const tapped = { ...note('2026-09-10', 'a', { mark: 'secure' }), created: { at: '2026-09-10T12:00:00.000Z', by: 'me' } };
  assert.equal(isTapped(tapped, 'ana', 'me', '2026-09-10'), true);
  assert.equal(isTapped({ ...tapped, words: 'Seen in the zoo story.' }, 'ana', 'me', '2026-09-10'), false);
  assert.equal(isTapped({ ...tapped, students: ['ana', 'ben'] }, 'ana', 'me', '2026-09-10'), false);
  assert.equal(isTapped({ ...tapped, type: 'conference' }, 'ana', 'me', '2026-09-10'), false);
  assert.equal(isTapped(tapped, 'ana', 'me', '2026-09-11'), false);
  assert.equal(isTapped(tapped, 'ana', 'you', '2026-09-10'), false);
  assert.equal(isTapped(undefined, 'ana', 'me', '2026-09-10'), false);
});

test('1.2 dots of one step stand apart, in their order and inside the chart', () => {
  assert.deepEqual(spread([10, 200], 300, 26), [10, 200]);
  assert.deepEqual(spread([100, 100], 300, 26), [87, 113]);
  assert.deepEqual(spread([0, 0, 2], 300, 26), [0, 26, 52]);
  assert.deepEqual(spread([299, 300, 300], 300, 26), [248, 274, 300]);
  assert.deepEqual(spread([], 300, 26), []);
  const crowd = spread(Array.from({ length: 40 }, () => 150), 300, 26);
  assert.ok(crowd.every((at, i) => at >= -0.001 && at <= 300.001 && (i === 0 || at > crowd[i - 1])));
});

test('1.2 the school year runs from September to the end of August', () => {
  assert.deepEqual(yearOf(new Date(2026, 10, 30)), { from: '2026-09-01', to: '2027-08-31' });
  assert.deepEqual(yearOf(new Date(2027, 7, 31)), { from: '2026-09-01', to: '2027-08-31' });
});
