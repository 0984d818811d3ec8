/**
 * Phones that wait for news while others ask now and then: what one costs, how soon all hear, how long the others take.
 */
import { setTimeout as pause } from 'node:timers/promises';
import { ask } from './device.mjs';
import { spread } from './figures.mjs';
import { residentBytes } from './memory.mjs';
import { makeClass, SEED } from './records.mjs';

export const PARKED = 150;
export const POLLING = 1000;
const POLL_EVERY_MS = 5000; // what a phone is told that finds no place to wait
const PUSHES = 5;
const WAIT_S = 25;

async function untilWaiting(line, count) {
  for (;;) {
    const { bytes } = await ask(line, 'GET', '/metrics');
    if (Number(/^backtable_connections_waiting (\d+)$/m.exec(bytes)[1]) === count) return;
  }
}

/** Each of POLLING phones asks every POLL_EVERY_MS on a connection of its own, evenly spread; resolves to what each took, in ms. */
async function poll(school, devices, place, state) {
  const took = [];
  const asked = [];
  const beganMs = performance.now();
  for (let count = 0; state.going; count += 1) {
    await pause(Math.max(0, beganMs + (count * POLL_EVERY_MS) / POLLING - performance.now()));
    asked.push(school.exchange(devices[count % devices.length].visit(), place).then(({ wire }) => took.push(Number(wire.ns) / 1e6)));
  }
  await Promise.all(asked);
  return took;
}

/** @returns {Promise<{ each: number, heardMs: object, polls: number, pollMs: object, p99: number }>} `each`: bytes for a phone that waits */
export async function measureLive({ school, rounds = PUSHES }) {
  const { pid } = school.service.process;
  const [writer, ...others] = school.devices;
  const parked = others.slice(0, PARKED);
  const made = makeClass(writer, SEED);
  const first = await school.exchange(writer.line, {});
  let place = { epoch: first.answer.epoch, cursor: first.answer.cursor };
  const before = residentBytes(pid);
  const state = { going: true };
  let polling;
  let each;
  const heardMs = [];
  for (let seq = 1; seq <= rounds; seq += 1) {
    const waiting = parked.map(({ line }) => school.exchange(line, { ...place, wait_s: WAIT_S }).then((told) => ({ ...told, atMs: performance.now() })));
    await untilWaiting(writer.line, PARKED);
    each ??= (residentBytes(pid) - before) / PARKED;
    polling ??= poll(school, others.slice(PARKED), place, state);
    await pause(POLL_EVERY_MS); // so that all of those who poll have asked once between two pushes
    const [record] = made.students(1);
    const beganMs = performance.now();
    const pushed = await school.exchange(writer.line, { ...place, seq, changes: [{ id: record.id, base: null, record }] });
    const heard = await Promise.all(waiting);
    if (heard.some(({ answer }) => answer.records.length !== 1)) throw new Error('a phone heard nothing');
    heardMs.push(Math.max(...heard.map(({ atMs }) => atMs)) - beganMs);
    place = { epoch: pushed.answer.epoch, cursor: pushed.answer.cursor };
  }
  state.going = false;
  const pollMs = (await polling).sort((a, b) => a - b);
  return { each, heardMs: spread(heardMs), polls: pollMs.length, pollMs: spread(pollMs), p99: pollMs[Math.floor(pollMs.length * 0.99)] };
}
