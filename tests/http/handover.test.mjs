// Sockets that are handed over: a restart refuses nobody, loses nothing that was acknowledged, and is told.
import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import readline from 'node:readline';
import test from 'node:test';
import { writeAllTheTime } from './load.mjs';
import { colleague, freshFolder, join, newId, ownerCode, post, program, startService } from './service.mjs';

const RESTARTS = 2;
const WRITERS = 4;
const NOTES_BETWEEN = 40;

/** A service manager (manager.c) that holds `sockets` for a service. `heard(line)` resolves with the next such line. */
function manage(t, sockets, args) {
  const manager = process.env.BT_MANAGER;
  if (!manager) throw new Error('Set BT_MANAGER to the service_manager program; ctest does it by itself.');
  const child = spawn(manager, [String(sockets), program(), 'serve', ...args], { stdio: ['pipe', 'pipe', 'pipe'] });
  const ended = once(child, 'exit');
  const lines = [];
  const said = [];
  let look = () => {};
  readline.createInterface({ input: child.stdout }).on('line', (line) => { lines.push(line); look(); });
  readline.createInterface({ input: child.stderr }).on('line', (line) => { if (!line.startsWith('{')) said.push(line); });
  t.after(async () => {
    child.stdin.end();
    await ended;
    assert.deepEqual(said, []);
  });
  return {
    lines,
    next: () => child.stdin.write('next\n'),
    async heard(wanted) {
      for (;;) {
        const at = lines.findIndex((line) => wanted.test(line));
        if (at >= 0) return lines.splice(0, at + 1).at(-1);
        await new Promise((resolve) => { look = resolve; });
      }
    },
  };
}

const allOf = async (origin, notebook, token) => {
  const ids = new Set();
  let answer = { epoch: null, cursor: null, more: true };
  while (answer.more) {
    const { epoch, cursor } = answer;
    answer = (await post(origin, `/api/v1/notebooks/${notebook}/sync`, { protocol: 1, epoch, cursor, seq: 0, changes: [] }, token)).json;
    for (const row of answer.records) ids.add(row.id);
  }
  return ids;
};

/** Writers all the time, restarts meanwhile: no request fails in any way, and what was acknowledged is there. */
async function restartUnderLoad({ service, origin, code, loadOrigin = origin, ca }) {
  const owner = await join(origin, code);
  const notebook = newId();
  await post(origin, '/api/v1/classrooms', { id: notebook, name: 'Room 5' }, owner.token);
  const authors = [];
  for (let i = 0; i < WRITERS; i++) authors.push(await colleague({ origin }, owner, notebook));
  const load = writeAllTheTime({ origin: loadOrigin, notebook, authors, ca });
  for (let i = 0; i < RESTARTS; i++) {
    await load.reached(NOTES_BETWEEN);
    service.next();
    await service.heard(/^notify STOPPING=1/);
    assert.equal(await service.heard(/^exit/), 'exit 0');
    await service.heard(/^notify READY=1/);
  }
  await load.reached(NOTES_BETWEEN);
  await load.stop();
  assert.deepEqual(load.failures, []);
  assert.ok(load.stored.length >= NOTES_BETWEEN * (RESTARTS + 1));
  const there = await allOf(origin, notebook, owner.token);
  assert.deepEqual(load.stored.filter((id) => !there.has(id)), []);
}

test('restarts under load: nobody is refused, no answer is cut, and all that was acknowledged is there', async (t) => {
  const dataDir = `${await freshFolder(t)}/data`;
  const code = await ownerCode(dataDir);
  const service = manage(t, 1, ['--data', dataDir, '--http']);
  const origin = `http://localhost:${(await service.heard(/^port/)).split(' ')[1]}`;
  service.next();
  await service.heard(/^notify READY=1/);
  await restartUnderLoad({ service, origin, code });
});

test('and the same over TLS, in whose handshakes a restart falls', async (t) => {
  const dataDir = `${await freshFolder(t)}/data`;
  const code = await ownerCode(dataDir);
  const service = manage(t, 2, ['--data', dataDir]);
  const loadOrigin = `https://localhost:${(await service.heard(/^port/)).split(' ')[1]}`;
  const origin = `http://localhost:${(await service.heard(/^port/)).split(' ')[1]}`;
  service.next();
  await service.heard(/^notify READY=1/);
  await restartUnderLoad({ service, origin, code, loadOrigin, ca: readFileSync(`${dataDir}/tls/backtable-ca.crt`) });
});

test('who connects while nobody serves waits for the next service', async (t) => {
  const dataDir = `${await freshFolder(t)}/data`;
  const code = await ownerCode(dataDir);
  const service = manage(t, 1, ['--data', dataDir, '--http']);
  const origin = `http://localhost:${(await service.heard(/^port/)).split(' ')[1]}`;
  const joined = join(origin, code);
  service.next();
  assert.match((await joined).token, /^[0-9a-f]{64}$/);
});

test('the second socket is the one of the certificate\'s page', async (t) => {
  const dataDir = `${await freshFolder(t)}/data`;
  await ownerCode(dataDir);
  const service = manage(t, 2, ['--data', dataDir]);
  await service.heard(/^port/);
  const page = Number((await service.heard(/^port/)).split(' ')[1]);
  service.next();
  await service.heard(/^notify READY=1/);
  const answer = await fetch(`http://127.0.0.1:${page}/backtable-ca.crt`);
  assert.equal(answer.headers.get('content-type'), 'application/x-x509-ca-cert');
});

test('more sockets than there is use for are told', async (t) => {
  const dataDir = `${await freshFolder(t)}/data`;
  await ownerCode(dataDir);
  const manager = spawn(process.env.BT_MANAGER, ['2', program(), 'serve', '--data', dataDir, '--http'], { stdio: ['pipe', 'pipe', 'pipe'] });
  let said = '';
  let printed = '';
  manager.stderr.on('data', (bytes) => { said += bytes; });
  manager.stdout.on('data', (bytes) => {
    printed += bytes;
    if (printed.includes('exit')) manager.stdin.end();
  });
  manager.stdin.write('next\n');
  await once(manager, 'exit');
  assert.match(printed, /^exit 2$/m);
  assert.match(said, /sockets that were handed over are not one for the app/);
});

test('sockets that are for another process are left alone', async (t) => {
  const dataDir = `${await freshFolder(t)}/data`;
  process.env.LISTEN_FDS = '1';
  process.env.LISTEN_PID = '1';
  t.after(() => { delete process.env.LISTEN_FDS; delete process.env.LISTEN_PID; });
  const service = await startService({ dataDir });
  assert.equal(await service.stop(), 0);
});
