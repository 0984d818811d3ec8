// Starting, stopping, and one service for each folder.
import assert from 'node:assert/strict';
import { mkdir, writeFile } from 'node:fs/promises';
import test from 'node:test';
import { writeAllTheTime } from './load.mjs';
import { colleague, connect, freshFolder, get, newId, ownerWithClassroom, post, serviceFor, startService } from './service.mjs';

const ask = { protocol: 1, epoch: null, cursor: null, seq: 0, changes: [] };

test('SIGTERM lets a request that is under way end, and its note is stored', async (t) => {
  const folder = await freshFolder(t);
  const service = await startService({ dataDir: `${folder}/data` });
  const { owner, notebook } = await ownerWithClassroom(service);
  const id = newId();
  const stamp = { at: new Date().toISOString(), by: owner.person, device: owner.device };
  const record = { id, type: 'skill', schema: 1, created: stamp, edited: stamp, name: 'Leads' };
  const body = JSON.stringify({ ...ask, seq: 1, changes: [{ id, base: null, record }] });
  const line = await connect(service);
  await line.send(
    [`POST /api/v1/notebooks/${notebook}/sync HTTP/1.1`, `Host: localhost:${service.port}`, 'Content-Type: application/json',
      `Authorization: Bearer ${owner.token}`, `Content-Length: ${body.length}`, '', body.slice(0, -10)].join('\r\n'),
  );
  const idle = await connect(service);
  await idle.send(`GET /healthz HTTP/1.1\r\nHost: localhost:${service.port}\r\n\r\n`);
  await idle.answer();
  service.process.kill('SIGTERM');
  await service.logged((entry) => entry.event === 'stopping');
  await idle.closed();
  await line.send(body.slice(-10));
  const answer = await line.answer();
  assert.equal(answer.status, 200);
  assert.equal(answer.json.stored[0].id, id);
  assert.equal(answer.headers.get('connection'), 'close');
  assert.equal(await service.stop(), 0);

  const again = await startService({ dataDir: `${folder}/data` });
  t.after(() => again.stop());
  const all = await post(again.origin, `/api/v1/notebooks/${notebook}/sync`, ask, owner.token);
  assert.deepEqual(all.json.records.map((row) => row.id), [id]);
});

test('SIGTERM under load: no answer is cut in the middle, and all that was acknowledged is there', async (t) => {
  const folder = await freshFolder(t);
  const service = await startService({ dataDir: `${folder}/data` });
  const { owner, notebook } = await ownerWithClassroom(service);
  const authors = [];
  for (let i = 0; i < 6; i++) authors.push(await colleague(service, owner, notebook));
  const load = writeAllTheTime({ origin: service.origin, notebook, authors });
  await load.reached(60);
  assert.equal(await service.stop(), 0);
  await load.stop();
  assert.deepEqual(load.failures.filter((error) => error.began), []);
  assert.equal(service.log.some((line) => line.event === 'stopped_late'), false);

  const again = await startService({ dataDir: `${folder}/data` });
  t.after(() => again.stop());
  const there = new Set((await post(again.origin, `/api/v1/notebooks/${notebook}/sync`, { ...ask, budget_bytes: 1024 * 1024 }, owner.token)).json.records.map((row) => row.id));
  assert.ok(load.stored.length >= 60);
  assert.deepEqual(load.stored.filter((id) => !there.has(id)), []);
});

test('SIGTERM answers those that wait for news', async (t) => {
  const service = await serviceFor(t);
  const { owner, notebook } = await ownerWithClassroom(service);
  const where = `/api/v1/notebooks/${notebook}/sync`;
  const first = await post(service.origin, where, ask, owner.token);
  const body = JSON.stringify({ ...ask, epoch: first.json.epoch, cursor: first.json.cursor, wait_s: 25 });
  const line = await connect(service);
  await line.send(
    [`POST ${where} HTTP/1.1`, `Host: localhost:${service.port}`, 'Content-Type: application/json',
      `Authorization: Bearer ${owner.token}`, `Content-Length: ${body.length}`, '', body].join('\r\n'),
  );
  assert.equal(await service.stop(), 0);
  const answer = await line.answer();
  assert.ok([200, 0].includes(answer.status), `status ${answer.status}`);
});

test('a folder that another service has is refused, with the number of that process', async (t) => {
  const service = await serviceFor(t);
  const failed = await startService({ dataDir: service.dataDir }).catch((error) => error);
  assert.equal(failed.exit, 2);
  assert.match(failed.said, new RegExp(`process ${service.process.pid}\\b`));
  assert.deepEqual((await get(service.origin, '/healthz')).json, { alive: true });
});

test('a folder whose service was killed is served again', async (t) => {
  const folder = await freshFolder(t);
  const first = await startService({ dataDir: `${folder}/data` });
  await first.kill();
  const second = await startService({ dataDir: `${folder}/data` });
  assert.equal(await second.stop(), 0);
});

test('a port that is taken is told', async (t) => {
  const service = await serviceFor(t);
  const folder = await freshFolder(t);
  const failed = await startService({ dataDir: `${folder}/data`, port: service.port }).catch((error) => error);
  assert.equal(failed.exit, 2);
  assert.match(failed.said, /is in use; choose another with --port/);
});

test('a list of people that is damaged is told, and left as it is', async (t) => {
  const folder = await freshFolder(t);
  await mkdir(`${folder}/data`);
  await writeFile(`${folder}/data/access.db`, 'this was a database once, and is one no more; '.repeat(100));
  const failed = await startService({ dataDir: `${folder}/data` }).catch((error) => error);
  assert.equal(failed.exit, 2);
  assert.match(failed.said, /access\.db\): it is damaged/);
});

test('options that make no sense are answered with the usage', async (t) => {
  const folder = await freshFolder(t);
  for (const args of [['--nonsense'], ['--port', '70000'], ['--cert', 'a.pem'], ['more'], ['--bind', 'everywhere'], ['--origin', 'ftp://x']]) {
    const failed = await startService({ dataDir: `${folder}/data`, args }).catch((error) => error);
    assert.equal(failed.exit, 2, args.join(' '));
  }
});
