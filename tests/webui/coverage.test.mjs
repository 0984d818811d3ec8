// Who was seen, and for whom the time has come.
import assert from 'node:assert/strict';
import test from 'node:test';
import { load } from './load.mjs';

const { calendarOf, dayPlus } = await load('reading/calendar.ts');
const { adultsOf, asking, cadenceOf, categoryOf, contactNotes, contactsOf, coverageOf, isWaiting, lastBy, lastOn, nobodyOn } = await load('reading/coverage.ts');
const { shareEdit, sharesOf, waitingToShare } = await load('reading/shares.ts');

let made = 0;
const note = (day, members = {}, type = 'observation', by = 'rivera') => ({ id: `n${String(++made).padStart(3, '0')}`, type, created: { at: `${day}T12:00:00.000Z`, by }, students: ['ana'], ...members });
const of = (...notes) => contactsOf(notes).get('ana') ?? [];

const CLASSROOM = { cadence: 5, holidays: { thanksgiving: { from: '2026-11-25', to: '2026-11-27' } } };
const at = (today, { student = {}, classroom = CLASSROOM, notes = [note('2026-11-20')] } = {}) => coverageOf(student, of(...notes), classroom, calendarOf(classroom), today);

test('0.15 last seen on Friday 20 November with a cadence of 5, a child is not due on the 30th, due on 2 December and overdue after the 9th', () => {
  const states = [];
  for (let day = '2026-11-20'; day <= '2026-12-11'; day = dayPlus(day, 1)) states.push(`${day.slice(5)} ${at(day).state}`);
  assert.ok(states.includes('11-30 calm'));
  assert.ok(states.includes('12-01 soon'));
  assert.equal(states.find((one) => one.endsWith(' due')), '12-02 due');
  assert.ok(states.includes('12-09 due'));
  assert.equal(states.find((one) => one.endsWith(' overdue')), '12-10 overdue');
  assert.equal(at('2026-11-30').due, '2026-12-02');
});

test('0.15 overdue begins the day after, also where that is no writing day', () => {
  const classroom = { ...CLASSROOM, days_off: ['2026-12-10'] };
  assert.deepEqual(['2026-12-09', '2026-12-10'].map((day) => at(day, { classroom }).state), ['due', 'overdue']);
});

test('0.15 a weekend makes nobody due', () => {
  assert.deepEqual(['2026-12-04', '2026-12-05', '2026-12-06'].map((day) => at(day, { notes: [note('2026-11-30')] }).state), ['soon', 'soon', 'soon']);
});

test('0.15 days on which the child was absent do not count, others do', () => {
  assert.equal(at('2026-12-02', { student: { absences: ['2026-11-30'] } }).state, 'soon');
  assert.equal(at('2026-12-02', { student: { absences: ['2026-11-30'] } }).due, '2026-12-03');
  assert.equal(at('2026-12-02', { student: { absences: ['2026-11-26', '2026-11-28', '2026-11-20'] } }).state, 'due', 'holidays, weekends and the day of the contact do not count anyway');
  const away = at('2026-12-02', { student: { absences: ['2026-12-02'] } });
  assert.deepEqual([away.state, away.away], ['soon', true]);
});

test("0.15 the child's own cadence goes before the class's, and without both it is once in five writing days", () => {
  assert.deepEqual([cadenceOf({ cadence: 10 }, { cadence: 3 }), cadenceOf({}, { cadence: 3 }), cadenceOf({}, {}), cadenceOf({ cadence: 'daily' }, undefined)], [10, 3, 5, 5]);
  assert.equal(at('2026-12-02', { student: { cadence: 10 } }).state, 'calm');
  assert.equal(at('2026-11-23', { student: { cadence: 1 } }).state, 'due');
});

test('0.15 daily: seen today is calm, on the next writing day due again', () => {
  const daily = { student: { cadence: 1 } };
  assert.deepEqual(['2026-11-20', '2026-11-21', '2026-11-23'].map((day) => at(day, daily).state), ['calm', 'soon', 'due']);
});

test('0.15 a cadence of 0 is none: nobody is ever due, seen or not', () => {
  assert.equal(at('2027-06-01', { student: { cadence: 0 } }).state, 'none');
  assert.equal(at('2027-06-01', { classroom: { cadence: 0 }, notes: [] }).state, 'none');
});

test('0.15 never seen is a state of its own, and waits as due and overdue do', () => {
  assert.equal(at('2026-12-02', { notes: [] }).state, 'never');
  assert.deepEqual(['2026-11-30', '2026-12-02', '2026-12-10'].map((day) => isWaiting(at(day))), [false, true, true]);
});

test('0.15 a calendar that ends makes nobody due', () => {
  const found = at('2026-12-10', { classroom: { terms: { a: { from: '2026-09-01', to: '2026-11-20' } } } });
  assert.deepEqual([found.state, found.due], ['calm', undefined]);
});

test('1.14 an observation, a conference and a group session are contacts of every child they name; a peer conference is none', () => {
  const all = ['observation', 'conference', 'session', 'peer_conference', 'assessment'].map((type) => note('2026-11-20', { students: ['ana', 'ben', 'ana'] }, type));
  const contacts = contactsOf(contactNotes(all.map((record) => ({ record }))));
  assert.deepEqual(['ana', 'ben', 'chen'].map((id) => contacts.get(id)?.length), [3, 3, undefined]);
});

test('1.14 contacts of the week are those since Monday', () => {
  const notes = ['2026-11-22', '2026-11-23', '2026-11-24', '2026-11-24'].map((day) => note(day));
  assert.equal(at('2026-11-24', { notes }).week, 3);
});

test('1.14 a year of 150 students is read without counting every day anew', () => {
  const calendar = calendarOf(CLASSROOM);
  const notes = Array.from({ length: 3000 }, (_, i) => note(dayPlus('2026-09-01', i % 250), { students: [`s${i % 150}`] }));
  const contacts = contactsOf(notes);
  const states = Array.from({ length: 150 }, (_, i) => coverageOf({}, contacts.get(`s${i}`), CLASSROOM, calendar, '2027-06-10').state);
  assert.equal(states.length, 150);
});

const RECORDS = { focus: { category: 'focus' }, ideas: { category: 'ideas' }, odd: { category: 7 } };
const find = (id) => RECORDS[id];

test('1.14 by goal: the category is that of the progression, else of the skill', () => {
  assert.equal(categoryOf(note('2026-11-20', { progression: 'focus', skill: 'ideas' }), find), 'focus');
  assert.equal(categoryOf(note('2026-11-20', { skill: 'ideas' }), find), 'ideas');
  assert.equal(categoryOf(note('2026-11-20', { skill: 'odd', progression: 4 }), find), undefined);
});

test('1.14 three adults saw this child, nobody on focus', () => {
  const contacts = of(note('2026-11-18', { skill: 'ideas' }), note('2026-11-19', {}, 'conference', 'chen'), note('2026-11-20', { skill: 'ideas' }, 'session', 'silva'), note('2026-11-17', {}, 'observation', 'chen'));
  assert.deepEqual(adultsOf(contacts), ['silva', 'chen', 'rivera']);
  assert.equal(lastOn(contacts, 'focus', find), undefined);
  assert.equal(lastOn(contacts, 'ideas', find), '2026-11-20');
  assert.deepEqual(nobodyOn(contacts, ['ideas', 'focus', 'focus'], find), ['focus']);
  assert.deepEqual(nobodyOn([], ['focus'], find), [], 'of who was never seen that is not the news');
  assert.deepEqual(['chen', 'lee'].map((adult) => lastBy(contacts, adult)), ['2026-11-19', undefined]);
});

test('1.10 only seen when asked: every contact was the wish of the child', () => {
  const asked = { asked_by: 'student' };
  assert.equal(asking(of(note('2026-11-18', asked), note('2026-11-19', asked))), 'only');
  assert.equal(asking(of(note('2026-11-18', asked), note('2026-11-19'))), undefined);
});

test('1.10 never asked: there were contacts, none of them at the wish of the child', () => {
  assert.equal(asking(of(note('2026-11-18', { asked_by: 'teacher' }), note('2026-11-19'))), 'never');
  assert.equal(asking([]), undefined);
});

const share = (id, on, ...students) => ({ id, type: 'share', on, students });

test('1.16 two records of one day are one day of sharing', () => {
  const shares = sharesOf([share('a', '2026-11-20', 'ana', 'ben'), share('b', '2026-11-20', 'ana'), share('c', '2026-11-23', 'ana')]);
  assert.deepEqual(Object.fromEntries(shares), { ana: ['2026-11-23', '2026-11-20'], ben: ['2026-11-20'] });
});

test('1.16 it is the turn of those who have shared least often', () => {
  const waiting = (...shares) => [...waitingToShare(['ana', 'ben', 'chen'], sharesOf(shares))].join(' ');
  assert.equal(waiting(), 'ana ben chen');
  assert.equal(waiting(share('a', '2026-11-20', 'ana', 'ben')), 'chen');
  assert.equal(waiting(share('a', '2026-11-20', 'ana', 'ben', 'chen')), 'ana ben chen');
});

test("1.16 a tap goes into the record of today, and makes one only where there is none", () => {
  assert.deepEqual(shareEdit([share('a', '2026-11-19', 'ben')], '2026-11-20', 'ana'), { create: { on: '2026-11-20', students: ['ana'] } });
  assert.deepEqual(shareEdit([share('b', '2026-11-20', 'chen'), share('a', '2026-11-20', 'ben')], '2026-11-20', 'ana'), { edits: [{ id: 'a', students: ['ben', 'ana'] }] });
});

test('1.16 a second tap takes it back, from every record of the day', () => {
  assert.deepEqual(shareEdit([share('b', '2026-11-20', 'ana', 'chen'), share('a', '2026-11-20', 'ana')], '2026-11-20', 'ana'), { edits: [{ id: 'a', students: [] }, { id: 'b', students: ['chen'] }] });
});

test('1.14 records of another shape are read as empty', () => {
  const odd = [{ id: 'x', type: 'observation', students: 7, created: { at: '2026-11-20T12:00:00Z' } }, { id: 'y', type: 'session', students: ['ana'], created: { at: 'noon' } }, { id: 'z', type: 'session', students: ['ana'] }];
  assert.equal(contactsOf(contactNotes(odd.map((record) => ({ record })))).size, 0);
  assert.equal(coverageOf({ cadence: 'x', absences: 'y' }, of(note('2026-11-20')), { cadence: {} }, calendarOf({}), '2026-11-23').state, 'calm');
  assert.equal(sharesOf([{ id: 'a', students: 'all' }, { id: 'b', on: 3, students: ['ana'] }]).size, 0);
});
