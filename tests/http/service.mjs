// @ts-check
/**
 * A real service for tests: its own data folder, a port that the system chooses, and requests down to the byte.
 *
 * BT_PROGRAM names the program to test; ctest sets it.
 */
import { execFile, spawn } from 'node:child_process';
import { once } from 'node:events';
import dns from 'node:dns';
import { existsSync } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import net from 'node:net';
import { tmpdir } from 'node:os';
import path from 'node:path';
import readline from 'node:readline';
import tls from 'node:tls';
import { gunzipSync } from 'node:zlib';
import { randomBytes } from 'node:crypto';
import { promisify } from 'node:util';

const run = promisify(execFile);

// Node 18 tries only the first address of a name, and that is ::1 for localhost; the service listens on 127.0.0.1.
dns.setDefaultResultOrder('ipv4first');

const PATIENCE_MS = 30_000; // for the service to start or stop on a busy machine; a test never waits for it to pass

export function program() {
  const named = process.env.BT_PROGRAM;
  if (!named) throw new Error('Set BT_PROGRAM to the backtable program; ctest does it by itself.');
  return named;
}

/** A folder that is gone after the test. @param {{ after(fn: () => unknown): void }} t */
export async function freshFolder(t) {
  const folder = await mkdtemp(path.join(tmpdir(), 'backtable-'));
  t.after(() => rm(folder, { recursive: true, force: true }));
  return folder;
}

/** Runs a command of the program to its end. @param {...string} args */
export async function command(...args) {
  const { stdout } = await run(program(), args);
  return stdout;
}

/**
 * A one-time code that makes (or, when there is one, adds a device of) the owner of the service.
 * @param {string} dataDir
 */
export async function ownerCode(dataDir) {
  const fresh = existsSync(path.join(dataDir, 'access.db')) ? ['--link'] : [];
  const printed = await command('init', '--data', dataDir, '--origin', 'http://localhost', ...fresh);
  const code = /#join=([0-9A-Z]{10})/.exec(printed)?.[1];
  if (!code) throw new Error('backtable init printed no owner link');
  return code;
}

/** Resolves with what `promise` gives, or rejects with `what` when it takes too long. */
async function inTime(promise, what) {
  let timer;
  const late = new Promise((_, reject) => {
    timer = setTimeout(() => reject(new Error(`${what} took more than ${PATIENCE_MS} ms`)), PATIENCE_MS);
    timer.unref(); // what we wait for keeps the test alive, not the wait itself
  });
  try {
    return await Promise.race([promise, late]);
  } finally {
    clearTimeout(timer);
  }
}

/** Plain http unless the test is about certificates: all else is the same over TLS. */
const kindOf = (args) => (args.some((word) => ['--cert', '--http', '--page-port'].includes(word)) ? [] : ['--http']);

/**
 * Starts `backtable serve`; makes the data folder when there is none yet.
 *
 * @param {{ dataDir: string, port?: number, args?: string[] }} options
 * @returns {Promise<{
 *   origin: string, port: number, ownerCode: string | undefined, log: object[], process: import('node:child_process').ChildProcess,
 *   stop(): Promise<number | null>, kill(): Promise<void>, logged(match: (line: object) => boolean): Promise<object> }>}
 *   `ownerCode`: only when the folder was made; `log`: the lines so far; `stop()`: SIGTERM, then the exit code
 */
export async function startService({ dataDir, port = 0, args = [] }) {
  const isNew = !existsSync(path.join(dataDir, 'access.db'));
  const code = isNew ? await ownerCode(dataDir) : undefined;
  const child = spawn(program(), ['serve', '--data', dataDir, '--port', String(port), ...kindOf(args), ...args], {
    stdio: ['ignore', 'ignore', 'pipe'],
  });
  const exited = once(child, 'exit');
  const log = [];
  const other = []; // what is no log line: usage errors, a sanitizer's report
  const watchers = new Set();
  readline.createInterface({ input: child.stderr }).on('line', (text) => {
    let line;
    try {
      line = JSON.parse(text);
    } catch {
      other.push(text);
      return;
    }
    log.push(line);
    for (const watcher of watchers) watcher(line);
  });
  const logged = (match) =>
    inTime(
      new Promise((resolve) => {
        const found = log.find(match);
        if (found) return resolve(found);
        const watcher = (line) => {
          if (!match(line)) return;
          watchers.delete(watcher);
          resolve(line);
        };
        watchers.add(watcher);
      }),
      'a line in the log',
    );
  const listening = await Promise.race([
    logged((line) => line.event === 'listening'),
    exited.then(([exit]) => {
      throw Object.assign(new Error(`the service ended with ${exit}: ${other.join('\n')}`), { exit, said: other.join('\n') });
    }),
  ]);
  const origin = listening.detail;
  return {
    origin,
    port: Number(new URL(origin).port || (origin.startsWith('https') ? 443 : 80)),
    ownerCode: code,
    log,
    process: child,
    logged,
    /** Also when it ended by itself: then what it said is the error. */
    async stop() {
      child.kill('SIGTERM');
      const [exit] = await inTime(exited, 'stopping');
      if (other.length > 0) throw new Error(`the service said: ${other.join('\n')}`);
      return exit;
    },
    async kill() {
      child.kill('SIGKILL');
      await inTime(exited, 'being killed');
    },
  };
}

/** A service with a folder of its own, stopped after the test. */
export async function serviceFor(t, args = []) {
  const dataDir = await freshFolder(t);
  const service = await startService({ dataDir: path.join(dataDir, 'data'), args });
  t.after(() => service.stop());
  return { ...service, dataDir: path.join(dataDir, 'data') };
}

/** A UUIDv7 of this moment. */
export function newId(nowMs = Date.now()) {
  const bytes = randomBytes(16);
  bytes.writeUIntBE(nowMs, 0, 6);
  bytes[6] = 0x70 | (bytes[6] & 0x0f);
  bytes[8] = 0x80 | (bytes[8] & 0x3f);
  return bytes.toString('hex').replace(/^(.{8})(.{4})(.{4})(.{4})(.{12})$/, '$1-$2-$3-$4-$5');
}

/**
 * Joins as a tool does. @returns {Promise<{ person: string, device: string, created: boolean, token: string,
 *   notebooks: { id: string, role: string }[] }>}
 */
export async function join(origin, code, deviceName = 'test') {
  const reply = await post(origin, '/api/v1/join', { code, name: 'A Teacher', device_name: deviceName, bearer: true });
  if (reply.status !== 200) throw new Error(`join: ${reply.status} ${JSON.stringify(reply.json)}`);
  return reply.json;
}

async function told(response) {
  const text = await response.text();
  return { status: response.status, headers: response.headers, text, json: text ? JSON.parse(text) : undefined };
}

/** @param {string} origin @param {string} where @param {object} body @param {string} [token] */
export async function post(origin, where, body, token, headers = {}) {
  const known = token ? { Authorization: `Bearer ${token}` } : {};
  return told(
    await fetch(origin + where, {
      method: 'POST',
      headers: { 'Content-Type': 'application/json', ...known, ...headers },
      body: JSON.stringify(body),
    }),
  );
}

/** @param {string} origin @param {string} where @param {string} [token] */
export async function get(origin, where, token, headers = {}) {
  const known = token ? { Authorization: `Bearer ${token}` } : {};
  return told(await fetch(origin + where, { headers: { ...known, ...headers } }));
}

/** An owner with a classroom: what most tests begin with. */
export async function ownerWithClassroom(service) {
  const owner = await join(service.origin, service.ownerCode);
  const notebook = newId();
  const made = await post(service.origin, '/api/v1/classrooms', { id: notebook, name: 'Room 5' }, owner.token);
  if (made.status !== 200) throw new Error(`classroom: ${made.status} ${made.text}`);
  return { owner, notebook };
}

/** A colleague who came by an invitation. */
export async function colleague(service, owner, notebook, role = 'co_teacher') {
  const invited = await post(service.origin, `/api/v1/notebooks/${notebook}/invites`, { role }, owner.token);
  if (invited.status !== 200) throw new Error(`invite: ${invited.status} ${invited.text}`);
  return join(service.origin, invited.json.code);
}

/** Splits the first answer in `bytes` into its parts; undefined when it is not whole yet. */
export function parseAnswer(bytes) {
  const end = bytes.indexOf('\r\n\r\n');
  if (end < 0) return undefined;
  const [first, ...lines] = bytes.subarray(0, end).toString('latin1').split('\r\n');
  const headers = new Map(lines.map((line) => [line.slice(0, line.indexOf(':')).toLowerCase(), line.slice(line.indexOf(':') + 2)]));
  const length = Number(headers.get('content-length') ?? 0);
  const body = bytes.subarray(end + 4, end + 4 + length);
  const whole = body.length === length;
  const plain = whole && headers.get('content-encoding') === 'gzip' ? gunzipSync(body) : body;
  let json;
  if (whole && headers.get('content-type') === 'application/json' && plain.length > 0) json = JSON.parse(plain.toString());
  return { status: Number(first.split(' ')[1]), headers, body: plain, json, whole, length: end + 4 + length };
}

/**
 * A connection of which the test decides every byte.
 * @param {{ port: number, host?: string }} service @param {import('node:tls').ConnectionOptions} [secure] over TLS, with these options
 */
export async function connect({ port, host = '127.0.0.1' }, secure) {
  const socket = secure
    ? tls.connect({ port, host, ...secure })
    : net.connect({ port, host });
  await once(socket, secure ? 'secureConnect' : 'connect');
  let bytes = Buffer.alloc(0);
  let isClosed = false;
  socket.on('data', (more) => (bytes = Buffer.concat([bytes, more])));
  socket.on('error', () => (isClosed = true)); // a reset is one way to be hung up on
  socket.on('close', () => (isClosed = true));
  socket.on('end', () => (isClosed = true));
  const until = (done, what) =>
    inTime(
      new Promise((resolve) => {
        const look = () => {
          const value = done();
          if (value === undefined) return;
          for (const event of ['data', 'end', 'close', 'error']) socket.off(event, look);
          resolve(value);
        };
        for (const event of ['data', 'end', 'close', 'error']) socket.on(event, look);
        look();
      }),
      what,
    );
  return {
    socket,
    /** @param {string | Uint8Array} data */
    send: (data) => new Promise((resolve) => socket.write(data, () => resolve(undefined))),
    /** The next whole answer, taken off the stream; undefined when the service closed without one. */
    answer: () =>
      until(() => {
        const found = parseAnswer(bytes);
        if (found?.whole || (found && found.status === 304)) {
          bytes = bytes.subarray(found.length);
          return found;
        }
        return isClosed ? { status: 0, headers: new Map(), body: Buffer.alloc(0), json: undefined } : undefined;
      }, 'an answer'),
    /** The head of an answer to HEAD, whose Content-Length is not followed by a body. */
    head: () => until(() => parseAnswer(bytes), 'the head of an answer'),
    /** Some bytes of an answer, or the end of the line before they came. */
    atLeast: (count) => until(() => (bytes.length >= count || isClosed ? true : undefined), `${count} bytes of an answer`),
    closed: () => until(() => (isClosed ? true : undefined), 'being hung up on'),
    end: () => socket.destroy(),
  };
}

/** Sends `bytes` on a connection of their own, and gives the answer to them. */
export async function raw(service, bytes) {
  const line = await connect(service);
  await line.send(bytes);
  const answer = await line.answer();
  line.end();
  return answer;
}

/** What `/metrics` counts now, by name; its own connection is one of `backtable_connections`. */
async function counted(service) {
  const answer = await raw(service, `GET /metrics HTTP/1.1\r\nHost: localhost:${service.port}\r\nConnection: close\r\n\r\n`);
  return Object.fromEntries([...answer.body.toString().matchAll(/^(\w+) (\d+)$/gm)].map(([, name, value]) => [name, Number(value)]));
}

/** Resolves once the count of `name` is `value`. */
export async function untilCounted(service, name, value) {
  const untilMs = Date.now() + PATIENCE_MS;
  for (let now; (now = (await counted(service))[name]) !== value; ) {
    if (Date.now() > untilMs) throw new Error(`${name} is ${now}, and does not get ${value}`);
  }
}

/** Resolves once nobody is connected but who asks. */
export const untilAlone = (service) => untilCounted(service, 'backtable_connections', 1);
