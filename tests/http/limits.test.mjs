// Bodies that are too much, too slow, or stop half-way; and what is built in.
import assert from 'node:assert/strict';
import test from 'node:test';
import { gzipSync } from 'node:zlib';
import { connect, get, join, ownerWithClassroom, post, serviceFor, untilAlone } from './service.mjs';

const QUICK = ['--request-limit-ms', '400']; // how long a peer may take, so that a test need not wait as long as a phone may
const head = (service, length, more = []) =>
  ['POST /api/v1/join HTTP/1.1', `Host: localhost:${service.port}`, 'Content-Type: application/json', `Content-Length: ${length}`, ...more, '', ''].join('\r\n');

test('a body that stops half-way is refused, and nothing of it is used', async (t) => {
  const service = await serviceFor(t);
  const body = JSON.stringify({ code: service.ownerCode, bearer: true });
  const line = await connect(service);
  await line.send(head(service, body.length + 1) + body);
  line.socket.end();
  const answer = await line.answer();
  assert.ok([0, 408].includes(answer.status), `status ${answer.status}`);
  assert.match((await join(service.origin, service.ownerCode)).token, /^[0-9a-f]{64}$/);
});

test('a sender of one byte now and then is cut off', async (t) => {
  const service = await serviceFor(t, QUICK);
  const line = await connect(service);
  await line.send(head(service, 1000));
  const drip = setInterval(() => line.socket.write(' '), 50);
  t.after(() => clearInterval(drip));
  await line.closed();
  await service.logged((entry) => entry.event === 'peer_too_slow');
});

test('a head that comes byte by byte is cut off', async (t) => {
  const service = await serviceFor(t, QUICK);
  const line = await connect(service);
  const drip = setInterval(() => line.socket.write('G'), 50);
  t.after(() => clearInterval(drip));
  await line.closed();
});

test('a peer that says nothing is hung up on', async (t) => {
  const service = await serviceFor(t, QUICK);
  const line = await connect(service);
  await line.closed();
});

test('a device that waits for news is not a slow one', async (t) => {
  const service = await serviceFor(t, QUICK);
  const { owner, notebook } = await ownerWithClassroom(service);
  const where = `/api/v1/notebooks/${notebook}/sync`;
  const ask = { protocol: 1, epoch: null, cursor: null, seq: 0, changes: [] };
  const first = await post(service.origin, where, ask, owner.token);
  const later = await post(service.origin, where, { ...ask, epoch: first.json.epoch, cursor: first.json.cursor, wait_s: 1 }, owner.token);
  assert.equal(later.status, 200);
  assert.ok(!service.log.some((entry) => entry.event === 'peer_too_slow'));
});

test('half-open requests, more than there are workers and none ever given up, do not keep others from being served', async (t) => {
  const service = await serviceFor(t);
  const { owner, notebook } = await ownerWithClassroom(service);
  const lines = await Promise.all(Array.from({ length: 300 }, () => connect(service)));
  t.after(() => lines.forEach((line) => line.end()));
  await Promise.all(lines.map((line) => line.send('POST /api/v1/join HTTP/1.1\r\nHost: ')));
  const line = await connect(service);
  t.after(() => line.end());
  const body = JSON.stringify({ protocol: 1, epoch: null, cursor: null, seq: 0, changes: [] });
  await line.send(
    [`POST /api/v1/notebooks/${notebook}/sync HTTP/1.1`, `Host: localhost:${service.port}`, 'Content-Type: application/json',
      `Authorization: Bearer ${owner.token}`, `Content-Length: ${body.length}`, '', body].join('\r\n'),
  );
  assert.equal((await line.answer()).status, 200);
  await Promise.all(lines.map((half) => half.closed()));
  line.end();
  await untilAlone(service);
});

test('when many connections are open, answers close theirs, so that all are served', async (t) => {
  const service = await serviceFor(t);
  const ask = `GET /healthz HTTP/1.1\r\nHost: localhost:${service.port}\r\n\r\n`;
  const lines = await Promise.all(Array.from({ length: 150 }, () => connect(service)));
  t.after(() => lines.forEach((line) => line.end()));
  const answers = await Promise.all(lines.map(async (line) => (await line.send(ask), line.answer())));
  assert.ok(answers.every((answer) => answer.status === 200));
  assert.ok(answers.some((answer) => answer.headers.get('connection') === 'close'));
  const alone = await connect(service);
  lines.forEach((line) => line.end());
  await alone.send(ask);
  assert.equal((await alone.answer()).status, 200);
  alone.end();
});

test('a body over the limit of its address is refused before it is read', async (t) => {
  const service = await serviceFor(t);
  const line = await connect(service);
  await line.send(head(service, 100_000_000));
  const answer = await line.answer();
  assert.deepEqual([answer.status, answer.json.error.code], [413, 'too_large']);
  await line.closed();
});

test('a body a little over the limit is refused in words, after it was taken', async (t) => {
  const service = await serviceFor(t);
  const reply = await post(service.origin, '/api/v1/join', { code: 'x'.repeat(200_000) });
  assert.deepEqual([reply.status, reply.json.error.code], [413, 'too_large']);
});

test('a gzip body is read', async (t) => {
  const service = await serviceFor(t);
  const body = gzipSync(JSON.stringify({ code: service.ownerCode, bearer: true }));
  const reply = await fetch(`${service.origin}/api/v1/join`, {
    method: 'POST',
    headers: { 'Content-Type': 'application/json', 'Content-Encoding': 'gzip' },
    body,
  });
  assert.equal(reply.status, 200);
});

test('a gzip body that unpacks to gigabytes is stopped at the limit', async (t) => {
  const service = await serviceFor(t);
  const { owner, notebook } = await ownerWithClassroom(service);
  const bomb = gzipSync(Buffer.alloc(256 * 1024 * 1024, ' '));
  assert.ok(bomb.length < 1024 * 1024);
  const reply = await fetch(`${service.origin}/api/v1/notebooks/${notebook}/sync`, {
    method: 'POST',
    headers: { 'Content-Type': 'application/json', 'Content-Encoding': 'gzip', Authorization: `Bearer ${owner.token}` },
    body: bomb,
  });
  assert.equal(reply.status, 413);
  assert.equal((await reply.json()).error.code, 'too_large');
});

test('half a gzip body, and one with something behind it, are refused', async (t) => {
  const service = await serviceFor(t);
  const whole = gzipSync(JSON.stringify({ code: service.ownerCode, bearer: true }));
  for (const body of [whole.subarray(0, -4), Buffer.concat([whole, Buffer.from('x')]), Buffer.from('{}')]) {
    const reply = await fetch(`${service.origin}/api/v1/join`, {
      method: 'POST',
      headers: { 'Content-Type': 'application/json', 'Content-Encoding': 'gzip' },
      body,
    });
    assert.deepEqual([reply.status, (await reply.json()).error.code], [400, 'bad_gzip']);
  }
});

test('every answer keeps the page to itself', async (t) => {
  const service = await serviceFor(t);
  for (const where of ['/', '/api/v1/me', '/nothing']) {
    const { headers } = await fetch(service.origin + where);
    assert.match(headers.get('content-security-policy'), /default-src 'none'; script-src 'self' 'wasm-unsafe-eval';/);
    assert.equal(headers.get('x-content-type-options'), 'nosniff');
    assert.equal(headers.get('referrer-policy'), 'no-referrer');
    assert.equal(headers.get('cross-origin-opener-policy'), 'same-origin');
    assert.equal(headers.get('cross-origin-resource-policy'), 'same-origin');
    assert.equal(headers.get('access-control-allow-origin'), null);
  }
});

test('answers of the API are not kept by anyone on the way', async (t) => {
  const service = await serviceFor(t);
  assert.equal((await fetch(`${service.origin}/api/v1/me`)).headers.get('cache-control'), 'no-store');
});

test('the app is served from memory, asked for again only by its tag', async (t) => {
  const service = await serviceFor(t);
  const page = await fetch(`${service.origin}/`);
  assert.equal(page.status, 200);
  assert.match(page.headers.get('content-type'), /^text\/html/);
  assert.equal(page.headers.get('cache-control'), 'no-cache');
  assert.match(await page.text(), /<!doctype html>/i);
  const line = await connect(service);
  t.after(() => line.end());
  const again = `GET / HTTP/1.1\r\nHost: localhost:${service.port}\r\nIf-None-Match: ${page.headers.get('etag')}\r\n\r\n`;
  await line.send(again + again);
  for (let i = 0; i < 2; i++) {
    const answer = await line.answer();
    assert.deepEqual([answer.status, answer.body.length], [304, 0]);
  }
});

test('the same bytes come gzipped and plain', async (t) => {
  const service = await serviceFor(t);
  const ask = (more) => `GET / HTTP/1.1\r\nHost: localhost:${service.port}\r\n${more}\r\n`;
  const line = await connect(service);
  t.after(() => line.end());
  await line.send(ask('Accept-Encoding: gzip\r\n') + ask(''));
  const packed = await line.answer();
  const plain = await line.answer();
  assert.equal(packed.headers.get('content-encoding'), 'gzip');
  assert.equal(plain.headers.get('content-encoding'), undefined);
  assert.deepEqual(packed.body, plain.body);
});

test('HEAD tells what GET would, without a body', async (t) => {
  const service = await serviceFor(t);
  const line = await connect(service);
  await line.send(`HEAD /healthz HTTP/1.1\r\nHost: localhost:${service.port}\r\nConnection: close\r\n\r\n`);
  await line.closed();
  const told = await line.head();
  assert.deepEqual([told.status, told.headers.get('content-length'), told.body.length], [200, '14', 0]);
});

test('what is counted can be read on this machine, by route and kind of answer', async (t) => {
  const service = await serviceFor(t);
  await get(service.origin, '/healthz');
  await get(service.origin, '/healthz');
  await get(service.origin, '/api/v1/me');
  await get(service.origin, '/api/v1/notebooks/0190a1b2-c3d4-7abc-8def-0123456789ab/nothing');
  const line = await connect(service);
  await line.send(`GET /metrics HTTP/1.1\r\nHost: localhost:${service.port}\r\nConnection: close\r\n\r\n`);
  const answer = await line.answer();
  const text = answer.body.toString();
  assert.match(answer.headers.get('content-type'), /^text\/plain; version=0\.0\.4/);
  assert.match(text, /^backtable_requests_total\{route="healthz",status="2xx"\} 2$/m);
  assert.match(text, /^backtable_requests_total\{route="me",status="4xx"\} 1$/m);
  assert.match(text, /^backtable_requests_total\{route="refused",status="4xx"\} 1$/m);
  assert.match(text, /^backtable_workers 256$/m);
  assert.doesNotMatch(text, /0190a1b2/);
  for (const sample of text.trimEnd().split('\n').filter((sample) => !sample.startsWith('#'))) {
    assert.match(sample, /^[a-z_]+(\{[a-z]+="[a-z0-9_]+"(,[a-z]+="[a-z0-9]+")?\})? [0-9]+(\.[0-9]{3})?$/);
  }
});

test('what the service says about itself is not there for those who come through a proxy', async (t) => {
  const service = await serviceFor(t, ['--host', 'notes.school.example']);
  for (const target of ['/healthz', '/readyz', '/metrics']) {
    const line = await connect(service);
    await line.send(`GET ${target} HTTP/1.1\r\nHost: notes.school.example:${service.port}\r\nConnection: close\r\n\r\n`);
    assert.equal((await line.answer()).status, 404, target);
    const careless = await connect(service);
    await careless.send(`GET ${target} HTTP/1.1\r\nHost: localhost:${service.port}\r\nX-Forwarded-For: 203.0.113.7\r\nConnection: close\r\n\r\n`);
    assert.equal((await careless.answer()).status, 404, `${target}, by a proxy that keeps no Host`);
  }
});
