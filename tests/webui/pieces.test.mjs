// The pieces of the class: where each is, the stages it went through, who has what; and how much is written.
import assert from 'node:assert/strict';
import test from 'node:test';
import { load } from './load.mjs';

const { audit, beginning, byStage, containerOf, currentPiece, piecesOf, stageHistory, standsAt, timelineOf, toContainer, toStage, unitGenre } = await load('reading/pieces.ts');
const { amountOf, seriesOf, volumesOf } = await load('reading/volume.ts');

const TODAY = '2026-11-30';
let made = 0;
const piece = (members, day = '2026-11-02') => ({ id: `p${String(++made).padStart(3, '0')}`, type: 'piece', schema: 1, created: { at: `${day}T12:00:00.000Z` }, students: ['ana'], ...members });
const note = (day, members) => ({ id: `n${String(++made).padStart(3, '0')}`, type: 'observation', schema: 1, created: { at: `${day}T12:00:00.000Z` }, students: ['ana'], ...members });
const shown = (record) => ({ record, place: 'shared' });
const row = (stage, on) => ({ stage, on });
const story = { stage: 'revise', stages: { a: row('plan', '2026-11-02'), b: row('draft', '2026-11-04'), c: row('revise', '2026-11-25') } };

test('0.18 a note says how much was written, for every child in it, oldest first', () => {
  const [later, earlier] = [note('2026-11-20', { volume: 24, volume_unit: 'lines', students: ['ana', 'ben'] }), note('2026-11-10', { volume: 15, volume_unit: 'lines' })];
  const other = note('2026-11-12', { volume: 9, volume_unit: 'lines', students: ['ben'] });
  const year = { from: '2026-09-01', to: TODAY };
  assert.deepEqual(volumesOf([later, other, earlier], 'ana', year), [
    { note: earlier.id, on: '2026-11-10', amount: 15, unit: 'lines' }, { note: later.id, on: '2026-11-20', amount: 24, unit: 'lines' },
  ]);
  assert.equal(volumesOf([note('2026-08-31', { volume: 3, volume_unit: 'pages' })], 'ana', year).length, 0, 'before the first day');
});

test('0.18 words, lines and pages are series of their own, the most used first', () => {
  const all = volumesOf([note('2026-11-01', { volume: 1, volume_unit: 'pages' }), note('2026-11-02', { volume: 9, volume_unit: 'lines' }), note('2026-11-03', { volume: 12, volume_unit: 'lines' })], 'ana', { from: '2026-09-01', to: TODAY });
  assert.deepEqual(seriesOf(all).map(({ unit, volumes }) => [unit, volumes.length]), [['lines', 2], ['pages', 1]]);
});

test('0.18 a volume without its unit, or that is no number, says nothing', () => {
  assert.deepEqual(volumesOf([note('2026-11-01', { volume: 7 }), note('2026-11-01', { volume: '7', volume_unit: 'lines' }), note('2026-11-01', { volume: 7, volume_unit: 'acres' })], 'ana', { from: '2026-09-01', to: TODAY }), []);
});

test('0.18 what is typed is a whole number within what a note holds, in the digits of any keyboard', () => {
  assert.deepEqual(['12', ' 7 ', '١٢٠', '۴', '', 'a lot', '1.5', '-3', '100000', '100001'].map(amountOf), [12, 7, 120, 4, undefined, undefined, undefined, undefined, 100000, undefined]);
});

test('0.19 each piece is in one place; one that nobody has put anywhere is in progress', () => {
  assert.deepEqual(['notebook', 'finished', 'response_journal', 'in_progress', undefined, 'attic'].map((container) => containerOf({ container })), ['notebook', 'finished', 'response_journal', 'in_progress', 'in_progress', 'in_progress']);
  assert.equal(containerOf({ finished: '2026-10-01' }), 'finished');
});

test('0.19 the audit says who has what, and who has nothing in progress', () => {
  const all = [piece({ container: 'in_progress', students: ['ana', 'ben'] }), piece({ container: 'finished', students: ['chloe'] }), piece({ container: 'notebook', students: ['ana'] })];
  const rows = audit(all, ['ana', 'ben', 'chloe', 'diego']);
  assert.deepEqual(rows.map(({ student, counts, hasNothing }) => [student, counts.in_progress, counts.notebook, counts.finished, hasNothing]), [
    ['ana', 1, 1, 0, false], ['ben', 1, 0, 0, false], ['chloe', 0, 0, 1, true], ['diego', 0, 0, 0, true],
  ]);
});

test('0.19 finishing has a day, and a piece that is taken out again has none', () => {
  assert.deepEqual(toContainer(piece({}), 'finished', TODAY), { container: 'finished', finished: TODAY });
  assert.deepEqual(toContainer(piece({ finished: '2026-10-01' }), 'finished', TODAY), { container: 'finished', finished: '2026-10-01' });
  assert.deepEqual(toContainer(piece({ finished: '2026-10-01' }), 'in_progress', TODAY), { container: 'in_progress', finished: undefined });
});

test('0.20 a tap on a stage is a row of the history with its day, and the earlier rows stay', () => {
  const before = piece(story);
  assert.deepEqual(toStage(before, 'edit', TODAY, 'd'), { stage: 'edit', stages: { ...story.stages, d: row('edit', TODAY) } });
  assert.equal(toStage(before, 'revise', TODAY, 'd'), undefined, 'it is there already');
});

test('0.20 every stage has its days, the last one until today or until it was finished', () => {
  const days = (members) => stageHistory(piece({ ...story, ...members }), TODAY).map(({ stage, days: n }) => `${stage} ${n}`);
  assert.deepEqual(days({}), ['plan 2', 'draft 21', 'revise 5']);
  assert.deepEqual(days({ finished: '2026-11-27' }), ['plan 2', 'draft 21', 'revise 2']);
});

test('0.20 how long a piece stands at its stage, counted from when it last came there', () => {
  assert.deepEqual(standsAt(piece(story), TODAY), { stage: 'revise', days: 5 });
  assert.deepEqual(standsAt(piece({ stage: 'draft', stages: { a: row('draft', '2026-11-02'), b: row('revise', '2026-11-10'), c: row('draft', '2026-11-20') } }), TODAY), { stage: 'draft', days: 10 });
  assert.deepEqual(standsAt(piece({ stage: 'draft' }, '2026-11-28'), TODAY), { stage: 'draft', days: 2 }, 'without a history, from its beginning');
  assert.equal(standsAt(piece({}), TODAY), undefined);
});

test('0.20 a clock that was ahead gives no days less than none', () => {
  assert.deepEqual(standsAt(piece({ stage: 'plan', stages: { a: row('plan', '2026-12-24') } }), TODAY), { stage: 'plan', days: 0 });
});

test('0.20 two phones that moved a piece on the same day leave both rows', () => {
  const both = { stages: { '0190b': row('draft', '2026-11-04'), '0190a': row('plan', '2026-11-04') } };
  assert.deepEqual(stageHistory(piece(both), '2026-11-04').map(({ stage }) => stage), ['plan', 'draft']);
});

test('0.20 what happened to a piece is its stages and the notes about it, newest first', () => {
  const one = piece(story);
  const notes = [shown(note('2026-11-25', { piece: one.id })), shown(note('2026-11-05', { piece: one.id })), shown(note('2026-11-26', { piece: 'another' }))];
  assert.deepEqual(timelineOf(one, notes, TODAY).map((what) => ('note' in what ? 'note' : what.stage.stage)), ['note', 'revise', 'note', 'draft', 'plan']);
});

test('0.20 the piece that a child is at is the one in progress that moved last, for both of its authors', () => {
  const [old, now, done] = [
    piece({ stages: { a: row('plan', '2026-11-03') } }), piece({ students: ['ana', 'ben'], stages: { a: row('plan', '2026-11-20') } }),
    piece({ container: 'finished', finished: '2026-11-29' }),
  ];
  const all = piecesOf([old, now, done].map(shown));
  assert.deepEqual([all[0].id, currentPiece(all, 'ana').id, currentPiece(all, 'ben').id, currentPiece(all, 'chloe')], [done.id, now.id, now.id, undefined]);
});

test('0.20 the board counts the children at each stage', () => {
  const all = [piece({ ...story, students: ['ana', 'ben'] }), piece({ stage: 'plan', students: ['chloe'] })];
  assert.deepEqual(byStage(all, ['ana', 'ben', 'chloe', 'diego'], TODAY).filter(({ count }) => count), [{ stage: 'plan', count: 1 }, { stage: 'revise', count: 2 }]);
});

test('0.20 a piece begins at its plan, in progress, in the genre of the unit', () => {
  const all = [piece({ genre: 'poetry' }), piece({ genre: 'opinion' }), piece({ genre: 'opinion' }), ...Array.from({ length: 5 }, () => piece({ genre: 'letter', container: 'finished' }))];
  assert.deepEqual(beginning(['ana'], TODAY, 'a', unitGenre(all)), { students: ['ana'], container: 'in_progress', stage: 'plan', stages: { a: row('plan', TODAY) }, genre: 'opinion' });
  assert.equal(unitGenre([]), undefined);
});

test('a piece of another shape than today’s breaks nothing', () => {
  const odd = piece({ students: 'ana', stage: 7, stages: { a: null, b: { stage: 'soar', on: '2026-11-01' }, c: { stage: 'plan', on: 'soon' }, d: 5 }, finished: 12, container: [] });
  assert.deepEqual(stageHistory(odd, TODAY), []);
  assert.equal(standsAt(odd, TODAY), undefined);
  assert.equal(containerOf(odd), 'in_progress');
  assert.deepEqual(piecesOf([shown(odd)]), [odd]);
  assert.deepEqual(audit([odd], ['ana'])[0].hasNothing, true);
});
