/**
 * Requests a second over TLS, as many as two processors give: the app's page beside nginx with the same bytes, a pull of
 * nothing, and pushes. wrk asks for the first two; what pushes say must differ each time, so node sends them.
 */
import { execFile, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdirSync, writeFileSync } from 'node:fs';
import net from 'node:net';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { promisify } from 'node:util';
import { gunzipSync } from 'node:zlib';
import { ask } from './device.mjs';
import { residentBytes } from './memory.mjs';
import { makeClass, SEED } from './records.mjs';

const run = promisify(execFile);
const CONNECTIONS = 32;
const WRITERS = 8;
const PUSH_BYTES = 20_000;
const UNITS_MS = { us: 1e-3, ms: 1, s: 1000 };

/** @returns {Promise<{ each: number, p99: number }>} requests a second, and milliseconds that 99 of 100 took at most */
async function wrk(seconds, url, more) {
  const { stdout } = await run('wrk', ['-t2', `-c${CONNECTIONS}`, `-d${seconds}s`, '--latency', ...more, url]);
  const failed = /Non-2xx.*|Socket errors.*/.exec(stdout);
  if (failed) throw new Error(`${url}: ${failed[0]}`);
  const [, value, unit] = /99%\s+([\d.]+)(us|ms|s)/.exec(stdout);
  return { each: Number(/Requests\/sec:\s+([\d.]+)/.exec(stdout)[1]), p99: Number(value) * UNITS_MS[unit] };
}

async function freePort() {
  const server = net.createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address();
  server.close();
  await once(server, 'close');
  return port;
}

/** nginx with the page's own bytes, gzipped beforehand as the service has them, and with its certificate. */
async function startNginx(folder, school, gzipped) {
  const port = await freePort();
  mkdirSync(join(folder, 'files'), { recursive: true });
  writeFileSync(join(folder, 'files/index.html.gz'), gzipped);
  writeFileSync(join(folder, 'files/index.html'), gunzipSync(gzipped));
  const kept = ['client_body', 'proxy', 'fastcgi', 'uwsgi', 'scgi'].map((kind) => `${kind}_temp_path ${folder}/${kind};`).join(' ');
  writeFileSync(join(folder, 'nginx.conf'), `${process.getuid() === 0 ? 'user root;' : ''} daemon off; pid ${folder}/pid; error_log stderr; worker_processes auto; events {}
    http { access_log off; ${kept} gzip_static on; keepalive_requests 10000000;
      server { listen 127.0.0.1:${port} ssl; ssl_certificate ${school.cert}; ssl_certificate_key ${school.key}; root ${folder}/files; } }\n`);
  const child = spawn('/usr/sbin/nginx', ['-p', folder, '-c', join(folder, 'nginx.conf')], { stdio: ['ignore', 'ignore', 'inherit'] });
  const line = { ...school.devices[0].visit(), origin: `https://localhost:${port}` };
  let status;
  while ((status = await ask(line, 'GET', '/').then((answer) => answer.status, () => undefined)) === undefined) {
    if (child.exitCode !== null) throw new Error('nginx does not start');
    await pause(50);
  }
  if (status !== 200) throw new Error(`nginx answers with ${status}`);
  return { origin: line.origin, stop: async () => { child.kill('SIGTERM'); await once(child, 'exit'); } };
}

/** What wrk is to send: a pull of nothing, by one device after the other, since each may ask only so often. */
function writePullScript(path, school, place) {
  const tokens = school.devices.map(({ token }) => `"${token}"`).join(',');
  writeFileSync(path, `local tokens, at = {${tokens}}, 0
    wrk.method, wrk.path, wrk.body = "POST", "${school.where}", [[${JSON.stringify(place)}]]
    wrk.headers["Content-Type"] = "application/json"
    request = function()
      at = at % #tokens + 1
      wrk.headers["Authorization"] = "Bearer " .. tokens[at]
      return wrk.format()
    end\n`);
  return path;
}

/** A batch of notes of about PUSH_BYTES. */
function makeBatch(made) {
  const changes = [];
  for (let bytes = 0; bytes < PUSH_BYTES; ) {
    const [record] = made.observations(1);
    changes.push({ id: record.id, base: null, record });
    bytes += JSON.stringify(changes.at(-1)).length;
  }
  return changes;
}

/** WRITERS devices push one batch after the other; the service writes those together that arrive together. */
async function push(school, seconds) {
  const took = [];
  const endMs = performance.now() + seconds * 1000;
  await Promise.all(school.devices.slice(0, WRITERS).map(async (device, at) => {
    const made = makeClass(device, SEED + at);
    made.students(28);
    let place = {};
    for (let seq = 1; performance.now() < endMs; seq += 1) {
      const { answer, wire } = await school.exchange(device.line, { ...place, seq, changes: makeBatch(made) });
      place = { epoch: answer.epoch, cursor: answer.cursor };
      if (answer.refused.length > 0) throw new Error(`refused: ${JSON.stringify(answer.refused[0])}`);
      took.push(Number(wire.ns) / 1e6);
    }
  }));
  took.sort((a, b) => a - b);
  return { each: took.length / seconds, p99: took[Math.floor(took.length * 0.99)] };
}

/** @returns {Promise<{ rows: { what: string, by: string, each: number, p99: number }[], rss: number }>} */
export async function measureRequests({ school, folder, seconds, rounds }) {
  const gzip = ['-H', 'Accept-Encoding: gzip'];
  const page = await ask(school.devices[0].line, 'GET', '/');
  const nginx = await startNginx(folder, school, page.sent);
  const { answer } = await school.exchange(school.devices[0].line, {});
  const script = writePullScript(join(folder, 'pull.lua'), school, { ...school.place, epoch: answer.epoch, cursor: answer.cursor });
  const kinds = [
    ['the app\'s page', 'service', () => wrk(seconds, `${school.service.origin}/`, gzip)],
    ['the app\'s page', 'nginx', () => wrk(seconds, `${nginx.origin}/`, gzip)],
    ['a pull of nothing', 'service', () => wrk(seconds, school.service.origin, ['-s', script])],
  ];
  const best = kinds.map(() => ({ each: 0, p99: Infinity }));
  try {
    for (let round = 0; round < rounds; round += 1) {
      for (const [at, [, , measure]] of kinds.entries()) {
        const told = await measure();
        school.service.log.length = 0; // a line for each request is read, and not kept
        if (told.each > best[at].each) best[at] = told;
      }
    }
  } finally {
    await nginx.stop();
  }
  const rows = kinds.map(([what, by], at) => ({ what, by, ...best[at] }));
  rows.push({ what: `a push of ${PUSH_BYTES / 1000} kB, ${WRITERS} writers`, by: 'service', ...(await push(school, seconds)) });
  return { rows, rss: residentBytes(school.service.process.pid) };
}
