// The lesson of a day, the lens that it gives to new notes, and what was noticed of each child during it.
import assert from 'node:assert/strict';
import test from 'node:test';
import { load } from './load.mjs';

const { byLens, inherited, lensOf, lensOfDay, LENSES, lessonsOf, routinesOf, withLens } = await load('reading/lesson.ts');

const TODAY = '2026-11-30';
const lesson = (id, members, at = `${members.on}T09:00:00.000Z`) => ({ record: { id, type: 'lesson', created: { at }, ...members } });

test("0.14 the latest lesson of the day is the lens that new notes begin with", () => {
  const lessons = [
    lesson('a', { on: TODAY, title: 'Leads', skill: 'lead', genre: 'narrative' }, `${TODAY}T08:00:00.000Z`),
    lesson('b', { on: TODAY, title: 'Narrowing', skill: 'focus' }, `${TODAY}T09:00:00.000Z`),
    lesson('c', { on: '2026-11-27', title: 'Dialogue', skill: 'talk' }),
  ];
  assert.deepEqual(lensOfDay(lessons, TODAY), { lesson: 'b', title: 'Narrowing', skill: 'focus' });
  assert.deepEqual(inherited(lensOfDay(lessons, TODAY)), { lesson: 'b', skill: 'focus' });
  assert.deepEqual(inherited(lensOfDay(lessons.slice(0, 1), TODAY)), { lesson: 'a', skill: 'lead', genre: 'narrative' });
});

test('0.14 another day has no lens, and a note takes over nothing', () => {
  assert.equal(lensOfDay([lesson('c', { on: '2026-11-27', skill: 'talk' })], TODAY), undefined);
  assert.deepEqual(inherited(undefined), {});
});

test('0.14 a lesson written down later for an earlier day is no lens of today', () => {
  assert.equal(lensOfDay([lesson('c', { on: '2026-11-27' }, `${TODAY}T10:00:00.000Z`)], TODAY), undefined);
});

test('0.14 a routine that was taught does not take the place of the lens', () => {
  const lessons = [lesson('a', { on: TODAY, skill: 'lead' }, `${TODAY}T08:00:00.000Z`), lesson('b', { on: TODAY, routine: 'TAG' })];
  assert.equal(lensOfDay(lessons, TODAY).lesson, 'a');
  assert.equal(lensOfDay(lessons.slice(1), TODAY), undefined);
});

test('0.10 a child gets one of the four codes, and the same tap again takes it back', () => {
  const before = { outcomes: { ben: { lens: 'holds_back' } } };
  assert.deepEqual(withLens(before, 'ana', 'needs_daily'), { ben: { lens: 'holds_back' }, ana: { lens: 'needs_daily' } });
  assert.deepEqual(withLens(before, 'ben', 'shares_readily'), { ben: { lens: 'shares_readily' } });
  assert.equal(withLens(before, 'ben', 'holds_back'), undefined);
});

test('0.10 what a newer version knows of the child stays', () => {
  assert.deepEqual(withLens({ outcomes: { ben: { lens: 'holds_back', fit: 'easy' } } }, 'ben', 'holds_back'), { ben: { fit: 'easy' } });
});

test('0.10 the children stand by code, in the order of the codes', () => {
  const found = byLens({ outcomes: { ana: { lens: 'not_transferring' }, ben: { lens: 'shares_readily' }, caro: { lens: 'not_transferring' }, dan: {} } });
  assert.deepEqual(found.map(({ lens }) => lens), [...LENSES]);
  assert.deepEqual(found.map(({ students }) => students), [['ben'], [], [], ['ana', 'caro']]);
});

test('0.10 lessons of another shape are read as empty', () => {
  for (const odd of [{}, { outcomes: 7 }, { outcomes: null }, { outcomes: { ana: null } }, { outcomes: { ana: { lens: 'asleep' } } }]) {
    assert.equal(lensOf(odd, 'ana'), undefined);
    assert.equal(byLens(odd).flatMap(({ students }) => students).length, 0);
    assert.equal(withLens(odd, 'ana', 'holds_back').ana.lens, 'holds_back');
  }
  assert.deepEqual(lessonsOf([{ record: { id: 'x' } }]).map(({ id }) => id), ['x']);
});

test('0.28 the routines that were taught, each with its days, latest first', () => {
  const lessons = [lesson('a', { on: '2026-09-10', routine: 'TAG' }), lesson('b', { on: '2026-10-01', routine: 'Read aloud' }), lesson('c', { on: '2026-10-05', routine: 'TAG ' }), lesson('d', { on: TODAY })];
  assert.deepEqual(routinesOf(lessons), [{ routine: 'TAG', days: ['2026-10-05', '2026-09-10'] }, { routine: 'Read aloud', days: ['2026-10-01'] }]);
});
