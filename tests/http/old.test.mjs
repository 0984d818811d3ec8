// An app of before against the service of today: recorded questions (old/), each answered as it was in meaning.
//
// What an answer has beside what is recorded does not matter: an app reads what it knows. Words in <> stand for any such value;
// "has" is a list in which the others may be too.
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import http from 'node:http';
import test from 'node:test';
import { gzipSync } from 'node:zlib';
import { join, newId, parseAnswer, post, serviceFor } from './service.mjs';

const recorded = JSON.parse(readFileSync(new URL('./old/protocol-1.json', import.meta.url), 'utf8'));

const kinds = {
  '<id>': /^[0-9a-f]{8}-[0-9a-f]{4}-7[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/,
  '<version>': /^[0-9a-f]{40}$/,
  '<text>': /./,
  '<time>': /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?Z$/,
};

/** Puts what is known in place of $names, all through. */
function fill(value, known) {
  if (typeof value === 'string') {
    if (value.startsWith('$') && known.has(value.slice(1))) return known.get(value.slice(1));
    return value.replace(/\$[a-z.]+/g, (name) => known.get(name.slice(1)) ?? assert.fail(`${name} is not known`));
  }
  if (Array.isArray(value)) return value.map((item) => fill(item, known));
  if (value && typeof value === 'object') return Object.fromEntries(Object.entries(value).map(([name, item]) => [name, fill(item, known)]));
  return value;
}

/** Where `actual` does not mean what `wanted` says; empty: it does. */
function faults(wanted, actual, at = 'answer') {
  if (wanted === '<list>') return Array.isArray(actual) ? [] : [`${at} is no list`];
  if (kinds[wanted]) return typeof actual === 'string' && kinds[wanted].test(actual) ? [] : [`${at} is ${JSON.stringify(actual)}, not ${wanted}`];
  if (Array.isArray(wanted)) {
    if (!Array.isArray(actual) || actual.length !== wanted.length) return [`${at} is ${JSON.stringify(actual)}`];
    return among(wanted, actual, at);
  }
  if (wanted && typeof wanted === 'object') {
    const { has = {}, ...members } = wanted;
    return [
      ...Object.entries(members).flatMap(([name, item]) => faults(item, actual?.[name], `${at}.${name}`)),
      ...Object.entries(has).flatMap(([name, items]) => among(items, actual?.[name] ?? [], `${at}.${name}`)),
    ];
  }
  return wanted === actual ? [] : [`${at} is ${JSON.stringify(actual)}, not ${JSON.stringify(wanted)}`];
}

/** Each of `wanted` is one of `actual`, in whatever order. */
const among = (wanted, actual, at) => wanted.filter((item) => !actual.some((one) => faults(item, one).length === 0))
  .map((item) => `${at} has no ${JSON.stringify(item)}: ${JSON.stringify(actual)}`);

/** "cursor", or "stored[ID].version": the member of the row of that id. */
function pick(answer, path) {
  const row = /^(\w+)\[([^\]]+)\]\.(\w+)$/.exec(path);
  return row ? answer[row[1]].find((item) => item.id === row[2])[row[3]] : answer[path];
}

/** As a browser sends it for a page of the app. */
function send(origin, exchange, body, cookie) {
  const method = exchange.post ? 'POST' : 'GET';
  const bytes = body === undefined ? undefined : exchange.gzip ? gzipSync(body) : Buffer.from(body);
  const headers = {
    Accept: 'application/json', 'Accept-Encoding': 'gzip, deflate, br', 'Sec-Fetch-Site': 'same-origin', 'Sec-Fetch-Mode': 'cors',
    ...(cookie ? { Cookie: cookie } : {}),
    ...(bytes ? { Origin: origin, 'Content-Type': 'application/json', 'Content-Length': bytes.length } : {}),
    ...(exchange.gzip ? { 'Content-Encoding': 'gzip' } : {}),
  };
  return new Promise((resolve, reject) => {
    const request = http.request(origin + exchange.path, { method, headers, agent: false }, (answer) => {
      const parts = [];
      answer.on('data', (part) => parts.push(part));
      answer.on('end', () => {
        const head = [`HTTP/1.1 ${answer.statusCode} x`, ...Object.entries(answer.headers).map(([name, value]) => `${name}: ${value}`), '', ''].join('\r\n');
        resolve(parseAnswer(Buffer.concat([Buffer.from(head, 'latin1'), ...parts])));
      });
    });
    request.on('error', reject);
    request.end(bytes);
  });
}

test('an app of the first release', async (t) => {
  const service = await serviceFor(t);
  const known = new Map([['code', service.ownerCode], ...recorded.ids.map((name) => [name, newId()])]);
  const cookies = new Map();
  let body;
  for (const exchange of recorded.exchanges) {
    await t.test(exchange.does, async () => {
      for (const who of ['rivera', 'chen']) {
        const [by, device] = [known.get(`${who}.person`), known.get(`${who}.device`)];
        if (by && !known.has(`${who}.stamp`)) known.set(`${who}.stamp`, { at: new Date().toISOString(), by, device });
      }
      if (exchange.body !== 'again') body = exchange.body && JSON.stringify(fill(exchange.body, known));
      const path = fill(exchange.post ?? exchange.get, known);
      const answer = await send(service.origin, { ...exchange, path }, exchange.post ? body : undefined, cookies.get(exchange.as));
      const told = answer.json ?? JSON.parse(answer.body.toString());
      assert.equal(answer.status, exchange.status, JSON.stringify(told));
      assert.deepEqual(faults(fill(exchange.answer, known), told), []);
      const set = /^(backtable=[0-9a-f]{64});/.exec(answer.headers.get('set-cookie') ?? '');
      if (set) cookies.set(exchange.as, set[1]);
      for (const [name, from] of Object.entries(exchange.keep ?? {})) known.set(name, pick(told, fill(from, known)));
    });
  }
});

test('an app of the future is told that it is too new, one of the past that it is too old', async (t) => {
  const service = await serviceFor(t);
  const owner = await join(service.origin, service.ownerCode);
  const notebook = newId();
  await post(service.origin, '/api/v1/classrooms', { id: notebook, name: 'Room 12' }, owner.token);
  for (const [protocol, code] of [[2, 'app_too_new'], [0, 'app_too_old']]) {
    const answer = await post(service.origin, `/api/v1/notebooks/${notebook}/sync`, { protocol, epoch: null, cursor: null, seq: 0, changes: [] }, owner.token);
    assert.equal(answer.status, 400);
    assert.equal(answer.json.error.code, code);
  }
});
