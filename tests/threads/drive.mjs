// @ts-check
/**
 * All that a school asks at once, of a service that watches its threads: `node drive.mjs BUILD SECONDS`, by tests/threads/run.
 *
 * Writers, phones that wait, new phones, questions to the history, people who come and go, peers that hang up, new
 * certificates, backups; and SIGTERM in the middle of it. What is looked for is a report of the sanitizer.
 */
import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import { mkdir, mkdtemp, rm } from 'node:fs/promises';
import path from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { writeAllTheTime } from '../http/load.mjs';
import { colleague, command, connect, get, join, newId, ownerWithClassroom, post, startService } from '../http/service.mjs';

const WRITERS = 4;
const WAITERS = 4;
const WAIT_S = 2;
const REST_MS = 50; // between two questions of one asker: two processors serve them all
const QUIET_MS = 7000; // longer than a notebook is quiet before its checkpoint, its snapshot and its closing
const PLACE = { protocol: 1, epoch: null, cursor: null, seq: 0, changes: [] };

/** Fails unless the answer is one of those that a busy service may give. */
function expect(answer, what) {
  if (answer.status !== 200 && answer.json?.error?.code !== 'indexing') throw new Error(`${what}: ${answer.status} ${answer.text}`);
  return answer.json;
}

/** @param {{ service: any, notebook: string, owner: any, certificate: string, backups: string }} school */
function askers({ service, notebook, owner, certificate, backups }) {
  const { origin } = service;
  const root = `/api/v1/notebooks/${notebook}`;
  const read = async (where) => expect(await get(origin, root + where, owner.token), where);
  let rounds = 0;
  return {
    async 'a new phone'() {
      let place = PLACE;
      for (let more = true; more; ) {
        const told = expect(await post(origin, `${root}/sync`, place, owner.token), 'pull');
        ({ more } = told);
        place = { ...PLACE, epoch: told.epoch, cursor: told.cursor };
      }
    },
    async history() {
      const { records } = expect(await post(origin, `${root}/sync`, PLACE, owner.token), 'pull');
      if (records.length === 0) return;
      await read(`/records/${records[0].id}/versions?records=1`);
      await read(`/students/${newId()}/versions?from=2026-01-01T00:00:00Z`);
      await read(`/at/${new Date().toISOString()}`);
    },
    async people() {
      const guest = await colleague(service, owner, notebook);
      await read('/people');
      const mine = expect(await post(origin, `${root}/private`, { id: newId() }, guest.token), 'private');
      if (!mine) throw new Error('no private notebook');
      expect(await post(origin, `/api/v1/devices/${guest.device}/revoke`, {}, owner.token), 'revoke');
      // One after the other: who signs a device out voids the codes that are under way.
      const { code } = expect(await post(origin, '/api/v1/me/invites', {}, owner.token), 'own invite');
      const device = await join(origin, code, 'second');
      expect(await post(origin, `/api/v1/devices/${device.device}/revoke`, {}, owner.token), 'revoke');
    },
    async 'other classrooms'() {
      expect(await post(origin, '/api/v1/classrooms', { id: newId(), name: 'Room 6' }, owner.token), 'classroom');
      await pause(500); // each stays in memory for a while
    },
    async counters() {
      for (const where of ['/metrics', '/healthz', '/readyz', '/']) {
        const answer = await fetch(origin + where);
        await answer.arrayBuffer();
        if (answer.status !== 200) throw new Error(`${where}: ${answer.status}`);
      }
    },
    async 'a peer that hangs up'() {
      const line = await connect(service, { ca: certificate, servername: 'localhost' });
      await line.send(`POST ${root}/sync HTTP/1.1\r\nHost: localhost:${service.port}\r\nContent-Type: application/json\r\n`
        + `Authorization: Bearer ${owner.token}\r\nContent-Length: 5000\r\n\r\n{"protocol":1`);
      line.end();
    },
    async 'new certificates'() {
      service.process.kill('SIGHUP');
      await pause(1000);
    },
    async backups() {
      rounds += 1;
      await command('backup', path.join(backups, String(rounds)), '--data', service.dataDir);
      await pause(3000);
    },
  };
}

/** A phone that always waits for what is next. */
function waiter(service, notebook, device) {
  let place = PLACE;
  return async () => {
    const told = expect(await post(service.origin, `/api/v1/notebooks/${notebook}/sync`, place, device.token), 'wait');
    place = { ...PLACE, epoch: told.epoch, cursor: told.cursor, ...(told.more ? {} : { wait_s: WAIT_S }) };
  };
}

/** Asks again and again until `state.going` ends; what fails after that is the stop's doing. */
async function repeat(name, ask, state) {
  while (state.going) {
    try {
      await ask();
      state.counts[name] = (state.counts[name] ?? 0) + 1;
    } catch (error) {
      if (state.going) state.failures.push(`${name}: ${error.stack ?? error}${error.cause ? ` (${error.cause})` : ''}`);
    }
    await pause(REST_MS);
  }
}

async function drive(service, school, seconds) {
  const { owner, notebook } = school;
  const state = { going: true, counts: /** @type {Record<string, number>} */ ({}), failures: /** @type {string[]} */ ([]) };
  const authors = [];
  const latest = []; // who write after the quiet: a writer begins as a device that nobody knows yet
  const running = [];
  for (let i = 0; i < WRITERS; i += 1) {
    authors.push(await colleague(service, owner, notebook));
    latest.push(await colleague(service, owner, notebook));
  }
  const waiting = [];
  for (let i = 0; i < WAITERS; i += 1) waiting.push(waiter(service, notebook, await colleague(service, owner, notebook)));
  for (const ask of waiting) running.push(repeat('waiting', ask, state));
  for (const [name, ask] of Object.entries(askers(school))) running.push(repeat(name, ask, state));
  const quiet = QUIET_MS * 2 < seconds * 1000 ? QUIET_MS : 0;
  const load = writeAllTheTime({ origin: service.origin, notebook, authors, ca: school.certificate });
  await pause(seconds * 1000 - quiet);
  state.counts.written = load.stored.length;
  state.failures.push(...load.failures.map((error) => `writing: ${error.message}`));
  if (quiet > 0) {
    await load.stop();
    await pause(quiet);
    const last = writeAllTheTime({ origin: service.origin, notebook, authors: latest, ca: school.certificate });
    await last.reached(WRITERS * 4);
    state.failures.push(...last.failures.map((error) => `writing again: ${error.message}`));
  }
  state.going = false;
  let said;
  const exit = await service.stop().catch((error) => { said = error.message; });
  await Promise.all(running);
  return { ...state, exit, said };
}

const [build, seconds] = [process.argv[2], Number(process.argv[3])];
const work = await mkdtemp(path.join(build, 'drive-'));
let running;
try {
  await mkdir(path.join(work, 'backups'));
  const certificate = readFileSync(path.join(build, 'cert.pem'), 'utf8');
  const dataDir = path.join(work, 'data');
  const service = { ...(await startService({ dataDir, args: ['--cert', path.join(build, 'cert.pem'), '--key', path.join(build, 'key.pem')] })), dataDir };
  running = service.process;
  const told = await drive(service, { service, certificate, backups: path.join(work, 'backups'), ...(await ownerWithClassroom(service)) }, seconds);
  for (const [name, count] of Object.entries(told.counts)) console.log(`${String(count).padStart(7)} ${name}`);
  for (const failure of new Set(told.failures)) console.error(failure);
  if (told.said) console.error(told.said);
  const never = Object.keys(askers({ service, notebook: '', owner: {}, certificate, backups: '' })).filter((name) => !told.counts[name]);
  if (never.length > 0) console.error(`never answered: ${never.join(', ')}`);
  const isClean = told.exit === 0 && told.failures.length === 0 && never.length === 0;
  console.log(isClean ? 'threads: clean' : 'threads: not clean');
  process.exitCode = isClean ? 0 : 1;
} catch (error) {
  console.error(error);
  process.exitCode = 1;
} finally {
  if (running?.exitCode === null && running.kill('SIGKILL')) await once(running, 'exit');
  await rm(work, { recursive: true, force: true, maxRetries: 10 }); // a backup may still be on its way
}
process.exit(); // after a failure some still ask
