// Support levels: dated, sorted by taps, beside the marks, and on no page that a child or a family may see.
import assert from 'node:assert/strict';
import { readdirSync, readFileSync } from 'node:fs';
import test from 'node:test';
import { load } from './load.mjs';

const { lastStretch, levelOf, overlap, supportHistory, toLevel } = await load('reading/support.ts');
const { lastRank, moveNeed } = await load('reading/needs.ts');

const TODAY = '2026-11-30';
const child = (id, ...rows) => ({ id, type: 'student', support: Object.fromEntries(rows.map(([level, on], i) => [`r${i}`, { level, on }])) });
const note = (id, day, members) => ({ id, type: 'conference', created: { at: `${day}T12:00:00.000Z` }, students: ['ana'], ...members });

test('2.6 a level is dated, the latest holds, and the earlier ones stay', () => {
  const ana = child('ana', ['medium', '2026-10-12'], ['most', '2026-09-03']);
  assert.deepEqual(supportHistory(ana).map(({ level }) => level), ['most', 'medium']);
  assert.equal(levelOf(ana).level, 'medium');
  assert.deepEqual(toLevel(ana, 'least', TODAY, 'new').support, { ...ana.support, new: { level: 'least', on: TODAY } });
});

test('2.6 a second tap on the same day puts the first one right; a tap on what stands changes nothing', () => {
  const ana = child('ana', ['most', '2026-09-03'], ['medium', TODAY]);
  assert.deepEqual(toLevel(ana, 'least', TODAY, 'new').support, { r0: ana.support.r0, r1: { level: 'least', on: TODAY } });
  assert.equal(toLevel(ana, 'medium', TODAY, 'new'), undefined);
});

test('2.6 the least group needs stretch: the day of the last next step is known', () => {
  const notes = [note('3', '2026-11-20', { next_step: ' ' }), note('2', '2026-11-10', { next_step: 'Try a flashback.' }), note('1', '2026-10-01', { next_step: 'Add a scene.' }), note('4', '2026-11-25', { next_step: 'Hers.', students: ['ben'] })];
  assert.equal(lastStretch(notes, 'ana'), '2026-11-10');
  assert.equal(lastStretch(notes, 'chloe'), undefined);
});

test('2.6 support and the latest mark on a skill are two views of the same children', () => {
  const children = [child('ana', ['most', '2026-09-03']), child('ben', ['least', '2026-09-03']), child('chloe', ['most', '2026-09-03']), child('diego')];
  const notes = [
    note('3', '2026-11-20', { skill: 'leads', mark: 'secure', students: ['ana', 'ben'] }), note('2', '2026-11-10', { skill: 'leads', mark: 'not_yet' }),
    note('1', '2026-11-01', { skill: 'other', mark: 'not_yet', students: ['chloe'] }),
  ];
  assert.deepEqual(overlap(children, notes, 'leads').map(({ level, cells }) => [level, cells.map(({ mark, students }) => [mark, students.join()])]), [
    ['most', [['secure', 'ana'], [undefined, 'chloe']]], ['least', [['secure', 'ben']]], [undefined, [[undefined, 'diego']]],
  ]);
});

test('2.6 a level of another shape than today’s is none', () => {
  assert.equal(levelOf({ support: { a: { level: 'gifted', on: TODAY }, b: null, c: 4 } }), undefined);
  assert.equal(levelOf({ support: 'most' }), undefined);
});

test('2.6 one screen alone knows of support levels: Today, the page of a child, lists, labels and reports do not', () => {
  const source = new URL('../../webui/src/', import.meta.url);
  const files = readdirSync(source, { recursive: true }).map((path) => String(path)).filter((path) => /\.tsx?$/.test(path) && !/^(strings|generated)\//.test(path));
  const reads = files.filter((path) => /['"./]reading\/support['"]|\bsupport['"]\]|\.support\b(?!\.)/.test(readFileSync(new URL(path, source), 'utf8').replace(/\bt\.support\b|\bto\.support\b/g, '')));
  assert.deepEqual(reads.sort(), ['reading/support.ts', 'screens/support.tsx']);
});

test('2.6 the table that leaves the app for a spreadsheet has no support levels', () => {
  const source = readFileSync(new URL('../../service/command/export_csv.c', import.meta.url), 'utf8');
  assert.doesNotMatch(source, /support/);
});

const device = '0190a000-0000-7000-8000-000000aaaaaa';
const ordered = (list, changes) => {
  const ranks = new Map(changes.map(({ id, rank }) => [id, rank]));
  return list.map((skill) => ({ ...skill, rank: ranks.get(skill.id) ?? skill.rank })).sort((a, b) => (a.rank < b.rank ? -1 : 1)).map(({ id }) => id).join('');
};

test('2.7 a skill moves up or down in the order that is shown, and its own rank alone changes', () => {
  const list = [...'abcd'].map((id, i) => ({ id, rank: String(i + 1) }));
  const up = moveNeed(list, 'c', -1, device);
  assert.deepEqual(up.map(({ id }) => id), ['c']);
  assert.equal(ordered(list, up), 'acbd');
  assert.equal(ordered(list, moveNeed(list, 'c', 1, device)), 'abdc');
  assert.deepEqual([moveNeed(list, 'a', -1, device), moveNeed(list, 'd', 1, device), moveNeed(list, 'x', 1, device)], [[], [], []]);
});

test('2.7 a list that stood by name keeps the order that was shown', () => {
  const list = [...'abcd'].map((id) => ({ id }));
  assert.equal(ordered(list, moveNeed(list, 'd', -1, device)), 'abdc');
});

test('2.7 two phones that order the same list for the first time disagree about what they moved alone', () => {
  const list = [...'abcd'].map((id) => ({ id }));
  const ranks = (id, by, phone) => Object.fromEntries(moveNeed(list, id, by, phone).map((one) => [one.id, one.rank]));
  const [mine, theirs] = [ranks('d', -1, device), ranks('a', 1, '0190a000-0000-7000-8000-000000bbbbb0')];
  assert.deepEqual([mine.b, mine.c], [theirs.b, theirs.c]);
  assert.notEqual(mine.d, theirs.d);
});

test('2.7 what has no rank yet gets one behind the others, whose ranks stay', () => {
  const list = [{ id: 'a', rank: '1' }, { id: 'b', rank: '2' }, { id: 'c' }, { id: 'd' }];
  const changes = moveNeed(list, 'd', -1, device);
  assert.deepEqual(changes.map(({ id }) => id).sort(), ['c', 'd']);
  assert.equal(ordered(list, changes), 'abdc');
  assert.ok(lastRank(list, device) > '2');
  assert.equal(lastRank([{ id: 'a' }], device), undefined);
});
