// Live: phones that wait for news. All hear of it, there is room for so many, and who vanished keeps no place.
import assert from 'node:assert/strict';
import test from 'node:test';
import { colleague, connect, newId, ownerWithClassroom, post, serviceFor, untilCounted } from './service.mjs';

const MANY = 40;
const PLACES = 153; // BT_SERVER_WAITING_MAX
const WAITING = 'backtable_connections_waiting';
const PLACE = { protocol: 1, epoch: null, cursor: null, seq: 0, changes: [] };

/** A classroom and `count` phones of colleagues, all of which know what is there so far. */
async function classroomOf(t, count) {
  const service = await serviceFor(t);
  const { owner, notebook } = await ownerWithClassroom(service);
  const where = `/api/v1/notebooks/${notebook}/sync`;
  const { json } = await post(service.origin, where, PLACE, owner.token);
  const devices = [];
  for (let i = 0; i < count; i += 1) devices.push(await colleague(service, owner, notebook));
  const body = JSON.stringify({ ...PLACE, epoch: json.epoch, cursor: json.cursor, wait_s: 25 });
  return {
    service,
    devices,
    /** A question that waits, on a connection of its own. */
    async park(device) {
      const line = await connect(service);
      t.after(() => line.end());
      await line.send(
        [`POST ${where} HTTP/1.1`, `Host: localhost:${service.port}`, 'Content-Type: application/json',
          `Authorization: Bearer ${device.token}`, `Content-Length: ${body.length}`, '', body].join('\r\n'),
      );
      return line;
    },
    /** The owner writes; resolves to the id of what is new. */
    async push() {
      const id = newId();
      const stamp = { at: '2026-11-02T09:00:00.000Z', by: owner.person, device: owner.device };
      const record = { id, type: 'skill', schema: 1, created: stamp, edited: stamp, name: 'Endings' };
      const answer = await post(service.origin, where, { ...PLACE, seq: 1, changes: [{ id, base: null, record }] }, owner.token);
      assert.deepEqual(answer.json.stored.map((row) => row.id), [id]);
      return id;
    },
  };
}

const idsIn = (answer) => answer.json.records.map((row) => row.id);

test('every phone that waits hears of a push', async (t) => {
  const room = await classroomOf(t, MANY);
  const lines = await Promise.all(room.devices.map(room.park));
  await untilCounted(room.service, WAITING, MANY);
  const id = await room.push();
  const answers = await Promise.all(lines.map((line) => line.answer()));
  for (const answer of answers) assert.deepEqual(idsIn(answer), [id]);
  await untilCounted(room.service, WAITING, 0);
});

test('a phone that vanished while it waited keeps no place, and no others from hearing', async (t) => {
  const room = await classroomOf(t, 6);
  const lines = await Promise.all(room.devices.map(room.park));
  await untilCounted(room.service, WAITING, 6);
  for (const line of lines.slice(0, 3)) line.end();
  await untilCounted(room.service, WAITING, 3);
  const id = await room.push();
  for (const line of lines.slice(3)) assert.deepEqual(idsIn(await line.answer()), [id]);
});

test('a phone that asks anew while its last question waits holds one place', async (t) => {
  const room = await classroomOf(t, 1);
  const first = await room.park(room.devices[0]);
  await untilCounted(room.service, WAITING, 1);
  const second = await room.park(room.devices[0]);
  assert.deepEqual(idsIn(await first.answer()), []);
  await untilCounted(room.service, WAITING, 1);
  const id = await room.push();
  assert.deepEqual(idsIn(await second.answer()), [id]);
});

test('when all places are taken a phone is told when to ask again, and hears of a push by that', async (t) => {
  const room = await classroomOf(t, PLACES + 1);
  const last = room.devices.pop();
  const lines = await Promise.all(room.devices.map(room.park));
  await untilCounted(room.service, WAITING, PLACES);
  const polled = await (await room.park(last)).answer();
  assert.equal(polled.status, 200);
  assert.ok(polled.json.retry_ms > 0);
  assert.deepEqual(idsIn(polled), []);
  const id = await room.push();
  assert.deepEqual(idsIn(await (await room.park(last)).answer()), [id]);
  for (const line of lines) assert.deepEqual(idsIn(await line.answer()), [id]);
});
