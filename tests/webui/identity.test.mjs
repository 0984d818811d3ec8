// Ids, stamps, and how long to wait before asking again.
import assert from 'node:assert/strict';
import test from 'node:test';
import { load } from './load.mjs';

const { makeUuid } = await load('data/uuid.ts');
const { adopt, nextStampMs, ownBookOf } = await load('data/identity.ts');
const { backoffMs } = await load('data/sync.ts');

test('an id is a UUIDv7 of its millisecond', () => {
  const all = (byte) => new Uint8Array(10).fill(byte);
  assert.equal(makeUuid(0x017f22e279b0, all(0xff)), '017f22e2-79b0-7fff-bfff-ffffffffffff');
  assert.equal(makeUuid(0, all(0)), '00000000-0000-7000-8000-000000000000');
});

test('ids of later milliseconds sort later', () => {
  const random = new Uint8Array(10).fill(0xff);
  assert.ok(makeUuid(1000, random) < makeUuid(1001, new Uint8Array(10)));
});

test('no stamp is used twice, also within one millisecond or when the clock steps back a little', () => {
  assert.equal(nextStampMs(1000, 1000), 1001);
  assert.equal(nextStampMs(1000, 990), 1001);
  assert.equal(nextStampMs(1000, 1005), 1005);
});

test('a clock that was set right is believed again', () => {
  assert.equal(nextStampMs(Date.UTC(2100, 0), Date.UTC(2026, 8)), Date.UTC(2026, 8));
});

test('each failure doubles the pause, up to a bound, and chance spreads it', () => {
  assert.deepEqual([1, 2, 3].map((n) => backoffMs(n, 1)), [1000, 2000, 4000]);
  assert.equal(backoffMs(1, 0), 500);
  assert.equal(backoffMs(1000, 1), 15_000);
});

/** A phone's store of which only the row of the device matters. */
function phoneOf(row) {
  const rows = new Map([['self', row]]);
  const tx = { get: async (_, key) => rows.get(key), put: (_, value, key) => rows.set(key ?? value.id, value), delete() {}, ofNotebook: async () => [] };
  return { run: (_, __, work) => work(tx) };
}

test('a private notebook that a restored service does not know is begun there again under its id', async () => {
  const classroom = { id: 'class', role: 'owner' }, own = { id: 'own', role: 'owner', private_of: 'class' };
  const me = (...notebooks) => ({ person: 'p', device: 'd', owner: true, notebooks });
  const before = await adopt(phoneOf({ me: me(classroom, own), name: '' }), me(classroom, own));
  assert.deepEqual([ownBookOf(before, 'class'), before.ownBooks], ['own', {}]);
  const restored = await adopt(phoneOf(before), me(classroom));
  assert.equal(ownBookOf(restored, 'class'), 'own');
  const again = await adopt(phoneOf(restored), me(classroom, own));
  assert.deepEqual([ownBookOf(again, 'class'), again.ownBooks], ['own', {}]);
});
