// What each may do, tried by those who may not: over HTTP, and in batches made by hand.
import assert from 'node:assert/strict';
import test from 'node:test';
import { colleague, command, connect, get, join, newId, ownerWithClassroom, post, serviceFor } from './service.mjs';

const DAY_S = 24 * 3600;
const inDays = (days) => new Date(Date.now() + days * DAY_S * 1000).toISOString();
const at = '2026-09-21T09:00:00.000Z';

/** A record as `who` makes it; `more` may forge any member. */
function made(who, type, members, more = {}) {
  const stamp = { at, by: who.person, device: who.device };
  return { id: newId(), type, schema: 1, created: stamp, edited: stamp, ...members, ...more };
}
const note = (who, more) => made(who, 'observation', { students: [], words: 'Talks to the reader.' }, more);
const edited = (record, who, members) => ({ ...record, edited: { at, by: who.person, device: who.device }, ...members });

/** Sends a batch; `seqs` counts for each device. */
function sender(service, notebook) {
  const seqs = new Map();
  return async (who, ...changes) => {
    const seq = (seqs.get(who.device) ?? 0) + 1;
    const reply = await post(service.origin, `/api/v1/notebooks/${notebook}/sync`, {
      protocol: 1, epoch: null, cursor: null, seq, changes: changes.map((change) => (change.record ? change : { id: change.id, base: null, record: change })),
    }, who.token);
    if (reply.status === 200) seqs.set(who.device, seq);
    return reply;
  };
}

const waitFor = async (service, notebook, who) => {
  const where = `/api/v1/notebooks/${notebook}/sync`;
  const ask = { protocol: 1, epoch: null, cursor: null, seq: 0, changes: [] };
  const first = await post(service.origin, where, ask, who.token);
  return post(service.origin, where, { ...ask, epoch: first.json.epoch, cursor: first.json.cursor, wait_s: 25 }, who.token);
};

async function school(t) {
  const service = await serviceFor(t);
  const { owner, notebook } = await ownerWithClassroom(service);
  return { service, owner, notebook, send: sender(service, notebook), people: `/api/v1/notebooks/${notebook}/people` };
}

test('the list says who is here, with which role, and to owners on which devices and when they last came', async (t) => {
  const { service, owner, notebook, people } = await school(t);
  const chen = await colleague(service, owner, notebook);
  const all = (await get(service.origin, people, owner.token)).json.people;
  const found = all.find(({ id }) => id === chen.person);
  assert.equal(found.role, 'co_teacher');
  assert.equal(found.devices[0].id, chen.device);
  assert.ok(Date.parse(found.devices[0].seen_at) <= Date.now());
  assert.equal(found.devices[0].revoked_at, undefined);
  const own = (await get(service.origin, people, chen.token)).json.people;
  assert.deepEqual(own.map(({ devices }) => devices.length > 0), all.map(({ id }) => id === chen.person), 'devices of others are for owners');
  assert.ok(!JSON.stringify(all).includes('token'));
});

test('only owners change roles and end them; a role that is changed holds at the next question', async (t) => {
  const { service, owner, notebook, send, people } = await school(t);
  const [chen, diaz] = [await colleague(service, owner, notebook), await colleague(service, owner, notebook)];
  const denied = await post(service.origin, `${people}/${diaz.person}`, { role: 'coach' }, chen.token);
  assert.deepEqual([denied.status, denied.json.error.code], [403, 'not_owner']);
  const own = await post(service.origin, `${people}/${chen.person}`, { role: 'owner' }, chen.token);
  assert.equal(own.status, 403, 'nobody makes themselves an owner');
  assert.equal((await send(chen, note(chen))).json.refused.length, 0);
  assert.equal((await post(service.origin, `${people}/${chen.person}`, { role: 'coach' }, owner.token)).status, 200);
  const reply = await send(chen, note(chen));
  assert.deepEqual(reply.json.refused.map(({ code }) => code), ['no_right']);
  assert.equal(reply.json.role, 'coach');
});

test('a coach reads, writes an own card, and nothing about children', async (t) => {
  const { service, owner, notebook, send } = await school(t);
  const coach = await colleague(service, owner, notebook, 'coach');
  const seen = note(owner);
  assert.equal((await send(owner, seen)).json.refused.length, 0);
  const card = made(coach, 'person', { name: 'A Coach' }, { id: coach.person });
  const tries = [
    note(coach), made(coach, 'conference', { students: [] }), made(coach, 'student', { name: 'A Child' }), made(coach, 'group', { name: 'A Group' }),
    made(coach, 'skill', { name: 'A Skill' }), made(coach, 'goal', { name: 'A type of tomorrow' }),
    { id: seen.id, base: null, record: edited(seen, coach, { words: 'Changed by a coach.' }) },
    { id: seen.id, base: null, record: edited(seen, coach, { deleted: { at, by: coach.person } }) },
  ];
  const reply = await send(coach, card, ...tries);
  assert.deepEqual(reply.json.stored.map(({ id }) => id), [card.id]);
  // The last two are of one record: the first is refused for the role, and so is the second.
  assert.deepEqual([...new Set(reply.json.refused.map(({ code }) => code))].sort(), ['no_right', 'twice']);
  assert.equal(reply.json.refused.length, tries.length);
  assert.ok(reply.json.records.some(({ id }) => id === seen.id), 'a coach reads');
});

test('a substitute must have an end, by default that of the day; after it the service refuses, and says why', async (t) => {
  const { service, owner, notebook, send, people } = await school(t);
  for (const until of ['yesterday', inDays(-1), inDays(800), '2026-02-30T00:00:00Z', 7, '']) {
    const reply = await post(service.origin, `/api/v1/notebooks/${notebook}/invites`, { role: 'substitute', until }, owner.token);
    assert.deepEqual([reply.status, reply.json.error.code], [400, 'bad_until'], String(until));
  }
  const sub = await colleague(service, owner, notebook, 'substitute');
  const end = Date.parse(sub.notebooks[0].role_until);
  assert.ok(end > Date.now() - 1000 && end < Date.now() + DAY_S * 1000, 'the end of this day');
  const reply = await send(sub, note(sub));
  assert.deepEqual([reply.json.refused, reply.json.role, reply.json.role_until], [[], 'substitute', sub.notebooks[0].role_until]);
  assert.equal((await post(service.origin, `${people}/${sub.person}`, { role: 'substitute', until: inDays(2) }, owner.token)).status, 200);
  assert.equal((await post(service.origin, `${people}/${sub.person}`, { role: null }, owner.token)).status, 200);
  const after = await send(sub, note(sub));
  assert.deepEqual([after.status, after.json.error.code], [403, 'role_ended']);
  const me = (await get(service.origin, '/api/v1/me', sub.token)).json;
  assert.equal(me.notebooks[0].ended, true, 'the app learns that it is over, not that there never was a class');
  for (const where of [`/api/v1/notebooks/${notebook}/versions/${'0'.repeat(40)}`, people])
    assert.equal((await get(service.origin, where, sub.token)).json.error.code, 'role_ended');
});

test('a role that ends is the end of a question that is held, too', async (t) => {
  const { service, owner, notebook, people } = await school(t);
  const sub = await colleague(service, owner, notebook, 'substitute');
  const held = waitFor(service, notebook, sub);
  assert.equal((await post(service.origin, `${people}/${sub.person}`, { role: null }, owner.token)).status, 200);
  const reply = await held;
  assert.deepEqual([reply.status, reply.json.error.code], [403, 'role_ended']);
});

test('another role reaches a question that is held, also when the command line gave it', async (t) => {
  const { service, owner, notebook } = await school(t);
  const chen = await colleague(service, owner, notebook);
  const held = waitFor(service, notebook, chen);
  await command('people', 'role', notebook, chen.person, 'coach', '--data', service.dataDir);
  const reply = await held;
  assert.deepEqual([reply.status, reply.json.role], [200, 'coach']);
});

test('a classroom keeps an owner who stays', async (t) => {
  const { service, owner, notebook, people } = await school(t);
  for (const body of [{ role: null }, { role: 'coach' }, { role: 'owner', until: inDays(1) }]) {
    const reply = await post(service.origin, `${people}/${owner.person}`, body, owner.token);
    assert.deepEqual([reply.status, reply.json.error.code], [409, 'last_owner']);
  }
  const chen = await colleague(service, owner, notebook, 'owner');
  assert.equal((await post(service.origin, `${people}/${owner.person}`, { role: null }, chen.token)).status, 200);
});

test('a device that is signed out is told so at once, and nothing of it goes in or out any more', async (t) => {
  const { service, owner, notebook, send } = await school(t);
  const chen = await colleague(service, owner, notebook);
  const held = waitFor(service, notebook, chen);
  assert.equal((await post(service.origin, `/api/v1/devices/${chen.device}/revoke`, {}, owner.token)).status, 200);
  assert.deepEqual([(await held).status, (await held).json.error.code], [401, 'revoked']);
  const pushed = await send(chen, note(chen));
  assert.deepEqual([pushed.status, pushed.json.error.code], [401, 'revoked']);
  for (const [where, body] of [['/api/v1/me'], ['/api/v1/device', {}], ['/api/v1/me/invites', {}]]) {
    const reply = body ? await post(service.origin, where, body, chen.token) : await get(service.origin, where, chen.token);
    assert.equal(reply.json.error.code, 'revoked', where);
  }
  const again = await post(service.origin, `/api/v1/devices/${chen.device}/revoke`, {}, owner.token);
  assert.equal(again.status, 200, 'asking twice is harmless');
});

test('a question of which the rest comes after the device was signed out is not answered', async (t) => {
  const { service, owner, notebook } = await school(t);
  const chen = await colleague(service, owner, notebook);
  const line = await connect(service);
  await line.send(`POST /api/v1/me/invites HTTP/1.1\r\nHost: localhost:${service.port}\r\nAuthorization: Bearer ${chen.token}\r\nContent-Type: application/json\r\nContent-Length: 2\r\n\r\n{`);
  assert.equal((await post(service.origin, `/api/v1/devices/${chen.device}/revoke`, {}, owner.token)).status, 200);
  await line.send('}');
  const reply = await line.answer();
  assert.deepEqual([reply.status, reply.json.error.code], [401, 'revoked']);
  line.end();
});

test('one signs out own devices; those of others only an owner of their class; nobody the owner of the service', async (t) => {
  const { service, owner, notebook } = await school(t);
  const [chen, diaz] = [await colleague(service, owner, notebook), await colleague(service, owner, notebook)];
  const coOwner = await colleague(service, owner, notebook, 'owner');
  const revoke = (device, by) => post(service.origin, `/api/v1/devices/${device}/revoke`, {}, by.token);
  for (const [device, by] of [[diaz.device, chen], [owner.device, chen], [owner.device, coOwner], [newId(), owner]]) {
    const reply = await revoke(device, by);
    assert.deepEqual([reply.status, reply.json.error.code], [404, 'unknown_device_id']);
  }
  const other = newId();
  assert.equal((await post(service.origin, '/api/v1/classrooms', { id: other, name: 'Room 6' }, owner.token)).status, 200);
  const stranger = await colleague(service, owner, other, 'owner');
  assert.equal((await revoke(diaz.device, stranger)).status, 404, 'an owner of another class');
  assert.equal((await revoke(diaz.device, diaz)).status, 200, 'a device of one\'s own');
  assert.equal((await revoke(chen.device, coOwner)).status, 200);
});

test('a code of one\'s own makes another device of the same person, with the same rights and no more', async (t) => {
  const { service, owner, notebook } = await school(t);
  const chen = await colleague(service, owner, notebook, 'coach');
  const invited = await post(service.origin, '/api/v1/me/invites', {}, chen.token);
  const tablet = await join(service.origin, invited.json.code, 'tablet');
  assert.deepEqual([tablet.person, tablet.created, tablet.notebooks], [chen.person, false, [{ id: notebook, role: 'coach' }]]);
  assert.equal((await get(service.origin, '/api/v1/me', tablet.token)).json.owner, false, 'the code makes nobody an owner of the service');
  assert.equal((await post(service.origin, '/api/v1/classrooms', { id: newId(), name: 'Mine' }, tablet.token)).status, 403);
});

test('who is invited to a second class stays one person, with both', async (t) => {
  const { service, owner, notebook } = await school(t);
  const other = newId();
  await post(service.origin, '/api/v1/classrooms', { id: other, name: 'Room 6' }, owner.token);
  const coach = await colleague(service, owner, notebook, 'coach');
  const invited = await post(service.origin, `/api/v1/notebooks/${other}/invites`, { role: 'co_teacher' }, owner.token);
  const reply = await post(service.origin, '/api/v1/me/join', { code: invited.json.code }, coach.token);
  assert.deepEqual([reply.status, reply.json.person, reply.json.device], [200, coach.person, coach.device]);
  assert.deepEqual(reply.json.notebooks.map(({ id, role }) => [id, role]).sort(), [[notebook, 'coach'], [other, 'co_teacher']].sort());
  assert.equal((await post(service.origin, '/api/v1/me/join', { code: invited.json.code }, coach.token)).json.error.code, 'unknown_code', 'once');
  const own = await post(service.origin, '/api/v1/me/invites', {}, owner.token);
  assert.equal((await post(service.origin, '/api/v1/me/join', { code: own.json.code }, coach.token)).status, 403, 'a code for a device of the owner makes nobody else the owner');
  assert.equal((await join(service.origin, own.json.code)).person, owner.person, 'and stays good for that');
  const down = await post(service.origin, `/api/v1/notebooks/${notebook}/invites`, { role: 'coach' }, owner.token);
  assert.equal((await post(service.origin, '/api/v1/me/join', { code: down.json.code }, owner.token)).json.notebooks.find(({ id }) => id === notebook).role, 'owner', 'an owner stays one');
});

test('wrong codes count at this door as at the other', async (t) => {
  const { service, owner } = await school(t);
  for (let i = 0; i < 5; i++) assert.equal((await post(service.origin, '/api/v1/me/join', { code: '2222222222' }, owner.token)).status, 403);
  assert.equal((await post(service.origin, '/api/v1/me/join', { code: '2222222222' }, owner.token)).status, 429);
});

test('a batch in somebody else\'s name is refused, change by change', async (t) => {
  const { service, owner, notebook, send } = await school(t);
  const chen = await colleague(service, owner, notebook);
  const theirs = note(owner);
  await send(owner, theirs);
  const stamp = { at, by: owner.person, device: owner.device };
  const tries = [
    note(owner), // made and edited by the other
    note(chen, { created: stamp }), // only made by the other
    note(chen, { edited: stamp }), // only edited by the other
    made(chen, 'person', { name: 'Not you' }, { id: owner.person }), // the other's card
    { id: theirs.id, base: null, record: { ...theirs, words: 'As if the owner had changed it.' } },
  ];
  const reply = await send(chen, ...tries);
  assert.deepEqual(reply.json.refused.map(({ code }) => code), tries.map(() => 'not_yours'));
  assert.deepEqual(reply.json.stored, []);
});

test('who made a note, and who said what in it, cannot be changed by an edit', async (t) => {
  const { service, owner, notebook, send } = await school(t);
  const chen = await colleague(service, owner, notebook);
  const theirs = note(owner);
  const first = (await send(owner, theirs)).json.stored[0].version;
  const mine = { at, by: chen.person, device: chen.device };
  const stolen = await send(chen, { id: theirs.id, base: first, record: edited(theirs, chen, { created: mine, words: 'Mine.' }) });
  assert.deepEqual(stolen.json.refused.map(({ code }) => code), ['other_record']);
  const forged = edited(theirs, chen, { words: 'Chen wrote this.', mark: 'secure', _stamps: { '/words': { at, by: owner.person, device: owner.device } } });
  const reply = await send(chen, { id: theirs.id, base: first, record: forged });
  const stored = reply.json.records.find(({ id }) => id === theirs.id).record;
  assert.equal(stored._stamps['/words'].by, chen.person, 'the merge says who wrote it, not the edit');
  const deleted = await send(chen, { id: theirs.id, base: reply.json.stored[0].version, record: { ...edited(stored, chen), deleted: { at, by: owner.person } } });
  const gone = deleted.json.records.find(({ id }) => id === theirs.id).record;
  assert.equal(gone.deleted.by, chen.person, 'nobody deletes in another name');
});

test('a new note cannot bring a question along, and so put words into a colleague\'s mouth', async (t) => {
  const { service, owner, notebook, send } = await school(t);
  const chen = await colleague(service, owner, notebook);
  const side = (who, value) => ({ at, by: who.person, device: who.device, value });
  const sides = [side(owner, 'She said this.'), side(chen, 'Talks to the reader.')].sort((a, b) => (a.device < b.device ? -1 : 1));
  const forged = note(chen, { _forks: { '/words': { ask: true, base: null, sides } } });
  const reply = await send(chen, forged);
  assert.deepEqual(reply.json.refused.map(({ code }) => code), ['not_yours']);
  assert.deepEqual((await send(chen, note(chen))).json.refused, []);
});

test('no batch gets into a classroom that its writer has no part in', async (t) => {
  const { service, owner, notebook } = await school(t);
  const other = newId();
  await post(service.origin, '/api/v1/classrooms', { id: other, name: 'Room 6' }, owner.token);
  const chen = await colleague(service, owner, notebook);
  const outside = sender(service, other);
  const reply = await outside(chen, note(chen));
  assert.deepEqual([reply.status, reply.json.error.code], [404, 'unknown_notebook']);
  const inside = await sender(service, notebook)(chen, made(chen, 'classroom', { name: 'Taken over' }, { id: other }));
  assert.deepEqual(inside.json.refused.map(({ code }) => code), ['wrong_notebook']);
  for (const where of ['people', `records/${newId()}/versions`])
    assert.equal((await get(service.origin, `/api/v1/notebooks/${other}/${where}`, chen.token)).status, 404);
  assert.equal((await post(service.origin, `/api/v1/notebooks/${other}/people/${chen.person}`, { role: 'owner' }, chen.token)).status, 404);
});

test('the command line lists people and devices, changes a role, and signs a device out', async (t) => {
  const { service, owner, notebook, send } = await school(t);
  const chen = await colleague(service, owner, notebook);
  await send(chen, made(chen, 'person', { name: 'Mr. Chen' }, { id: chen.person }));
  const people = (...args) => command('people', ...args, '--data', service.dataDir);
  const rows = (await people('list', notebook, '--json')).trim().split('\n').map((line) => JSON.parse(line));
  const row = rows.find(({ id }) => id === chen.person);
  assert.deepEqual([row.name, row.role, row.role_until, row.devices.map(({ id }) => id)], ['Mr. Chen', 'co_teacher', null, [chen.device]]);
  assert.match(await people('list', notebook), /Mr\. Chen {2}co_teacher\n {4}device [0-9a-f-]{36} {2}test {2}last here 20/);
  await people('role', notebook, 'Mr. Chen', 'substitute', '--until', inDays(3).slice(0, 10));
  assert.equal((await get(service.origin, '/api/v1/me', chen.token)).json.notebooks[0].role, 'substitute');
  await people('role', notebook, 'Mr. Chen', 'none');
  assert.equal((await send(chen, note(chen))).json.error.code, 'role_ended');
  await people('revoke', chen.device);
  assert.equal((await send(chen, note(chen))).json.error.code, 'revoked');
  await assert.rejects(people('role', notebook, owner.person, 'none'), /last_owner/);
  await assert.rejects(people('role', notebook, 'Nobody', 'coach'), /unknown_person/);
  await assert.rejects(people('role', notebook, chen.person, 'substitute', '--until', '2020-01-01'), /bad_until/);
});
