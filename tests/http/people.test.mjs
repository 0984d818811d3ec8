// Who may come in, and what they may do: codes, tokens, cookies, roles.
import assert from 'node:assert/strict';
import test from 'node:test';
import { colleague, connect, freshFolder, get, join, newId, ownerCode, ownerWithClassroom, post, serviceFor, startService } from './service.mjs';

const joining = (code, more = {}) => ({ code, name: 'A Teacher', device_name: 'phone', ...more });
const ask = { protocol: 1, epoch: null, cursor: null, seq: 0, changes: [] };

test('the owner link pairs one device, once', async (t) => {
  const service = await serviceFor(t);
  const owner = await join(service.origin, service.ownerCode);
  assert.equal(owner.created, false, 'init made the owner; this is another device of theirs');
  assert.match(owner.token, /^[0-9a-f]{64}$/);
  const again = await post(service.origin, '/api/v1/join', joining(service.ownerCode));
  assert.equal(again.status, 403);
  assert.equal(again.json.error.code, 'unknown_code');
  const me = await get(service.origin, '/api/v1/me', owner.token);
  assert.deepEqual(me.json, { person: owner.person, device: owner.device, owner: true, notebooks: [] });
});

test('a fresh owner link adds a device of the same owner', async (t) => {
  const service = await serviceFor(t);
  const first = await join(service.origin, service.ownerCode);
  const second = await join(service.origin, await ownerCode(service.dataDir));
  assert.equal(second.person, first.person);
  assert.notEqual(second.device, first.device);
  assert.equal(second.created, false);
});

test('a code may be typed in small letters, with spaces and hyphens', async (t) => {
  const service = await serviceFor(t);
  const typed = ` ${service.ownerCode.slice(0, 5).toLowerCase()}-${service.ownerCode.slice(5)} `;
  assert.equal((await post(service.origin, '/api/v1/join', joining(typed))).status, 200);
});

test('a page gets its token as a cookie that no script can read, and never in the body', async (t) => {
  const service = await serviceFor(t);
  const reply = await post(service.origin, '/api/v1/join', joining(service.ownerCode, { bearer: true }), undefined, {
    Origin: service.origin,
  });
  assert.equal(reply.status, 200);
  assert.equal(reply.json.token, undefined);
  const cookie = reply.headers.get('set-cookie');
  assert.match(cookie, /^backtable=[0-9a-f]{64}; Path=\/; HttpOnly; SameSite=Strict; Max-Age=\d+$/);
  const me = await get(service.origin, '/api/v1/me', undefined, { Cookie: cookie.split(';')[0] });
  assert.equal(me.json.person, reply.json.person);
  const other = await get(service.origin, '/api/v1/me', undefined, { Cookie: `x${cookie.split(';')[0]}` });
  assert.equal(other.status, 401);
});

test('an owner makes a classroom; making it again changes nothing', async (t) => {
  const service = await serviceFor(t);
  const { owner, notebook } = await ownerWithClassroom(service);
  const again = await post(service.origin, '/api/v1/classrooms', { id: notebook, name: 'Room 5' }, owner.token);
  assert.deepEqual([again.status, again.json], [200, { id: notebook }]);
  const me = await get(service.origin, '/api/v1/me', owner.token);
  assert.deepEqual(me.json.notebooks, [{ id: notebook, role: 'owner' }]);
});

test('an invited colleague reads and writes this classroom, makes none and invites nobody', async (t) => {
  const service = await serviceFor(t);
  const { owner, notebook } = await ownerWithClassroom(service);
  const teacher = await colleague(service, owner, notebook);
  assert.deepEqual(teacher.notebooks, [{ id: notebook, role: 'co_teacher' }]);
  const sync = await post(service.origin, `/api/v1/notebooks/${notebook}/sync`, ask, teacher.token);
  assert.equal(sync.status, 200);
  const made = await post(service.origin, '/api/v1/classrooms', { id: newId(), name: 'Mine' }, teacher.token);
  assert.deepEqual([made.status, made.json.error.code], [403, 'not_owner']);
  const invited = await post(service.origin, `/api/v1/notebooks/${notebook}/invites`, { role: 'owner' }, teacher.token);
  assert.deepEqual([invited.status, invited.json.error.code], [403, 'not_owner']);
});

test('an outsider is told that the classroom is unknown, and cannot take it by naming it', async (t) => {
  const service = await serviceFor(t);
  const { owner, notebook } = await ownerWithClassroom(service);
  const other = newId();
  await post(service.origin, '/api/v1/classrooms', { id: other, name: 'Room 6' }, owner.token);
  const teacher = await colleague(service, owner, notebook);
  for (const id of [other, newId()]) {
    for (const where of ['sync', 'invites']) {
      const reply = await post(service.origin, `/api/v1/notebooks/${id}/${where}`, where === 'sync' ? ask : { role: 'coach' }, teacher.token);
      assert.deepEqual([reply.status, reply.json.error.code], [404, 'unknown_notebook'], where);
    }
  }
});

test('an invitation link carries the code in its fragment, which no browser sends', async (t) => {
  const service = await serviceFor(t);
  const { owner, notebook } = await ownerWithClassroom(service);
  const invited = await post(service.origin, `/api/v1/notebooks/${notebook}/invites`, { role: 'coach' }, owner.token);
  assert.equal(invited.json.link, `${service.origin}/#join=${invited.json.code}`);
  assert.match(invited.json.code, /^[2-9A-HJ-NP-Z]{10}$/);
  assert.ok(Date.parse(invited.json.expires_at) > Date.now());
});

test('a role that does not exist is refused', async (t) => {
  const service = await serviceFor(t);
  const { owner, notebook } = await ownerWithClassroom(service);
  for (const body of [{}, { role: 'king' }, { role: 1 }, { ROLE: 'coach' }]) {
    const reply = await post(service.origin, `/api/v1/notebooks/${notebook}/invites`, body, owner.token);
    assert.deepEqual([reply.status, reply.json.error.code], [400, 'bad_role']);
  }
});

test('a cloned device gets an identity of its own; the old one goes on', async (t) => {
  const service = await serviceFor(t);
  const { owner } = await ownerWithClassroom(service);
  const fresh = await post(service.origin, '/api/v1/device', {}, owner.token);
  assert.equal(fresh.status, 200);
  assert.equal(fresh.json.person, owner.person);
  assert.notEqual(fresh.json.device, owner.device);
  assert.equal((await get(service.origin, '/api/v1/me', fresh.json.token)).json.device, fresh.json.device);
  assert.equal((await get(service.origin, '/api/v1/me', owner.token)).json.device, owner.device);
});

test('a foreign token, half a token and none at all are the same to us', async (t) => {
  const service = await serviceFor(t);
  const { owner } = await ownerWithClassroom(service);
  for (const token of ['0'.repeat(64), owner.token.slice(1), `${owner.token}0`, owner.token.toUpperCase(), "' OR 1=1 --", '']) {
    const reply = await get(service.origin, '/api/v1/me', token);
    assert.deepEqual([reply.status, reply.json.error.code], [401, 'unknown_device']);
  }
});

test('after five wrong codes in a minute the address has to wait, also with a right one', async (t) => {
  const service = await serviceFor(t);
  for (let i = 0; i < 5; i++) {
    const wrong = await post(service.origin, '/api/v1/join', joining('2222222222'));
    assert.equal(wrong.status, 403);
  }
  const reply = await post(service.origin, '/api/v1/join', joining(service.ownerCode));
  assert.deepEqual([reply.status, reply.json.error.code], [429, 'too_many_attempts']);
  const wait = Number(reply.headers.get('retry-after'));
  assert.ok(wait > 0 && wait <= 60, `Retry-After ${wait}`);
});

test('right codes are not held against a whole school behind one address', async (t) => {
  const service = await serviceFor(t);
  const { owner, notebook } = await ownerWithClassroom(service);
  for (let i = 0; i < 7; i++) assert.equal((await colleague(service, owner, notebook)).created, true);
});

const badBodies = [
  ['broken JSON', '{"code":', 'bad_json'],
  ['a key that comes twice', '{"code":"A","code":"B"}', 'bad_json'],
  ['a key that comes twice, once escaped', '{"code":"A","\\u0063ode":"B"}', 'bad_json'],
  ['something behind the value', '{"code":"A"} {}', 'bad_json'],
  ['a list', '[]', 'bad_json'],
  ['an escaped NUL', '{"code":"A\\u0000B"}', 'bad_json'],
  ['a raw NUL', '{"code":"A\0B"}', 'bad_json'],
  ['bytes that are no UTF-8', Buffer.from('{"code":"\xff"}', 'latin1'), 'bad_json'],
  ['a number for a code', '{"code":1}', 'bad_request'],
  ['no code', '{}', 'bad_request'],
  ['a name of 500 letters', JSON.stringify(joining('A', { name: 'a'.repeat(500) })), 'bad_request'],
];
test('a body that is no good is refused with a sentence', async (t) => {
  const service = await serviceFor(t);
  for (const [what, body, code] of badBodies) {
    await t.test(what, async () => {
      const reply = await fetch(`${service.origin}/api/v1/join`, {
        method: 'POST',
        headers: { 'Content-Type': 'application/json' },
        body,
      });
      const { error } = await reply.json();
      assert.deepEqual([reply.status, error.code], [400, code]);
      assert.match(error.message, /^[A-Z].*\.$/);
    });
  }
});

test('JSON that is nested a thousand deep is refused', async (t) => {
  const service = await serviceFor(t);
  const body = '{"code":' + '['.repeat(1000) + ']'.repeat(1000) + '}';
  const reply = await fetch(`${service.origin}/api/v1/join`, { method: 'POST', headers: { 'Content-Type': 'application/json' }, body });
  assert.equal(reply.status, 413);
  assert.equal((await reply.json()).error.code, 'bad_json');
});

test('no name, code or token is in the log', async (t) => {
  const service = await serviceFor(t);
  const { owner, notebook } = await ownerWithClassroom(service);
  const invited = await post(service.origin, `/api/v1/notebooks/${notebook}/invites`, { role: 'coach' }, owner.token);
  await get(service.origin, '/api/v1/me', owner.token);
  await service.logged((line) => line.route === 'me');
  const text = JSON.stringify(service.log);
  for (const secret of [service.ownerCode, owner.token, invited.json.code, 'A Teacher', 'Room 5', notebook])
    assert.ok(!text.includes(secret), secret);
});

test('people, roles and tokens are there after a restart', async (t) => {
  const folder = await freshFolder(t);
  const before = await startService({ dataDir: `${folder}/data` });
  const { owner, notebook } = await ownerWithClassroom(before);
  await before.kill();
  const after = await startService({ dataDir: `${folder}/data` });
  t.after(() => after.stop());
  assert.equal(after.ownerCode, undefined);
  const me = await get(after.origin, '/api/v1/me', owner.token);
  assert.deepEqual(me.json.notebooks, [{ id: notebook, role: 'owner' }]);
});

test('a waiting device hears of a colleague\'s note', async (t) => {
  const service = await serviceFor(t);
  const { owner, notebook } = await ownerWithClassroom(service);
  const teacher = await colleague(service, owner, notebook);
  const where = `/api/v1/notebooks/${notebook}/sync`;
  const first = await post(service.origin, where, ask, teacher.token);
  const waiting = post(service.origin, where, { ...ask, epoch: first.json.epoch, cursor: first.json.cursor, wait_s: 25 }, teacher.token);
  const at = new Date().toISOString();
  const id = newId();
  const stamp = { at, by: owner.person, device: owner.device };
  const record = { id, type: 'skill', schema: 1, created: stamp, edited: stamp, name: 'Leads' };
  const pushed = await post(service.origin, where, { ...ask, seq: 1, changes: [{ id, base: null, record }] }, owner.token);
  assert.deepEqual(pushed.json.refused, []);
  const heard = await waiting;
  assert.equal(heard.json.records[0].id, id);
});

test('what is told to a program on this machine is not told to others by a page of theirs', async (t) => {
  const service = await serviceFor(t);
  const line = await connect(service);
  t.after(() => line.end());
  await line.send('GET /healthz HTTP/1.1\r\nHost: evil.example\r\n\r\n');
  assert.equal((await line.answer()).status, 421);
});
