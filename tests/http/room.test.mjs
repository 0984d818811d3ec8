// Too much, and too little room: who is told to wait, and what goes on meanwhile.
import assert from 'node:assert/strict';
import test from 'node:test';
import { colleague, get, newId, ownerWithClassroom, post, serviceFor, startService } from './service.mjs';

const ask = { protocol: 1, epoch: null, cursor: null, seq: 0, changes: [] };

function skill(owner, id = newId()) {
  const stamp = { at: '2026-11-02T09:00:00.000Z', by: owner.person, device: owner.device };
  return { id, base: null, record: { id, type: 'skill', schema: 1, created: stamp, edited: stamp, name: 'Endings' } };
}

test('a device that runs wild is told to wait, and for how long; others are served', async (t) => {
  const service = await serviceFor(t, ['--device-limit', '20']);
  const { owner, notebook } = await ownerWithClassroom(service);
  const other = await colleague(service, owner, notebook);
  let answer;
  for (let i = 0; i <= 20; i++) answer = await get(service.origin, '/api/v1/me', owner.token);
  assert.equal(answer.status, 429);
  assert.equal(answer.json.error.code, 'too_many_requests');
  assert.ok(Number(answer.headers.get('retry-after')) >= 1);
  assert.equal((await get(service.origin, '/api/v1/me', other.token)).status, 200);
});

test('an address from which tokens are guessed is told to wait; a device there is served', async (t) => {
  const service = await serviceFor(t);
  const { owner } = await ownerWithClassroom(service);
  const statuses = [];
  for (let i = 0; i <= 300; i++) statuses.push((await get(service.origin, '/api/v1/me', 'ab'.repeat(32))).status);
  assert.deepEqual([...new Set(statuses)], [401, 429]);
  assert.equal(statuses.indexOf(429), 300);
  assert.equal((await get(service.origin, '/api/v1/me', owner.token)).status, 200);
});

test('on a disk that is nearly full nothing new is taken in, and what others wrote still comes', async (t) => {
  const service = await serviceFor(t);
  const { owner, notebook } = await ownerWithClassroom(service);
  const where = `/api/v1/notebooks/${notebook}/sync`;
  const sent = skill(owner);
  const stored = await post(service.origin, where, { ...ask, seq: 1, changes: [sent] }, owner.token);
  assert.deepEqual(stored.json.stored.map((row) => row.id), [sent.id]);
  await service.stop();

  const full = await startService({ dataDir: service.dataDir, args: ['--keep-free', String(1024 ** 3)] });
  t.after(() => full.stop());
  const ready = await get(full.origin, '/readyz');
  assert.equal(ready.status, 503);
  assert.equal(ready.json.error.code, 'disk_nearly_full');
  const again = await post(full.origin, where, { ...ask, seq: 1, changes: [sent] }, owner.token);
  assert.equal(again.json.not_taken, undefined, 'it is here already: that much can be said without a disk');
  assert.deepEqual(again.json.stored.map((row) => row.id), [sent.id]);
  const refused = await post(full.origin, where, { ...ask, seq: 2, changes: [skill(owner)] }, owner.token);
  assert.equal(refused.json.not_taken.code, 'disk_nearly_full');
  assert.equal(refused.json.received, 1);
  assert.deepEqual(refused.json.stored, []);
  assert.ok(refused.json.records.some((row) => row.id === sent.id));
  await full.stop();

  const roomy = await startService({ dataDir: service.dataDir });
  t.after(() => roomy.stop());
  assert.equal((await get(roomy.origin, '/readyz')).status, 200);
  const taken = await post(roomy.origin, where, { ...ask, seq: 2, changes: [skill(owner)] }, owner.token);
  assert.equal(taken.json.received, 2);
});
