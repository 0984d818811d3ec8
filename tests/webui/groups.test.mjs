// Who is in a group, since when, and who was.
import assert from 'node:assert/strict';
import test from 'node:test';
import { load } from './load.mjs';

const { endedStays, insideSince, isInside, tappedMember, withReason } = await load('reading/membership.ts');

const [MON, TUE, WED] = ['2026-11-23', '2026-11-24', '2026-11-25'];
const tap = (group, day, key = 'k') => ({ ...group, ...tappedMember(group, 'ana', day, key) });

test('0.16 who joins is there from that day, who leaves stays listed with both days', () => {
  const joined = tap({}, MON);
  assert.deepEqual(joined.members, { ana: { from: MON } });
  assert.ok(isInside(joined, 'ana'));
  const left = tap(joined, TUE);
  assert.deepEqual(left.members, { ana: { from: MON, to: TUE } });
  assert.ok(!isInside(left, 'ana'));
});

test('0.16 who comes back has a new membership, and the ended one is kept beside it', () => {
  const left = { members: { ana: { from: MON, to: TUE, reason: 'Uses it alone' }, ben: { from: MON } } };
  const back = tap(left, WED, 'first');
  assert.deepEqual(back.members, { ana: { from: WED }, ben: { from: MON } });
  assert.deepEqual(back.earlier, { first: { student: 'ana', from: MON, to: TUE, reason: 'Uses it alone' } });
  const again = tap(tap(back, '2026-12-01'), '2026-12-02', 'second');
  assert.deepEqual(Object.keys(again.earlier), ['first', 'second']);
  assert.equal(insideSince(again, 'ana'), '2026-12-02');
});

test('0.16 joined and left, or left and joined, on one day is a slip of the finger', () => {
  assert.deepEqual(tap(tap({}, MON), MON).members, {});
  const slip = tap(tap({ members: { ana: { from: MON } } }, TUE), TUE);
  assert.deepEqual([slip.members, slip.earlier], [{ ana: { from: MON } }, undefined]);
});

test('0.16 a member whose first day nobody wrote down is kept all the same', () => {
  assert.deepEqual(tap(tap({ members: { ana: {} } }, TUE), WED).earlier, { k: { student: 'ana', to: TUE } });
});

test('0.16 why somebody moved is said of that one stay', () => {
  const group = { members: { ana: { from: WED, to: '2026-12-01' } }, earlier: { first: { student: 'ana', from: MON, to: TUE } } };
  const [now, before] = endedStays(group);
  assert.deepEqual(withReason(group, now, 'Moved on').members, { ana: { from: WED, to: '2026-12-01', reason: 'Moved on' } });
  assert.deepEqual(withReason(group, before, 'Away').earlier, { first: { student: 'ana', from: MON, to: TUE, reason: 'Away' } });
  assert.deepEqual(withReason({ members: { ana: { to: TUE, reason: 'x' } } }, { student: 'ana' }, '').members, { ana: { to: TUE } });
});

test('0.16 the history shows every ended stay, the latest first', () => {
  const group = { members: { ana: { from: WED }, ben: { from: MON, to: WED } }, earlier: { first: { student: 'ana', from: MON, to: TUE, reason: 'Done' } } };
  assert.deepEqual(endedStays(group), [{ student: 'ben', from: MON, to: WED, reason: '' }, { key: 'first', student: 'ana', from: MON, to: TUE, reason: 'Done' }]);
});

test('0.16 groups of another shape are read as empty', () => {
  for (const odd of [{}, { members: 7, earlier: null }, { members: { ana: null }, earlier: { a: null, b: { to: 7 } } }, { members: [], earlier: [] }]) {
    assert.deepEqual(endedStays(odd), []);
    assert.equal(isInside(odd, 'ana'), false);
    assert.deepEqual(tappedMember(odd, 'ana', MON, 'k').members.ana, { from: MON });
  }
});
