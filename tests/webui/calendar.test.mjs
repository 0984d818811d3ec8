// Which days the class writes on.
import assert from 'node:assert/strict';
import test from 'node:test';
import { load } from './load.mjs';

const { calendarOf, dayPlus, HORIZON_DAYS, tapDay, weekStart } = await load('reading/calendar.ts');

/** The writing days of a stretch, both ends included. */
function daysOf(classroom, from, to) {
  const calendar = calendarOf(classroom);
  const found = [];
  for (let day = from; day <= to; day = dayPlus(day, 1)) if (calendar.isWritingDay(day)) found.push(day.slice(5));
  return found.join(' ');
}

test('0.15 without a calendar, Monday to Friday are writing days', () => {
  assert.equal(daysOf(undefined, '2026-11-02', '2026-11-10'), '11-02 11-03 11-04 11-05 11-06 11-09 11-10');
  assert.equal(daysOf({}, '2026-11-07', '2026-11-08'), '');
});

test('1.15 the weekdays are those the class says', () => {
  assert.equal(daysOf({ week: ['sun', 'tue'] }, '2026-11-01', '2026-11-08'), '11-01 11-03 11-08');
  assert.equal(daysOf({ week: [] }, '2026-11-01', '2026-11-08'), '', 'none at all');
});

test('1.15 outside the terms there is no writing', () => {
  const terms = { a: { from: '2026-09-01', to: '2026-11-03' }, b: { from: '2026-11-06' } };
  assert.equal(daysOf({ terms }, '2026-11-02', '2026-11-09'), '11-02 11-03 11-06 11-09');
  assert.equal(daysOf({ terms: { a: {} } }, '2026-11-05', '2026-11-06'), '11-05 11-06', 'a term without days says nothing yet');
});

test('1.15 holidays are out from the first to the last day', () => {
  assert.equal(daysOf({ holidays: { a: { from: '2026-11-25', to: '2026-11-27' }, b: { from: '2026-11-30' } } }, '2026-11-24', '2026-12-01'), '11-24 12-01');
  assert.equal(daysOf({ holidays: { a: { from: '2026-11-27', to: '2026-11-25' } } }, '2026-11-24', '2026-11-30'), '11-24 11-30', 'also typed the wrong way round');
});

test('1.15 single days go before the pattern, and one that is in both is off', () => {
  const classroom = { days_off: ['2026-11-03', '2026-11-07'], days_on: ['2026-11-07', '2026-11-08'], holidays: { a: { from: '2026-11-08' } } };
  assert.equal(daysOf(classroom, '2026-11-02', '2026-11-09'), '11-02 11-04 11-05 11-06 11-08 11-09');
});

test('1.15 alternate weeks are counted from the ISO week of their first day, in both directions', () => {
  const classroom = { week: ['mon', 'sun'], rhythm: 'alternate_weeks', rhythm_from: '2026-11-11' }; // a Wednesday
  assert.equal(daysOf(classroom, '2026-10-26', '2026-11-29'), '10-26 11-01 11-09 11-15 11-23 11-29');
  assert.equal(daysOf({ rhythm: 'alternate_weeks', rhythm_from: '2026-12-21' }, '2026-12-28', '2027-01-05'), '01-04 01-05', 'also over the end of a year of 53 weeks');
});

test('1.15 A days alternate by school days, so a holiday turns the weekdays round', () => {
  const classroom = { rhythm: 'ab_days', rhythm_from: '2026-11-02', holidays: { a: { from: '2026-11-10' } } };
  assert.equal(daysOf(classroom, '2026-10-27', '2026-11-13'), '10-27 10-29 11-02 11-04 11-06 11-11 11-13');
});

test('1.15 a single day without writing is a school day: the A days behind it stay where they are', () => {
  const ab = { rhythm: 'ab_days', rhythm_from: '2026-11-02' };
  assert.equal(daysOf({ ...ab, days_off: ['2026-11-04'] }, '2026-11-02', '2026-11-06'), '11-02 11-06');
});

test('1.15 a rhythm that says no day to be counted from leaves every school day', () => {
  for (const rhythm of ['alternate_weeks', 'ab_days', 'every_week', 'when the moon is full'])
    assert.equal(daysOf({ rhythm }, '2026-11-02', '2026-11-10'), '11-02 11-03 11-04 11-05 11-06 11-09 11-10');
});

test('0.15 writing days are counted behind the first day, up to and with the last', () => {
  const { writingDaysBetween } = calendarOf({});
  assert.equal(writingDaysBetween('2026-11-20', '2026-11-20'), 0);
  assert.equal(writingDaysBetween('2026-11-20', '2026-11-23'), 1);
  assert.equal(writingDaysBetween('2026-11-23', '2026-11-20'), 0, 'the wrong way round there are none');
});

test('0.15 the next writing day, and the n-th, leave out what is none and what they are told to', () => {
  const { addWritingDays, nextWritingDay, previousWritingDay } = calendarOf({ holidays: { a: { from: '2026-11-25', to: '2026-11-27' } } });
  assert.equal(nextWritingDay('2026-11-24'), '2026-11-30');
  assert.equal(previousWritingDay('2026-11-30'), '2026-11-24');
  assert.equal(addWritingDays('2026-11-20', 5), '2026-12-02');
  assert.equal(addWritingDays('2026-11-20', 5, new Set(['2026-11-30', '2026-11-26'])), '2026-12-03');
  assert.equal(addWritingDays('2026-11-20', 0), '2026-11-20');
});

test('0.15 a calendar without a writing day has no next one, and says so', () => {
  for (const classroom of [{ week: [] }, { terms: { a: { from: '2020-09-01', to: '2021-06-30' } } }, { holidays: { a: { from: '1970-01-01', to: '9999-12-31' } } }]) {
    const { addWritingDays, nextWritingDay, previousWritingDay, writingDaysBetween } = calendarOf(classroom);
    assert.equal(nextWritingDay('2026-11-20'), undefined);
    assert.equal(previousWritingDay('2017-11-20'), undefined);
    assert.equal(addWritingDays('2026-11-20', 60), undefined);
    assert.equal(writingDaysBetween('1970-01-01', '9999-12-31'), 0);
  }
});

test('0.15 a stretch of centuries is counted at its end alone', () => {
  assert.ok(calendarOf({ week: ['mon', 'tue', 'wed', 'thu', 'fri', 'sat', 'sun'] }).writingDaysBetween('0001-01-01', '2026-11-20') <= HORIZON_DAYS + 1);
});

test('1.15 no summer time and no leap day moves a day', () => {
  assert.equal(dayPlus('2028-02-28', 1), '2028-02-29');
  assert.equal(dayPlus('2026-03-29', 1), '2026-03-30');
  assert.equal(weekStart('2026-11-22'), '2026-11-16');
  assert.equal(daysOf({}, '2026-10-23', '2026-10-26'), '10-23 10-26');
});

test('1.15 a tap turns a day over, and a second one leaves nothing behind', () => {
  for (const [day, member] of [['2026-11-03', 'days_off'], ['2026-11-07', 'days_on']]) {
    const tapped = tapDay({}, day);
    assert.deepEqual(tapped, { days_on: undefined, days_off: undefined, [member]: [day] });
    assert.notEqual(calendarOf(tapped).isWritingDay(day), calendarOf({}).isWritingDay(day));
    assert.deepEqual(tapDay(tapped, day), { days_on: undefined, days_off: undefined });
  }
});

test('1.15 a tap leaves the other single days alone', () => {
  assert.deepEqual(tapDay({ days_on: ['2026-11-07'], days_off: ['2026-11-04'] }, '2026-11-03'), { days_on: ['2026-11-07'], days_off: ['2026-11-04', '2026-11-03'] });
});

test('1.15 records of another shape are read as empty', () => {
  for (const odd of [{ week: 'mon', terms: [], holidays: 7, days_on: {}, days_off: [3, null, 'soon'], rhythm: 4 }, { terms: { a: null, b: 'x' }, holidays: { a: { from: 'May' } }, rhythm: 'ab_days', rhythm_from: 'the first' }])
    assert.equal(daysOf(odd, '2026-11-02', '2026-11-08'), '11-02 11-03 11-04 11-05 11-06');
});
