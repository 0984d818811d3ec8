// Who talked with whom among the children.
import assert from 'node:assert/strict';
import test from 'node:test';
import { load } from './load.mjs';

const { pairsOf, partnersOf, talksOf } = await load('reading/peers.ts');

const talk = (id, day, students) => ({ record: { id, type: 'peer_conference', created: { at: `${day}T10:00:00.000Z` }, students } });
const talks = [talk('a', '2026-11-02', ['ben', 'ana']), talk('b', '2026-11-09', ['ana', 'ben', 'caro']), talk('c', '2026-11-16', ['caro'])];

test('0.28 each two who talked are a pair with how often and when last, three together are three pairs', () => {
  assert.deepEqual(pairsOf(talks).map(({ students, times, last }) => `${students.join('+')} ${times} ${last.slice(0, 10)}`), ['ana+ben 2 2026-11-09', 'ana+caro 1 2026-11-09', 'ben+caro 1 2026-11-09']);
});

test('0.28 with whom one child talked, and how often', () => {
  assert.deepEqual([...partnersOf(pairsOf(talks), 'ana')], [['ben', 2], ['caro', 1]]);
  assert.deepEqual([...partnersOf(pairsOf(talks), 'dan')], []);
});

test('0.28 talks of another shape make no pair, and the latest stands first', () => {
  assert.deepEqual(pairsOf([{ record: { id: 'x', students: 'ana' } }, { record: { id: 'y' } }, talk('z', '2026-11-01', ['ana', 'ana'])]), []);
  assert.deepEqual(talksOf(talks).map(({ id }) => id), ['c', 'b', 'a']);
});
