// Who looked at what: reported by phones, noted by the service, read by owners; never names or words.
import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import path from 'node:path';
import test from 'node:test';
import { colleague, command, get, newId, ownerWithClassroom, post, serviceFor } from './service.mjs';

const DAY_MS = 24 * 3600 * 1000;
const ago = (days) => new Date(Math.floor((Date.now() - days * DAY_MS) / 1000) * 1000).toISOString();
const opened = (subject, days) => ({ act: 'opened', subject, at: ago(days) });

async function school(t) {
  const service = await serviceFor(t);
  const { owner, notebook } = await ownerWithClassroom(service);
  const chen = await colleague(service, owner, notebook);
  const where = `/api/v1/notebooks/${notebook}/log`;
  return {
    service, owner, notebook, chen, where,
    report: (who, ...entries) => post(service.origin, where, { entries }, who.token),
    read: async (who = owner, at = where) => get(service.origin, at, who.token),
  };
}

test('what a phone reports is there for the owner, in whose name it was reported, newest first', async (t) => {
  const { owner, chen, report, read } = await school(t);
  const [ana, ben] = [newId(), newId()];
  const rows = [opened(ana, 3), { act: 'exported', subject: 'all', at: ago(2) }, opened(ben, 1)];
  assert.equal((await report(chen, ...rows)).status, 200);
  await report(owner, opened(ana, 0.5));
  const { entries, before } = (await read()).json;
  assert.deepEqual(entries.map(({ person, act, subject }) => [person, act, subject]),
    [[owner.person, 'opened', ana], [chen.person, 'opened', ben], [chen.person, 'exported', 'all'], [chen.person, 'opened', ana]]);
  assert.equal(entries[1].at, rows[2].at, 'at the time that it was done, not that it was told');
  assert.equal(before, undefined);
});

test('a page that is opened counts once a day; a report that comes again changes nothing', async (t) => {
  const { chen, report, read } = await school(t);
  const ana = newId();
  const noon = new Date(Math.floor(Date.now() / DAY_MS) * DAY_MS - DAY_MS / 2).toISOString();
  const later = new Date(Date.parse(noon) + 3_600_000).toISOString();
  for (let i = 0; i < 2; i++)
    await report(chen, { act: 'opened', subject: ana, at: noon }, { act: 'opened', subject: ana, at: later }, { act: 'exported', subject: 'csv', at: noon }, { act: 'exported', subject: 'csv', at: later });
  assert.deepEqual((await read()).json.entries.map(({ act }) => act).sort(), ['exported', 'exported', 'opened']);
});

test('only owners read it; outsiders learn nothing', async (t) => {
  const { service, owner, notebook, chen, report, read } = await school(t);
  assert.deepEqual([(await read(chen)).status, (await read(chen)).json.error.code], [403, 'not_owner']);
  const other = newId();
  await post(service.origin, '/api/v1/classrooms', { id: other, name: 'Room 6' }, owner.token);
  assert.equal((await read(chen, `/api/v1/notebooks/${other}/log`)).status, 404);
  assert.equal((await post(service.origin, `/api/v1/notebooks/${other}/log`, { entries: [opened(newId(), 0)] }, chen.token)).status, 404);
  await report(chen, opened(newId(), 0));
  assert.equal((await read(owner, `/api/v1/notebooks/${other}/log`)).json.entries.length, 0, 'each class has its own');
  assert.ok(notebook);
});

test('no words get in, and a report is all or nothing', async (t) => {
  const { service, chen, where, report, read } = await school(t);
  const bad = [
    { act: 'opened', subject: 'Ana Lopez', at: ago(0) }, { act: 'exported', subject: 'Ana Lopez', at: ago(0) }, { act: 'looked', subject: newId(), at: ago(0) },
    { act: 'opened', subject: newId(), at: 'today' }, { act: 'opened', subject: newId() }, 7, null, [],
  ];
  for (const row of bad) {
    const reply = await report(chen, opened(newId(), 0), row);
    assert.deepEqual([reply.status, reply.json.error.code], [400, 'bad_request'], JSON.stringify(row));
  }
  assert.equal((await report(chen, ...Array.from({ length: 101 }, () => opened(newId(), 0)))).status, 400);
  for (const body of [{}, { entries: {} }]) assert.equal((await post(service.origin, where, body, chen.token)).status, 400);
  assert.equal((await read()).json.entries.length, 0);
});

test('it is kept for 400 days; a clock that runs ahead writes nothing into the future', async (t) => {
  const { service, chen, report, read } = await school(t);
  await report(chen, opened(newId(), 401), opened(newId(), 399), opened(newId(), -30));
  const { entries } = (await read()).json;
  assert.equal(entries.length, 2);
  assert.ok(Date.parse(entries[0].at) <= Date.now());
  execFileSync('sqlite3', [path.join(service.dataDir, 'access.db'), 'UPDATE log SET at_s = at_s - 2 * 24 * 3600']);
  await report(chen, opened(newId(), 0));
  assert.equal((await read()).json.entries.length, 2, 'what has become too old goes');
});

test('a long log comes in pages that end with whole seconds, and nothing is left out or told twice', async (t) => {
  const { chen, where, report, read } = await school(t);
  const ids = [];
  for (let day = 1; day <= 7; day++) {
    const rows = Array.from({ length: 100 }, () => opened(newId(), day));
    ids.push(...rows.map(({ subject }) => subject));
    assert.equal((await report(chen, ...rows)).status, 200);
  }
  const found = [];
  let at = where;
  for (let pages = 0; at; pages++) {
    assert.ok(pages < 3);
    const { entries, before } = (await read(undefined, at)).json;
    found.push(...entries.map(({ subject }) => subject));
    at = before === undefined ? undefined : `${where}/${before}`;
  }
  assert.deepEqual(found.sort(), ids.sort());
  assert.equal((await read(undefined, `${where}/abc`)).status, 404);
});

test('the command line prints it with names, and notes its own exports', async (t) => {
  const { service, owner, notebook, chen, report } = await school(t);
  const stamp = { at: ago(1), by: owner.person, device: owner.device };
  const student = { id: newId(), type: 'student', schema: 1, created: stamp, edited: stamp, name: 'Ana Lopez' };
  await post(service.origin, `/api/v1/notebooks/${notebook}/sync`, { protocol: 1, epoch: null, cursor: null, seq: 1, changes: [{ id: student.id, base: null, record: student }] }, owner.token);
  await report(chen, opened(student.id, 1));
  await command('export', notebook, '--format', 'csv', '--data', service.dataDir);
  const printed = await command('log', notebook, '--data', service.dataDir);
  assert.match(printed, /exported {2}csv\n.*opened {2}Ana Lopez\n$/s);
  const rows = (await command('log', notebook, '--json', '--data', service.dataDir)).trim().split('\n').map((line) => JSON.parse(line));
  assert.deepEqual(rows.map(({ act }) => act), ['exported', 'opened']);
  assert.equal(rows[0].person, owner.person);
});
