// @ts-check
/**
 * Sends requests that are nearly right to the real service, built with sanitizers, over many connections at once.
 *
 *   node tests/fuzz/http.mjs --requests COUNT [--seed SEED]   until so many were answered
 *   node tests/fuzz/http.mjs --seconds COUNT [--seed SEED]
 *
 * What is sent on a connection follows from the seed and its number alone. The service must stay up, hold no connection
 * afterwards, say nothing but JSON lines, still give a phone what it stored, and pass `backtable verify`. BT_PROGRAM names it.
 */
import { mkdtemp, rm } from 'node:fs/promises';
import net from 'node:net';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { parseArgs } from 'node:util';
import { command, join, newId, ownerWithClassroom, post, startService, untilAlone } from '../http/service.mjs';
import { drawFrom, mutate } from './mutate.mjs';

const CONNECTIONS = 24; // at once
const DEVICES = 24; // of which none asks so often that it is told to wait
const TOGETHER = 6; // requests one behind the other, at most: a refusal of the head closes, and the rest is not read
const HANG_UP_EVERY = 16; // connections: one of them is dropped with its answers on the way
const TELL_EVERY = 50_000;
const PLACE = { protocol: 1, epoch: null, cursor: null, seq: 0, changes: [] };

/** One request for each address, right in every way. */
function requestsOf(service, notebook, device) {
  const known = [`Host: localhost:${service.port}`, `Authorization: Bearer ${device.token}`];
  const root = `/api/v1/notebooks/${notebook}`;
  const [student, note, other] = [newId(), newId(), newId()];
  const stamp = { at: '2026-11-02T09:00:00.000Z', by: device.person, device: device.device };
  const record = { id: note, type: 'observation', schema: 1, created: stamp, edited: stamp, students: [student], words: 'Reads ahead.' };
  const read = (target) => ({ method: 'GET', target, headers: known });
  const send = (target, body) => ({ method: 'POST', target, headers: known, body });
  return [
    ...['/', '/healthz', '/readyz', '/metrics', '/api/v1/me', `${root}/people`, `${root}/log`, `${root}/log/${student}`].map(read),
    ...[`records/${note}/versions?records=1`, `students/${student}/versions?from=2026-01-01T00:00:00Z`, `at/2026-11-20T23:59:59Z`, `versions/${'0'.repeat(40)}`].map((where) => read(`${root}/${where}`)),
    send('/api/v1/join', { code: 'ABCDEFGHJK', name: 'A Teacher', device_name: 'x', bearer: true }),
    send('/api/v1/classrooms', { id: notebook, name: 'Room 5' }),
    send('/api/v1/me/invites', {}),
    send(`/api/v1/devices/${other}/revoke`, {}),
    send(`${root}/invites`, { role: 'coach', until: '2026-12-01T00:00:00Z' }),
    send(`${root}/people/${other}`, { role: 'coach', until: null }),
    send(`${root}/private`, { id: other }),
    send(`${root}/log`, { entries: [{ student, what: 'opened', at: '2026-11-02T09:00:00Z' }] }),
    send(`${root}/sync`, PLACE),
    send(`${root}/sync`, { ...PLACE, cursor: 'a'.repeat(64), epoch: '0'.repeat(32), budget_bytes: 1000 }),
    send(`${root}/sync`, { ...PLACE, seq: 1, changes: [{ id: note, base: null, record }] }),
    send(`${root}/sync`, { ...PLACE, seq: 2, changes: [{ id: note, base: '0'.repeat(40), record: { ...record, words: 'Reads.' }, base_record: record }] }),
  ];
}

/** One connection: its requests are sent, and all of the answers taken, or none. Resolves to how many were answered. */
async function visit(service, requests, draw, statuses) {
  let answered = 0;
  const bytes = Buffer.concat(Array.from({ length: 1 + draw.below(TOGETHER) }, () => mutate(draw, draw.of(requests))));
  const socket = net.connect({ port: service.port, host: '127.0.0.1' });
  const closed = new Promise((resolve) => socket.on('close', resolve));
  socket.on('error', () => {}); // a reset is one way to be hung up on; that the service is there is seen at the end
  socket.on('data', (part) => {
    for (const [, status] of part.toString('latin1').matchAll(/HTTP\/1\.1 (\d{3}) /g)) {
      statuses[status] = (statuses[status] ?? 0) + 1;
      answered += 1;
    }
  });
  if (draw.below(HANG_UP_EVERY) === 0) socket.write(bytes, () => socket.destroy());
  else socket.end(bytes);
  await closed;
  return answered;
}

const isUp = ({ process: { exitCode, signalCode } }) => exitCode === null && signalCode === null;

/** Visits until `isEnough`, or until the service is there no more. */
async function attack({ service, requests, seed, isEnough }) {
  const statuses = /** @type {Record<string, number>} */ ({});
  let visits = 0;
  let answered = 0;
  let told = TELL_EVERY;
  await Promise.all(Array.from({ length: CONNECTIONS }, async () => {
    while (!isEnough(answered) && isUp(service)) {
      visits += 1;
      const more = await visit(service, requests, drawFrom(seed * 1_000_003 + visits), statuses);
      answered += more;
      service.log.length = 0; // a million lines are not kept
      if (answered < told) continue;
      console.log(`${answered} requests answered on ${visits} connections`);
      told += TELL_EVERY;
    }
  }));
  return { statuses, visits, answered };
}

/** What is wrong after the attack; the service has ended by then. */
async function judge({ service, notebook, owner, keptId, told, dataDir }) {
  const wrong = ['500', '501'].filter((status) => told.statuses[status]).map((status) => `an answer was ${status}`);
  if (!told.statuses['200']) wrong.push('no request was let in');
  if (isUp(service)) {
    await untilAlone(service);
    const page = await post(service.origin, `/api/v1/notebooks/${notebook}/sync`, { ...PLACE, budget_bytes: 1024 * 1024 }, owner.token);
    if (!page.json.records.some((row) => row.id === keptId)) wrong.push('what was stored does not come');
  }
  const exit = await service.stop();
  if (exit !== 0) wrong.push(`the service ended with ${exit}`);
  await command('verify', '--data', dataDir);
  return wrong;
}

async function run({ seed, isEnough }, work) {
  const dataDir = path.join(work, 'data');
  const service = await startService({ dataDir, args: ['--request-limit-ms', '2000'] });
  try {
    const { owner, notebook } = await ownerWithClassroom(service);
    const requests = [];
    for (let i = 0; i < DEVICES; i += 1) {
      const { json: invited } = await post(service.origin, '/api/v1/me/invites', {}, owner.token);
      requests.push(...requestsOf(service, notebook, await join(service.origin, invited.code, 'odd')));
    }
    const stamp = { at: '2026-11-02T09:00:00.000Z', by: owner.person, device: owner.device };
    const kept = { id: newId(), type: 'skill', schema: 1, created: stamp, edited: stamp, name: 'Endings' };
    await post(service.origin, `/api/v1/notebooks/${notebook}/sync`, { ...PLACE, seq: 1, changes: [{ id: kept.id, base: null, record: kept }] }, owner.token);
    const told = await attack({ service, requests, seed, isEnough });
    console.log(`${told.answered} requests answered on ${told.visits} connections: ${Object.entries(told.statuses).map(([status, count]) => `${count} x ${status}`).join(', ')}`);
    return await judge({ service, notebook, owner, keptId: kept.id, told, dataDir });
  } finally {
    if (isUp(service)) await service.kill();
  }
}

const { values } = parseArgs({ options: { requests: { type: 'string' }, seconds: { type: 'string' }, seed: { type: 'string' } } });
const seed = Number(values.seed ?? Math.floor(Math.random() * 1e6));
const endMs = Date.now() + Number(values.seconds) * 1000;
const isEnough = values.seconds ? () => Date.now() >= endMs : (answered) => answered >= Number(values.requests ?? 2000);
console.log(`seed ${seed}`);
const work = await mkdtemp(path.join(tmpdir(), 'backtable-fuzz-'));
try {
  const wrong = await run({ seed, isEnough }, work);
  for (const line of wrong) console.error(line);
  console.log(wrong.length === 0 ? 'http: nothing found' : `http: not as it should be (seed ${seed})`);
  process.exitCode = wrong.length === 0 ? 0 : 1;
} finally {
  await rm(work, { recursive: true, force: true });
}
