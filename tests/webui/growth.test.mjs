// What changed about one student, as acts of people; and the days that a teacher asks about.
import assert from 'node:assert/strict';
import test from 'node:test';
import { load } from './load.mjs';

const { actsOf } = await load('data/growth.ts');
const { isWithin, momentOf, presets } = await load('parts/days.ts');
const { movedMarks } = await load('parts/growth.ts');

const ANA = 'ana';
const MINUTE_MS = 60_000;
const NOON = Date.parse('2026-10-12T12:00:00Z');
const note = (members) => ({ id: 'n', type: 'observation', schema: 1, students: [ANA], ...members });
const step = (minute, before, after, by = 'rivera') => ({
  id: after.id, version: `${minute}`, by, device: 'd', at: new Date(NOON + minute * MINUTE_MS).toISOString(), after, ...(before ? { before } : {}),
});
const kinds = (steps) => actsOf(steps, ANA).map(({ kind }) => kind);

test('a first version is begun, a mark of deletion deleted, its going brought back', () => {
  const [first, gone] = [note({ words: 'a' }), note({ words: 'a', deleted: { at: 'x', by: 'y' } })];
  assert.deepEqual(kinds([step(0, undefined, first), step(60, first, gone), step(120, gone, first)]), ['begun', 'deleted', 'restored']);
});

test('what was deleted before the first day and never seen is a deletion, not a beginning', () => {
  assert.deepEqual(kinds([step(0, undefined, note({ deleted: { at: 'x', by: 'y' } }))]), ['deleted']);
});

test('words saved while they are typed are one act, from what was there before to what stands at its end', () => {
  const [a, b, c] = ['a', 'ab', 'abc'].map((words) => note({ words }));
  const [act, ...others] = actsOf([step(0, a, b), step(10, b, c)], ANA);
  assert.deepEqual(others, []);
  assert.deepEqual(act.changes, [{ path: '/words', before: 'a', after: 'abc' }]);
  assert.equal(act.at, new Date(NOON).toISOString());
});

test('an act goes on for as long as there is no pause, however long that is', () => {
  const texts = Array.from({ length: 6 }, (_, i) => note({ words: `${i}` }));
  const steps = texts.slice(1).map((after, i) => step(i * 20, texts[i], after));
  assert.deepEqual(kinds(steps), ['changed']);
});

test('a pause, or somebody else between, begins another act', () => {
  const [a, b, c] = ['a', 'b', 'c'].map((words) => note({ words }));
  assert.equal(kinds([step(0, a, b), step(30, b, c)]).length, 2);
  assert.equal(kinds([step(0, a, b), step(1, b, c, 'chen')]).length, 2);
  assert.deepEqual(actsOf([step(0, a, b), step(1, b, c, 'chen'), step(2, c, a)], ANA).map(({ by }) => by), ['rivera', 'chen', 'rivera']);
});

test('another note between does not part an act', () => {
  const [a, b, c] = ['a', 'b', 'c'].map((words) => note({ words }));
  const other = { ...note({ words: 'x' }), id: 'm' };
  assert.deepEqual(kinds([step(0, a, b), step(1, undefined, other), step(2, b, c)]), ['changed', 'begun']);
});

test('what lies under another child is not about this one', () => {
  const before = note({ outcomes: { ben: { mark: 'secure' } } });
  assert.deepEqual(kinds([step(0, before, note({ outcomes: { ben: { mark: 'emerging' } } }))]), []);
  const own = actsOf([step(0, before, note({ outcomes: { ben: { mark: 'secure' }, [ANA]: { mark: 'emerging' } } }))], ANA);
  assert.deepEqual(own.map(({ changes }) => changes), [[{ path: `/outcomes/${ANA}`, after: { mark: 'emerging' } }]]);
});

test('of a group that begins, only this child\'s place in it is named', () => {
  const group = { id: 'g', type: 'group', schema: 1, name: 'Leads', members: { [ANA]: { from: '2026-10-12' }, ben: { from: '2026-10-12' } } };
  const [act] = actsOf([step(0, undefined, group)], ANA);
  assert.deepEqual(act.changes.map(({ path }) => path), [`/members/${ANA}`, '/name']);
});

test('this term and this school year begin on the first of September, or the term on the first of January', () => {
  const from = (now) => Object.fromEntries(presets(now).map(({ name, days }) => [name, days.from]));
  assert.deepEqual(from(new Date(2026, 10, 22)), { weeks: '2026-10-25', term: '2026-09-01' });
  assert.deepEqual(from(new Date(2027, 2, 10)), { weeks: '2027-02-10', term: '2027-01-01', year: '2026-09-01' });
  assert.deepEqual(from(new Date(2026, 8, 1)), { weeks: '2026-08-04', term: '2026-09-01' });
  assert.deepEqual(from(new Date(2026, 7, 31)), { weeks: '2026-08-03', term: '2026-01-01', year: '2025-09-01' });
});

test('a day reaches from its first second to its last, by this calendar', () => {
  assert.equal(new Date(momentOf('2026-10-12', '23:59:59')).getDate(), 12);
  assert.match(momentOf('2026-10-12', '00:00:00'), /^2026-10-1[12]T\d\d:\d\d:\d\dZ$/);
  const days = { from: '2026-10-12', to: '2026-10-13' };
  const at = (day, hour) => new Date(2026, 9, day, hour).toISOString();
  assert.deepEqual([at(11, 23), at(12, 0), at(13, 23), at(14, 0)].map((moment) => isWithin(moment, days)), [false, true, true, false]);
});

test('a skill shows its first mark of these days and its last', () => {
  const shown = (id, day, members) => ({ place: 'shared', record: { ...note(members), id, created: { at: new Date(2026, 9, day, 12).toISOString() } } });
  const notes = [
    shown('4', 20, { skill: 'leads', mark: 'secure' }), shown('3', 15, { skill: 'plans', outcomes: { [ANA]: { mark: 'emerging' } } }),
    shown('2', 13, { skill: 'leads', mark: 'emerging' }), shown('1', 12, { skill: 'leads', mark: 'not_yet' }), shown('0', 1, { skill: 'leads', mark: 'secure' }),
  ];
  const moved = movedMarks(notes, ANA, { from: '2026-10-10', to: '2026-10-31' });
  assert.deepEqual(moved.map(({ skill, first, last }) => [skill, first.note, last.note]), [['leads', '1', '4'], ['plans', '3', '3']]);
});
