// Odd and hostile requests: what is sent, and what must come back. No row may keep a worker or end the service.
import assert from 'node:assert/strict';
import test from 'node:test';
import { connect, get, raw, serviceFor, untilAlone } from './service.mjs';

/** A request with the right Host, and more headers and a body where given. */
const ask = (host, first, headers = [], body = '') => [first, `Host: ${host}`, ...headers, '', body].join('\r\n');

const JSON_TYPE = 'Content-Type: application/json';
const LONG = 'a'.repeat(1200);

// In each row `h` is the Host that the service answers to.
const rows = [
  ['a parent step in the path leads nowhere', (h) => ask(h, 'GET /../etc/passwd HTTP/1.1'), 404, 'not_found'],
  ['an encoded path is refused, not decoded', (h) => ask(h, 'GET /%2e%2e/etc/passwd HTTP/1.1'), 400, 'bad_path'],
  ['an encoded NUL in a path is refused', (h) => ask(h, 'GET /index.html%00.js HTTP/1.1'), 400, 'bad_path'],
  ['bytes that are not UTF-8, encoded, are refused', (h) => ask(h, 'GET /%ff HTTP/1.1'), 400, 'bad_path'],
  ['a backslash in a path is refused', (h) => ask(h, 'GET /..\\etc HTTP/1.1'), 400, 'bad_path'],
  ['a doubled slash is another path', (h) => ask(h, 'GET //api/v1/me HTTP/1.1'), 404, 'not_found'],
  ['a raw NUL in the head is refused', (h) => ask(h, 'GET /\0 HTTP/1.1'), 400, 'malformed'],
  ['raw bytes above ASCII in the head are refused', (h) => Buffer.from(ask(h, 'GET /\xff HTTP/1.1'), 'latin1'), 400],
  ['an address longer than any of ours is refused', (h) => ask(h, `GET /${LONG} HTTP/1.1`), 414, 'path_too_long'],
  ['a head of more than 16 kB is refused', (h) => ask(h, 'GET / HTTP/1.1', [`X: ${'a'.repeat(17000)}`]), 400, 'malformed'],
  [
    'more headers than are kept are refused, not dropped',
    (h) => ask(h, 'GET / HTTP/1.1', Array.from({ length: 62 }, (_, i) => `X-${i}: 1`)),
    431,
    'too_many_headers',
  ],
  ['a folded header cannot hide the length', (h) => ask(h, 'POST /api/v1/join HTTP/1.1', [JSON_TYPE, 'X: a', ' b', 'Content-Length: 2'], '{}')],
  ['a request without a Host is refused', () => 'GET / HTTP/1.1\r\n\r\n', 400, 'bad_host'],
  ['two Hosts are refused', (h) => ask(h, 'GET / HTTP/1.1', [`Host: ${h}`]), 400, 'bad_host'],
  ['a name that was pointed at us is refused', () => ask('school.example', 'GET / HTTP/1.1'), 421, 'unknown_host'],
  ['our name with another port is refused', () => ask('localhost:1', 'GET / HTTP/1.1'), 421, 'unknown_host'],
  ['our name with more behind it is refused', (h) => ask(`${h}.example`, 'GET / HTTP/1.1'), 421, 'unknown_host'],
  ['a whole address instead of a path is refused', (h) => ask(h, `GET http://${h}/ HTTP/1.1`)],
  ['HTTP/2 in the clear is refused', () => 'PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n'],
  ['an unknown method is refused', (h) => ask(h, 'BREW / HTTP/1.1'), 400, 'malformed'],
  ['TRACE is refused', (h) => ask(h, 'TRACE / HTTP/1.1')],
  ['PUT of anything but a photo is refused', (h) => ask(h, 'PUT / HTTP/1.1', ['Content-Length: 0']), 415, 'not_jpeg'],
  ['PUT where no photo lies is refused', (h) => ask(h, 'PUT / HTTP/1.1', ['Content-Type: image/jpeg', 'Content-Length: 0']), 405, 'method_not_allowed'],
  ['DELETE is refused', (h) => ask(h, 'DELETE /api/v1/me HTTP/1.1'), 405, 'method_not_allowed'],
  [
    'no other site is told that it may ask',
    (h) => ask(h, 'OPTIONS /api/v1/me HTTP/1.1', ['Origin: https://evil.example', 'Access-Control-Request-Method: GET']),
    405,
    'method_not_allowed',
  ],
  ['GET of an address that takes POST is refused', (h) => ask(h, 'GET /api/v1/join HTTP/1.1'), 405, 'method_not_allowed'],
  ['a length with a sign is refused', (h) => ask(h, 'POST /api/v1/join HTTP/1.1', [JSON_TYPE, 'Content-Length: +5'], 'abcde'), 400, 'bad_length'],
  ['a negative length is refused', (h) => ask(h, 'POST /api/v1/join HTTP/1.1', [JSON_TYPE, 'Content-Length: -5'], 'abcde'), 411, 'malformed'],
  ['a length with letters is refused', (h) => ask(h, 'POST /api/v1/join HTTP/1.1', [JSON_TYPE, 'Content-Length: 5abc'], 'abcde'), 400, 'bad_length'],
  ['a list of lengths is refused', (h) => ask(h, 'POST /api/v1/join HTTP/1.1', [JSON_TYPE, 'Content-Length: 5, 5'], 'abcde'), 400, 'bad_length'],
  ['two lengths are refused', (h) => ask(h, 'POST /api/v1/join HTTP/1.1', [JSON_TYPE, 'Content-Length: 5', 'Content-Length: 5'], 'abcde'), 400, 'bad_length'],
  ['a length of ten gigabytes is refused at once', (h) => ask(h, 'POST /api/v1/join HTTP/1.1', [JSON_TYPE, 'Content-Length: 10000000000']), 413, 'too_large'],
  ['a length beyond 64 bits is refused at once', (h) => ask(h, 'POST /api/v1/join HTTP/1.1', [JSON_TYPE, 'Content-Length: 99999999999999999999']), 413, 'too_large'],
  ['a POST without a length is refused', (h) => ask(h, 'POST /api/v1/join HTTP/1.1', [JSON_TYPE]), 411, 'length_required'],
  ['a body in chunks is refused', (h) => ask(h, 'POST /api/v1/join HTTP/1.1', [JSON_TYPE, 'Transfer-Encoding: chunked'], '0\r\n\r\n'), 411, 'length_required'],
  [
    'chunks and a length together are refused',
    (h) => ask(h, 'POST /api/v1/join HTTP/1.1', [JSON_TYPE, 'Transfer-Encoding: chunked', 'Content-Length: 5'], '0\r\n\r\n'),
    411,
    'length_required',
  ],
  ['a GET with a body is refused', (h) => ask(h, 'GET / HTTP/1.1', ['Content-Length: 5'], 'abcde'), 400, 'body_not_expected'],
  ['Expect is refused', (h) => ask(h, 'POST /api/v1/join HTTP/1.1', [JSON_TYPE, 'Content-Length: 2', 'Expect: 100-continue']), 417, 'expectation_failed'],
  ['a form is refused', (h) => ask(h, 'POST /api/v1/join HTTP/1.1', ['Content-Type: application/x-www-form-urlencoded', 'Content-Length: 9'], 'a=1\0&b=2x'), 415, 'not_json'],
  ['an encoding that we do not know is refused', (h) => ask(h, 'POST /api/v1/join HTTP/1.1', [JSON_TYPE, 'Content-Encoding: br', 'Content-Length: 2'], '{}'), 415, 'unknown_encoding'],
  [
    'a page of another site may not ask',
    (h) => ask(h, 'POST /api/v1/join HTTP/1.1', [JSON_TYPE, 'Content-Length: 2', 'Origin: https://evil.example'], '{}'),
    403,
    'foreign_page',
  ],
  ['a page without an origin may not ask', (h) => ask(h, 'POST /api/v1/join HTTP/1.1', [JSON_TYPE, 'Content-Length: 2', 'Origin: null'], '{}'), 403, 'foreign_page'],
  [
    'our own page as https may not ask the http one',
    (h) => ask(h, 'POST /api/v1/join HTTP/1.1', [JSON_TYPE, 'Content-Length: 2', `Origin: https://${h}`], '{}'),
    403,
    'foreign_page',
  ],
  [
    'what a browser calls cross-site is refused, whatever its Origin says',
    (h) => ask(h, 'POST /api/v1/join HTTP/1.1', [JSON_TYPE, 'Content-Length: 2', `Origin: http://${h}`, 'Sec-Fetch-Site: cross-site'], '{}'),
    403,
    'foreign_page',
  ],
  [
    'a cookie without an Origin is refused',
    (h) => ask(h, 'POST /api/v1/device HTTP/1.1', [JSON_TYPE, 'Content-Length: 2', `Cookie: backtable=${'0'.repeat(64)}`], '{}'),
    403,
    'origin_missing',
  ],
  ['an upgrade to a WebSocket is answered as any other request', (h) => ask(h, 'GET /api/v1/me HTTP/1.1', ['Upgrade: websocket', 'Connection: Upgrade', 'Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==', 'Sec-WebSocket-Version: 13']), 401, 'unknown_device'],
  ['an unknown path is not found', (h) => ask(h, 'GET /wp-login.php HTTP/1.1'), 404, 'not_found'],
  ['HTTP/0.9 is refused', () => 'GET /\r\n\r\n'],
  ['noise is refused', () => Buffer.from([0x16, 0x03, 0x01, 0x02, 0x00, 0x01, 0x0d, 0x0a, 0x0d, 0x0a]), 400, 'malformed'],
];

test('odd requests', async (t) => {
  const service = await serviceFor(t);
  for (const [rule, build, status, code] of rows) {
    await t.test(rule, async () => {
      const answer = await raw(service, build(`localhost:${service.port}`));
      await untilAlone(service);
      if (status === undefined) {
        assert.ok(answer.status === 0 || (answer.status >= 400 && answer.status < 600), `status ${answer.status}`);
        return;
      }
      assert.equal(answer.status, status);
      if (code) assert.equal(answer.json.error.code, code);
    });
  }
  await t.test('after all of them the service answers', async () => {
    const answer = await get(service.origin, '/healthz');
    assert.deepEqual(answer.json, { alive: true });
  });
  await t.test('no row was logged with what the peer sent', () => {
    const text = JSON.stringify(service.log);
    for (const word of ['passwd', 'evil', 'wp-login', 'school.example']) assert.ok(!text.includes(word), word);
  });
});

test('requests that are sent one behind the other are answered in order', async (t) => {
  const service = await serviceFor(t);
  const host = `localhost:${service.port}`;
  const line = await connect(service);
  t.after(() => line.end());
  await line.send(ask(host, 'GET /healthz HTTP/1.1') + ask(host, 'GET /api/v1/me HTTP/1.1') + ask(host, 'GET /readyz HTTP/1.1'));
  assert.deepEqual((await line.answer()).json, { alive: true });
  assert.equal((await line.answer()).status, 401);
  assert.deepEqual((await line.answer()).json, { ready: true });
});

test('a refusal by the gate closes the connection, so that nothing behind it is read as a request', async (t) => {
  const service = await serviceFor(t);
  const host = `localhost:${service.port}`;
  const line = await connect(service);
  await line.send(ask(host, 'GET /%41 HTTP/1.1') + ask(host, 'GET /healthz HTTP/1.1'));
  const answer = await line.answer();
  assert.equal(answer.headers.get('connection'), 'close');
  await line.closed();
  assert.equal((await line.answer()).status, 0);
});

test('HTTP/1.0, as a proxy speaks it, is answered and closed', async (t) => {
  const service = await serviceFor(t);
  const line = await connect(service);
  await line.send(ask(`localhost:${service.port}`, 'GET /healthz HTTP/1.0'));
  const answer = await line.answer();
  assert.equal(answer.status, 200);
  assert.equal(answer.headers.get('connection'), 'close');
  await line.closed();
});
