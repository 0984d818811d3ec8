/**
 * A service at rest: from its start until it is ready, and what a quiet notebook keeps in memory.
 */
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { setTimeout as pause } from 'node:timers/promises';
import { spread } from './figures.mjs';
import { residentBytes } from './memory.mjs';
import { makeClass, makeId, makeRandom } from './records.mjs';

const LOOK_EVERY_MS = 250;
const PATIENCE_MS = 30_000; // for a start; a service that never gets ready ends the measuring
const STILL = 24; // looks in a row without less memory: longer than a notebook is kept after its last use

/** Starts the program on `port` and asks until it is ready; then it is stopped again. */
async function startOnce(program, dataDir, port) {
  const began = process.hrtime.bigint();
  const child = spawn(program, ['serve', '--data', dataDir, '--port', String(port), '--http'], { stdio: 'ignore' });
  const ended = once(child, 'exit');
  const isReady = () => fetch(`http://localhost:${port}/readyz`).then((answer) => answer.status === 200, () => false);
  while (!(await isReady())) {
    if (child.exitCode !== null) throw new Error(`the service ended with ${child.exitCode}`);
    if (Number(process.hrtime.bigint() - began) / 1e6 < PATIENCE_MS) continue;
    child.kill('SIGKILL');
    throw new Error('the service does not get ready');
  }
  const ns = process.hrtime.bigint() - began;
  child.kill('SIGTERM');
  await ended;
  return Number(ns) / 1e6;
}

export async function measureStart({ program, dataDir, port, rounds }) {
  const ms = [];
  for (let round = 0; round < rounds; round += 1) ms.push(await startOnce(program, dataDir, port));
  return spread(ms);
}

/** The least that the process holds until it holds no less for a while. */
async function settledBytes(pid) {
  let least = residentBytes(pid);
  for (let still = 0; still < STILL; still += 1) {
    await pause(LOOK_EVERY_MS);
    const now = residentBytes(pid);
    if (now < least) still = 0;
    least = Math.min(least, now);
  }
  return least;
}

/** What `count` notebooks keep, each opened and written to once and then left alone. */
export async function measureNotebooks({ device, pid, count, seed }) {
  const random = makeRandom(seed);
  const write = async () => {
    const id = makeId(Date.UTC(2025, 8, 1), random);
    await device.createClassroom(id, 'Room 12');
    await device.open(id).push(makeClass(device, seed).students(1));
  };
  for (let i = 0; i < count / 10; i += 1) await write(); // what the first ones cost is the service's, not theirs
  const before = await settledBytes(pid);
  for (let i = 0; i < count; i += 1) await write();
  const after = await settledBytes(pid);
  return { count, before, after, each: Math.max(0, after - before) / count };
}
