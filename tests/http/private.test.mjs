// Private notebooks: their author has them on every device, and for everybody else there is nothing.
import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import test from 'node:test';
import { colleague, command, get, join, newId, ownerWithClassroom, post, serviceFor } from './service.mjs';

const at = '2026-09-21T09:00:00.000Z';
const SECRET = 'Nobody else may read this sentence.';
const TEAM = 'Everybody in the team may read this one.';

function note(who, words) {
  const stamp = { at, by: who.person, device: who.device };
  return { id: newId(), type: 'observation', schema: 1, created: stamp, edited: stamp, words };
}
const ask = (seq, ...records) => ({ protocol: 1, epoch: null, cursor: null, seq, changes: records.map((record) => ({ id: record.id, base: null, record })) });
const sync = (service, notebook, who, seq = 0, ...records) => post(service.origin, `/api/v1/notebooks/${notebook}/sync`, ask(seq, ...records), who.token);
const makePrivate = (service, classroom, who, id = newId()) => post(service.origin, `/api/v1/notebooks/${classroom}/private`, { id }, who.token);

async function school(t) {
  const service = await serviceFor(t);
  const { owner, notebook } = await ownerWithClassroom(service);
  const chen = await colleague(service, owner, notebook);
  return { service, owner, notebook, chen };
}

/** Every object of a repository, unpacked; what is in the journal still is in git after a checkpoint. */
async function contentOf(service, notebook) {
  await command('verify', '--data', service.dataDir);
  return execFileSync('git', ['-C', path.join(service.dataDir, 'notebooks', notebook), 'cat-file', '--batch', '--batch-all-objects'], { encoding: 'latin1' });
}

test('a private notebook is made once for a person and a class, under the id of the device that was first', async (t) => {
  const { service, owner, notebook, chen } = await school(t);
  const id = newId();
  const first = await makePrivate(service, notebook, chen, id);
  assert.deepEqual([first.status, first.json], [200, { id }]);
  assert.deepEqual((await makePrivate(service, notebook, chen, id)).json, { id }, 'asking again is harmless');
  const code = (await post(service.origin, '/api/v1/me/invites', {}, chen.token)).json.code;
  const tablet = await join(service.origin, code);
  assert.deepEqual((await makePrivate(service, notebook, tablet)).json, { id }, 'another device of hers gets the same');
  const me = (await get(service.origin, '/api/v1/me', tablet.token)).json;
  assert.deepEqual(me.notebooks.find((row) => row.id === id), { id, role: 'co_teacher', private_of: notebook });
  assert.notEqual((await makePrivate(service, notebook, owner)).json.id, id, 'the owner of the class gets another');
});

test('what is in it comes to the other devices of its author, and to nobody else', async (t) => {
  const { service, owner, notebook, chen } = await school(t);
  const { id } = (await makePrivate(service, notebook, chen)).json;
  const secret = note(chen, SECRET);
  assert.deepEqual((await sync(service, id, chen, 1, secret)).json.refused, []);
  await sync(service, notebook, chen, 1, note(chen, TEAM));
  const tablet = await join(service.origin, (await post(service.origin, '/api/v1/me/invites', {}, chen.token)).json.code);
  assert.deepEqual((await sync(service, id, tablet)).json.records.map(({ record }) => record.words), [SECRET]);

  const version = (await sync(service, id, chen)).json.records[0].version;
  const doors = [
    (who) => sync(service, id, who), (who) => sync(service, id, who, 7, note(who, 'Pushed in.')),
    (who) => get(service.origin, `/api/v1/notebooks/${id}/versions/${version}`, who.token),
    (who) => get(service.origin, `/api/v1/notebooks/${id}/records/${secret.id}/versions`, who.token),
    (who) => get(service.origin, `/api/v1/notebooks/${id}/people`, who.token),
    (who) => post(service.origin, `/api/v1/notebooks/${id}/invites`, { role: 'co_teacher' }, who.token),
    (who) => post(service.origin, `/api/v1/notebooks/${id}/people/${chen.person}`, { role: null }, who.token),
    (who) => makePrivate(service, id, who),
  ];
  for (const [i, door] of doors.entries()) {
    const reply = await door(owner);
    assert.deepEqual([reply.status, reply.json.error.code], [404, 'unknown_notebook'], `door ${i}`);
  }
  assert.equal((await get(service.origin, `/api/v1/notebooks/${notebook}/versions/${version}`, owner.token)).status, 404, 'nor by its version');
  assert.equal((await post(service.origin, '/api/v1/classrooms', { id, name: 'Taken' }, owner.token)).status, 403, 'nobody takes it by naming it');
  assert.ok(!JSON.stringify((await get(service.origin, '/api/v1/me', owner.token)).json).includes(id));
});

test('its words are in its own repository, and nowhere else in the data folder', async (t) => {
  const { service, notebook, chen } = await school(t);
  const { id } = (await makePrivate(service, notebook, chen)).json;
  await sync(service, id, chen, 1, note(chen, SECRET));
  await sync(service, notebook, chen, 1, note(chen, TEAM));
  const [own, team] = [await contentOf(service, id), await contentOf(service, notebook)];
  assert.ok(own.includes(SECRET) && team.includes(TEAM), 'the search finds what is there');
  assert.ok(!team.includes(SECRET) && !team.includes(chen.person.repeat(2)));
  const others = readdirSync(service.dataDir, { withFileTypes: true }).filter((entry) => entry.isFile());
  assert.ok(others.length > 0);
  for (const { name } of others) assert.ok(!readFileSync(path.join(service.dataDir, name), 'latin1').includes(SECRET), name);
  for (const format of ['jsonl', 'csv']) {
    const exported = await command('export', notebook, '--format', format, '--data', service.dataDir);
    assert.ok(exported.includes(TEAM) && !exported.includes(SECRET), format);
  }
  await assert.rejects(command('export', id, '--data', service.dataDir), /unknown_classroom/);
  assert.ok(!(await command('classroom', 'list', '--data', service.dataDir)).includes(id));
});

test('nobody else can be let in, by its author neither', async (t) => {
  const { service, owner, notebook, chen } = await school(t);
  for (const who of [chen, owner]) {
    const { id } = (await makePrivate(service, notebook, who)).json;
    const reply = await post(service.origin, `/api/v1/notebooks/${id}/invites`, { role: 'co_teacher' }, who.token);
    assert.deepEqual([reply.status, reply.json.error.code], [403, 'private']);
    const role = await post(service.origin, `/api/v1/notebooks/${id}/people/${owner.person}`, { role: 'owner' }, who.token);
    assert.deepEqual([role.status, role.json.error.code], [403, 'private']);
    assert.equal((await makePrivate(service, id, who)).status, 400, 'nor is there a private one of a private one');
  }
});

test('it goes with the role in the class: what a coach may not write she may not write in private, and it ends when that ends', async (t) => {
  const { service, owner, notebook, chen } = await school(t);
  const { id } = (await makePrivate(service, notebook, chen)).json;
  const role = (body) => post(service.origin, `/api/v1/notebooks/${notebook}/people/${chen.person}`, body, owner.token);
  assert.equal((await role({ role: 'coach' })).status, 200);
  assert.deepEqual((await sync(service, id, chen, 1, note(chen, SECRET))).json.refused.map(({ code }) => code), ['no_right']);
  assert.equal((await role({ role: null })).status, 200);
  const reply = await sync(service, id, chen, 2, note(chen, SECRET));
  assert.deepEqual([reply.status, reply.json.error.code], [403, 'role_ended']);
});

test('an id that belongs to somebody, or is none, makes no private notebook', async (t) => {
  const { service, owner, notebook, chen } = await school(t);
  const { id } = (await makePrivate(service, notebook, owner)).json;
  for (const [wanted, status] of [[notebook, 403], [id, 403], ['../../x', 400], [7, 400]])
    assert.equal((await makePrivate(service, notebook, chen, wanted)).status, status, String(wanted));
});
