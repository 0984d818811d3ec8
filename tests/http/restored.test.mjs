// The service is restored from a backup: what any device still holds is there again, and nobody is asked without need.
import assert from 'node:assert/strict';
import path from 'node:path';
import test from 'node:test';
import { changesOf, isSound } from '../browser/folder.mjs';
import { assertTheSame, makeHolder } from './holder.mjs';
import { colleague, command, freshFolder, join, newId, ownerWithClassroom, post, startService } from './service.mjs';

const words = (text) => ({ students: [], words: text });

/** A service with two phones, a backup of it made while it runs, and what brings that back. */
async function keptClass(t, write) {
  const running = { service: undefined };
  t.after(() => running.service?.stop()); // before its folder goes
  const root = await freshFolder(t);
  const dataDir = path.join(root, 'data');
  const kept = path.join(root, 'kept');
  running.service = await startService({ dataDir });
  const { owner, notebook } = await ownerWithClassroom(running.service);
  const { origin, port } = running.service;
  const mate = await colleague(running.service, owner, notebook);
  const [anna, ben] = [owner, mate].map((who) => makeHolder({ origin, notebook, who }));
  await write(anna, ben);
  await command('backup', kept, '--data', dataDir);
  return {
    dataDir, running, notebook, owner, anna, ben,
    async restore() {
      assert.equal(await running.service.stop(), 0);
      await command('restore', '--from', kept, '--data', dataDir);
      running.service = await startService({ dataDir, port });
    },
    /** All come back, one after the other and once more; then all hold the same, and git finds it in order. */
    async comeBack(...phones) {
      for (const phone of [...phones, ...phones]) await phone.settle();
      await assertTheSame(phones);
      isSound(dataDir);
    },
  };
}

test('what one phone holds newer than the backup, sent or not, is there for both', async (t) => {
  const [old, late, unsent, deleted] = [newId(), newId(), newId(), newId()];
  const { anna, ben, restore, comeBack } = await keptClass(t, async (first, second) => {
    for (const id of [old, deleted]) first.write(first.note(id, words('As kept.')));
    await first.settle();
    await second.settle();
  });
  anna.write(anna.edit(old, { words: 'Sent after the backup.' }));
  anna.write(anna.edit(deleted, { deleted: { at: '2026-11-21T12:00:00.000Z', by: anna.who.person } }));
  anna.write(anna.note(late, words('Made after the backup.')));
  await anna.settle();
  ben.write(ben.note(unsent, words('Typed without a network.')));
  await restore();
  await comeBack(ben, anna); // the one who knows less comes first
  assert.deepEqual([old, late, unsent].map((id) => ben.record(id).words), ['Sent after the backup.', 'Made after the backup.', 'Typed without a network.']);
  assert.ok(ben.record(deleted).deleted);
  assert.deepEqual([old, late].map((id) => ben.record(id)._forks), [undefined, undefined]);
});

test('a colleague brings back the note of one whose phone is gone', async (t) => {
  const id = newId();
  const { anna, ben, dataDir, restore, comeBack } = await keptClass(t, async () => undefined);
  anna.write(anna.note(id, words('Mine, on a phone that fell into a lake.')));
  await anna.settle();
  await ben.settle();
  await restore();
  await comeBack(ben);
  assert.equal(ben.record(id).words, 'Mine, on a phone that fell into a lake.');
  assert.equal(ben.record(id).created.by, anna.who.person);
  assert.ok(changesOf(dataDir).includes(`brought ${id}`), 'the history says who is the witness');
});

test('two phones that hold different newer wordings: both are kept', async (t) => {
  const id = newId();
  const { anna, ben, dataDir, restore, comeBack } = await keptClass(t, async (first, second) => {
    first.write(first.note(id, words('As kept.')));
    await first.settle();
    await second.settle();
  });
  anna.write(anna.edit(id, { words: 'First wording.' }));
  await anna.settle(); // Ben does not hear of it
  ben.write(ben.edit(id, { words: 'Second wording.' }));
  await restore();
  await comeBack(anna, ben);
  const changes = changesOf(dataDir);
  for (const text of ['As kept.', 'First wording.', 'Second wording.']) assert.ok(changes.includes(text), text);
});

for (const knowsMoreFirst of [true, false]) {
  test(`an open question that the backup lacks is open again; who knows of it comes ${knowsMoreFirst ? 'first' : 'last'}`, async (t) => {
    const id = newId();
    const { anna, ben, restore, comeBack } = await keptClass(t, async (first, second) => {
      first.write(first.note(id, { students: [], mark: 'emerging' }));
      await first.settle();
      await second.settle();
    });
    anna.write(anna.edit(id, { mark: 'secure' }));
    ben.write(ben.edit(id, { mark: 'not_yet' }));
    await anna.settle(); // hears nothing of Ben's
    await ben.settle();
    const asked = ben.record(id)._forks;
    assert.deepEqual(asked['/mark'].sides.map((side) => side.value).sort(), ['not_yet', 'secure']);
    await restore();
    await comeBack(...(knowsMoreFirst ? [ben, anna] : [anna, ben]));
    assert.deepEqual(anna.record(id)._forks, asked);
  });
}

test('what was typed on top of a wording that the backup lacks brings both', async (t) => {
  const id = newId();
  const { anna, restore, comeBack } = await keptClass(t, async (first) => {
    first.write(first.note(id, words('Ana wrote a lead.')));
    await first.settle();
  });
  anna.write(anna.edit(id, { words: 'Ana wrote a lead. She read it aloud.' }));
  await anna.settle(); // shared, and lost by the service
  anna.write(anna.edit(id, { words: 'Ana wrote a lead. She read it aloud. Next: an ending.' }));
  await restore();
  await comeBack(anna);
  assert.equal(anna.record(id).words, 'Ana wrote a lead. She read it aloud. Next: an ending.');
  assert.equal(anna.record(id)._forks, undefined);
});

test('a phone that joined after the backup joins again, and its notes come with it', async (t) => {
  const id = newId();
  const { dataDir, notebook, owner, running, restore, comeBack } = await keptClass(t, async () => undefined);
  const late = await colleague(running.service, owner, notebook);
  const phone = makeHolder({ origin: running.service.origin, notebook, who: late });
  phone.write(phone.note(id, words('By one whom the backup does not know.')));
  await phone.settle();
  await restore();
  const unknown = await post(running.service.origin, `/api/v1/notebooks/${notebook}/sync`, { protocol: 1, epoch: null, cursor: null, seq: 1, changes: [] }, late.token);
  assert.deepEqual([unknown.status, unknown.json.error.code], [401, 'unknown_device']);
  const { json: invited } = await post(running.service.origin, `/api/v1/notebooks/${notebook}/invites`, { role: 'co_teacher' }, owner.token);
  Object.assign(late, await join(running.service.origin, invited.code)); // the same phone as another device, and another person
  phone.restart();
  await comeBack(phone);
  assert.equal(phone.record(id).words, 'By one whom the backup does not know.');
  assert.ok(changesOf(dataDir).includes(`brought ${id}`));
});

test('a batch that was under way when the service went away is neither lost nor doubled', async (t) => {
  const id = newId();
  const { anna, notebook, dataDir, running, restore, comeBack } = await keptClass(t, async (first) => first.settle());
  // acknowledged, but the answer was lost: the phone still has it under way, with its old epoch and number
  anna.write(anna.note(id, words('Once.')));
  const lost = await anna.pushAndLoseTheAnswer();
  assert.equal(lost.status, 200);
  await restore();
  await comeBack(anna);
  assert.equal(anna.record(id).words, 'Once.');
  const { json: all } = await post(running.service.origin, `/api/v1/notebooks/${notebook}/sync`, { protocol: 1, epoch: null, cursor: null, seq: 0, changes: [] }, anna.who.token);
  assert.equal(all.records.filter((row) => row.id === id).length, 1);
  isSound(dataDir);
});
