// Samples of the same task: the baseline of the year, and before and after a unit.
import assert from 'node:assert/strict';
import test from 'node:test';
import { load } from './load.mjs';

const { assessmentsOf, resultOf, startAndEnd, startOf, withoutBaseline, withResult } = await load('reading/assessments.ts');

let made = 0;
const sample = (on, members) => ({
  id: `a${String(++made).padStart(3, '0')}`, type: 'assessment', schema: 1, kind: 'on_demand', on, created: { at: '2026-09-01T12:00:00.000Z' }, outcomes: { ana: { mark: 'emerging' } }, ...members,
});
const read = (...all) => assessmentsOf(all.map((record) => ({ record, place: 'shared' })));
const pairs = (...all) => startAndEnd(read(...all), 'ana').map(({ start, end }) => [start?.assessment.on, end?.assessment.on]);

test('2.4 what a child shows is written under the child, who has taken part', () => {
  const first = withResult({ outcomes: { ben: { mark: 'secure' } }, students: ['ben'] }, 'ana', { score: 62 });
  assert.deepEqual(first, { outcomes: { ben: { mark: 'secure' }, ana: { score: 62 } }, students: ['ben', 'ana'] });
  assert.deepEqual(withResult(first, 'ana', { mark: 'emerging' }).outcomes.ana, { score: 62, mark: 'emerging' });
  assert.deepEqual(withResult(first, 'ana', { score: undefined }), { outcomes: { ben: { mark: 'secure' } }, students: ['ben', 'ana'] });
});

test('2.4 the end of a unit stands beside its start, of the same genre', () => {
  const all = [sample('2026-09-10', { phase: 'before', genre: 'narrative' }), sample('2026-10-10', { phase: 'before', genre: 'opinion' }), sample('2026-10-30', { phase: 'after', genre: 'narrative' })];
  assert.deepEqual(pairs(...all), [['2026-09-10', '2026-10-30'], ['2026-10-10', undefined]]);
  assert.equal(startOf(all[2], read(...all), 'ana').assessment.on, '2026-09-10');
});

test('2.4 without a start of its genre, an end is set beside the baseline', () => {
  assert.deepEqual(pairs(sample('2026-09-03', { kind: 'baseline' }), sample('2026-10-30', { phase: 'after', genre: 'poetry' })), [['2026-09-03', '2026-10-30']]);
});

test('2.4 what came after is no start, and a sample that the child did not write is none', () => {
  assert.deepEqual(pairs(sample('2026-11-10', { phase: 'before' }), sample('2026-10-30', { phase: 'after' })), [['2026-11-10', undefined], [undefined, '2026-10-30']]);
  assert.deepEqual(pairs(sample('2026-09-10', { phase: 'before', outcomes: { ben: {} } }), sample('2026-10-30', { phase: 'after' })), [[undefined, '2026-10-30']]);
});

test('2.4 the latest samples stand first', () => {
  assert.deepEqual(read(sample('2026-09-01'), sample('2026-10-01'), sample('2026-08-01')).map(({ on }) => on), ['2026-10-01', '2026-09-01', '2026-08-01']);
});

test('2.8 who has no baseline in this school year is named', () => {
  const all = read(sample('2026-09-03', { kind: 'baseline', students: ['ben'] }), sample('2025-09-03', { kind: 'baseline', outcomes: { chloe: { mark: 'secure' } } }), sample('2026-10-01', { outcomes: { diego: { mark: 'secure' } } }));
  assert.deepEqual(withoutBaseline(all, ['ana', 'ben', 'chloe', 'diego'], '2026-09-01'), ['chloe', 'diego']);
});

test('a sample of another shape than today’s breaks nothing', () => {
  const odd = sample(7, { outcomes: { ana: { mark: 'soaring', score: 'high', words: 3 } }, students: 'all', phase: 1 });
  const { mark, score, words } = resultOf(odd, 'ana');
  assert.deepEqual([mark, score, words], [undefined, undefined, '']);
  assert.equal(resultOf(odd, 'ben'), undefined);
  assert.equal(startAndEnd(read(odd), 'ana').length, 1);
});
