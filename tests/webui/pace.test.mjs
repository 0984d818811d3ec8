// What the minutes of a week are enough for, and when everybody will have been seen.
import assert from 'node:assert/strict';
import test from 'node:test';
import { load } from './load.mjs';

const { calendarOf, dayPlus } = await load('reading/calendar.ts');
const { forecastOf, planOf, roundOf, weekSoFar } = await load('reading/pace.ts');

let made = 0;
const note = (day, students, members = {}, type = 'conference') => ({ id: `n${++made}`, type, created: { at: `${day}T12:00:00.000Z`, by: 'rivera' }, students, ...members });
const ids = (count) => Array.from({ length: count }, (_, i) => `s${i}`);
const forecast = (students, notes, today, classroom = {}) => forecastOf(students, notes, classroom, calendarOf(classroom), today);

test('1.12 150 minutes are 30 conferences of 5, or 15 groups of 3 and 10 minutes with 45 contacts', () => {
  assert.deepEqual(planOf({ week_minutes: 150, conference_minutes: 5, group_minutes: 10, group_size: 3 }), { minutes: 150, conferences: 30, groups: 15, groupContacts: 45 });
  assert.deepEqual(planOf(undefined), planOf({ week_minutes: 150 }), 'which is also the plan of who made none');
});

test('1.12 another week gives other numbers, and parts of a conference are none', () => {
  assert.deepEqual(planOf({ week_minutes: 200, conference_minutes: 7, group_minutes: 8, group_size: 4 }), { minutes: 200, conferences: 28, groups: 25, groupContacts: 100 });
  assert.equal(planOf({ week_minutes: 0 }).conferences, 0);
});

test('1.12 this week: minutes, what they were used for, and every child of a note is a contact', () => {
  const notes = [
    note('2026-11-29', ['a']), note('2026-11-30', ['a'], { minutes: 6 }), note('2026-12-01', ['a', 'b', 'c', 'a'], { minutes: 10 }, 'session'),
    note('2026-12-02', ['a'], {}, 'observation'), note('2026-12-03', ['a'], { minutes: 5 }),
  ];
  assert.deepEqual(weekSoFar(notes, '2026-12-02'), { minutes: 16, conferences: 1, groups: 1, observations: 1, contacts: 5, untimed: 1 });
});

test('1.6 28 children in conferences of 7 minutes take 7 periods, about a week and a half', () => {
  const found = forecast(ids(28), [], '2026-11-02', { conference_minutes: 7 });
  assert.deepEqual(found, { left: 28, perDay: 4, source: 'plan', periods: 7, weeks: 1.4, closes: '2026-11-10' });
});

test('1.6 fewer writing days a week make longer periods and more weeks', () => {
  const { perDay, periods, weeks, closes } = forecast(ids(28), [], '2026-11-02', { conference_minutes: 5, week: ['mon', 'wed'], week_minutes: 60 });
  assert.deepEqual([perDay, periods, weeks, closes], [6, 5, 2.5, '2026-11-16']);
});

test('1.6 holidays put the day off', () => {
  assert.equal(forecast(ids(28), [], '2026-11-20', { conference_minutes: 7, holidays: { a: { from: '2026-11-25', to: '2026-11-27' } } }).closes, '2026-12-03');
});

test('1.6 after three writing days a round is reckoned by its own pace', () => {
  const students = ids(10);
  const notes = [note('2026-11-02', ['s0', 's1']), note('2026-11-03', ['s0']), note('2026-11-04', ['s2'])];
  assert.deepEqual(forecast(students, notes, '2026-11-04'), { left: 7, perDay: 1, source: 'round', periods: 7, weeks: 1.4, closes: '2026-11-13' });
  assert.equal(forecast(students, notes.slice(0, 2), '2026-11-03').source, 'plan');
});

test('1.6 before that, by the pace of the round before', () => {
  const students = ids(4);
  const notes = [note('2026-11-02', ['s0', 's1']), note('2026-11-03', ['s2']), note('2026-11-05', ['s3']), note('2026-11-06', ['s0'])];
  const { source, perDay, closes } = forecast(students, notes, '2026-11-06');
  assert.deepEqual([source, perDay, closes], ['before', 1, '2026-11-11']);
});

test("1.6 today's period counts where it is still to come", () => {
  const closes = (notes, today) => forecast(ids(4), notes, today, { week_minutes: 50, conference_minutes: 10 }).closes; // one a day
  assert.equal(closes([], '2026-11-02'), '2026-11-05');
  assert.equal(closes([note('2026-11-02', ['s0'])], '2026-11-02'), '2026-11-05');
  assert.equal(closes([], '2026-11-07'), '2026-11-12', 'on a Saturday none does');
});

test('1.6 a round is through when every child was seen once, and the next begins with the next contact', () => {
  const students = ids(3);
  const first = [note('2026-11-02', ['s0', 'gone']), note('2026-11-04', ['s1', 's2'])];
  assert.deepEqual(roundOf(students, [...first].reverse()), { seen: [], left: students, before: { began: '2026-11-02', ended: '2026-11-04' } });
  assert.deepEqual(roundOf(students, [...first, note('2026-11-05', ['s1'])]), { began: '2026-11-05', seen: ['s1'], left: ['s0', 's2'], before: { began: '2026-11-02', ended: '2026-11-04' } });
});

test('1.6 without children, minutes or writing days nothing is foretold, and a calendar that ends has no such day', () => {
  assert.equal(forecast([], [], '2026-11-02'), undefined);
  assert.equal(forecast(ids(3), [], '2026-11-02', { week_minutes: 0 }), undefined);
  assert.equal(forecast(ids(3), [], '2026-11-02', { week: [] }), undefined);
  assert.equal(forecast(ids(280), [], '2026-11-02', { terms: { a: { from: '2026-11-02', to: dayPlus('2026-11-02', 11) } } }).closes, undefined);
});

test('1.12 records of another shape are read as empty', () => {
  assert.deepEqual(planOf({ week_minutes: 'all', conference_minutes: -3, group_minutes: null, group_size: [] }), planOf({}));
  assert.equal(weekSoFar([note('2026-12-02', 7, { minutes: 'long' })], '2026-12-02').untimed, 1);
});
