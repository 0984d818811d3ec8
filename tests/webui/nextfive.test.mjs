// Whom to sit down with next, and why.
import assert from 'node:assert/strict';
import test from 'node:test';
import { load } from './load.mjs';

const { calendarOf } = await load('reading/calendar.ts');
const { contactsOf } = await load('reading/coverage.ts');
const { candidatesOf, nextFive, openPoint } = await load('reading/nextfive.ts');

const TODAY = '2026-12-02'; // a Wednesday
const CLASSROOM = { cadence: 5 };
let made = 0;
const note = (student, day, members = {}) => ({ id: `n${++made}`, type: 'conference', created: { at: `${day}T12:00:00.000Z`, by: 'rivera' }, students: [student], ...members });
/** The five in words: "ana due 2026-12-01, point 2026-11-24". */
function next(students, notes, today = TODAY) {
  const records = Object.entries(students).map(([id, members]) => ({ id, ...members }));
  return nextFive(candidatesOf(records, contactsOf(notes), CLASSROOM, calendarOf(CLASSROOM), today), today)
    .map(({ id, reasons }) => `${id} ${reasons.map(({ why, day }) => [why, day?.slice(5)].filter(Boolean).join(' ')).join(', ')}`);
}

test('0.15 first who is overdue, then who was never seen, then who is due, then who is due next', () => {
  const notes = [note('soon', '2026-11-26'), note('due', '2026-11-25'), note('overdue', '2026-11-17')];
  assert.deepEqual(next({ soon: {}, due: {}, never: {}, overdue: {} }, notes), ['overdue overdue 11-24', 'never never', 'due due 12-02', 'soon soon 12-03']);
});

test('0.15 five at most, the longest due first, equals in the order they come in', () => {
  const ids = ['a', 'b', 'c', 'd', 'e', 'f', 'g'];
  const notes = ids.map((id) => note(id, id === 'f' ? '2026-11-20' : '2026-11-24'));
  assert.deepEqual(next(Object.fromEntries(ids.map((id) => [id, {}])), notes).map((one) => one[0]).join(''), 'fabcd');
});

test('0.15 absent yesterday is a reason, and yesterday is the last writing day', () => {
  assert.deepEqual(next({ ana: { absences: ['2026-12-01'] } }, [note('ana', '2026-11-30')]), ['ana away 12-01']);
  assert.deepEqual(next({ ana: { absences: ['2026-11-27'] } }, [note('ana', '2026-11-26')], '2026-11-30'), ['ana away 11-27'], 'on a Monday it is Friday');
  assert.deepEqual(next({ ana: { absences: ['2026-11-30'] } }, [note('ana', '2026-11-30')]), ['ana last 11-30']);
});

test('0.15 who is absent today or was seen today is not offered', () => {
  assert.deepEqual(next({ ana: { absences: [TODAY] }, ben: {} }, [note('ben', TODAY)]), []);
});

test('0.24 an open teaching point brings a child up, and stands beside a stronger reason', () => {
  const point = { teaching_point: 'Slow down.' };
  assert.deepEqual(next({ ana: {}, ben: {} }, [note('ana', '2026-12-01', point), note('ben', '2026-11-24', point)]), ['ben due 12-01, point 11-24', 'ana point 12-01']);
});

test('0.24 a teaching point that stuck or was dropped is no reason; one that is practised is', () => {
  const open = (status) => openPoint(contactsOf([note('ana', '2026-11-30', { teaching_point: 'Slow down.', outcomes: { ana: { status } } })]).get('ana'), 'ana')?.day;
  assert.deepEqual(['open', 'practising', 'transferred', 'dropped', undefined].map(open), ['2026-11-30', '2026-11-30', undefined, undefined, '2026-11-30']);
});

test('0.15 without a cadence, only an open teaching point brings a child up', () => {
  assert.deepEqual(next({ ana: { cadence: 0 }, ben: { cadence: 0 } }, [note('ana', '2026-09-01'), note('ben', '2026-09-01', { teaching_point: 'Slow down.' })]), ['ben point 09-01']);
});

test('0.15 where nobody is due, those seen longest ago come first', () => {
  assert.deepEqual(next({ ana: {}, ben: {} }, [note('ana', '2026-12-01'), note('ben', '2026-11-30')]), ['ben last 11-30', 'ana last 12-01']);
});
