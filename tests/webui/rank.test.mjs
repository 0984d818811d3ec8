// Places in a list, as strings.
import assert from 'node:assert/strict';
import test from 'node:test';
import { load } from './load.mjs';

const { byRank, moved, rankBehind, rankBetween, ranksOf } = await load('reading/rank.ts');

const ONE = '0190a000-0000-7000-8000-000000aaaaaa';
const TWO = '0190a000-0000-7000-8000-000000bbbbb0';
const order = (entries) => byRank(entries).map(([id]) => id).join('');
const list = (ids) => Object.fromEntries([...ids].map((id, at) => [id, { rank: ranksOf(ids.length)[at], text: id }]));

test('a rank between two stands between them, a thousand times over and at any place', () => {
  let state = 4_711;
  const random = (below) => {
    state = (state * 1_103_515_245 + 12_345) % 2_147_483_648;
    return Math.floor((state / 2_147_483_648) * below);
  };
  const ranks = ranksOf(3);
  for (let round = 0; round < 1_000; round++) {
    const at = random(ranks.length + 1);
    const rank = rankBetween(ranks[at - 1], ranks[at], random(2) ? ONE : TWO);
    assert.ok(at === 0 || ranks[at - 1] < rank, `round ${round}: after ${ranks[at - 1]} comes ${rank}`);
    assert.ok(at === ranks.length || rank < ranks[at], `round ${round}: before ${ranks[at]} comes ${rank}`);
    ranks.splice(at, 0, rank);
  }
});

test('always at the front, and always at the end, there is room and the strings stay short', () => {
  for (const front of [true, false]) {
    let rank = ranksOf(1)[0];
    for (let round = 0; round < 100; round++) {
      const next = front ? rankBetween(undefined, rank, ONE) : rankBetween(rank, undefined, ONE);
      assert.ok(front ? next < rank : rank < next);
      rank = next;
    }
    assert.ok(rank.length <= 20, `${rank.length} letters`);
  }
});

test('two phones that put something at the same place give it different ranks', () => {
  assert.notEqual(rankBetween('4', '5', ONE), rankBetween('4', '5', TWO));
});

test('the ranks of a list that is made at once are of one length and in order', () => {
  for (const count of [0, 1, 2, 8, 40, 400]) {
    const ranks = ranksOf(count);
    assert.equal(new Set(ranks).size, count);
    assert.deepEqual([...ranks].sort(), ranks);
    assert.ok(new Set(ranks.map((rank) => rank.length)).size <= 1);
  }
});

test('moving up and down changes the rank of the one that is moved', () => {
  const before = list('abcd');
  const after = moved(before, 'c', -1, ONE);
  assert.equal(order(after), 'acbd');
  assert.deepEqual(Object.keys(before).filter((id) => after[id] !== before[id]), ['c']);
  assert.equal(order(moved(after, 'c', 1, TWO)), 'abcd');
  assert.equal(order(moved(before, 'a', 1, ONE)), 'bacd');
  assert.equal(order(moved(before, 'd', -1, ONE)), 'abdc');
});

test('at its end of the list nothing is moved', () => {
  const before = list('ab');
  assert.equal(moved(before, 'a', -1, ONE), before);
  assert.equal(moved(before, 'b', 1, ONE), before);
  assert.equal(moved(before, 'x', 1, ONE), before);
});

test('where ranks are missing or the same, all get new ones in the order that was shown', () => {
  assert.equal(order(moved({ a: {}, b: {}, c: { rank: '5' } }, 'b', -1, ONE)), 'cba');
  assert.equal(order(moved({ a: { rank: '5' }, b: { rank: '5' } }, 'b', -1, ONE)), 'ba');
});

test('what is added stands behind all others', () => {
  const before = list('abc');
  assert.equal(order({ ...before, z: { rank: rankBehind(before, ONE) } }), 'abcz');
  assert.ok(rankBehind({}, ONE) < rankBehind({ a: { rank: rankBehind({}, ONE) } }, ONE));
});

test('odd entries break nothing', () => {
  assert.equal(order({ a: { rank: 7 }, b: null, c: { rank: '1' } }), 'ca');
});
