// @ts-check
/**
 * Requests that are nearly right: what a program with a mistake in it sends, or somebody who looks for ours.
 */
import { gzipSync } from 'node:zlib';
import { makeRandom } from '../bench/records.mjs';

/** @typedef {{ below(count: number): number, of<T>(list: T[]): T }} Draw */

/** @param {number} seed @returns {Draw} */
export function drawFrom(seed) {
  const next = makeRandom(seed);
  const below = (count) => Math.floor(next() * count);
  return { below, of: (list) => list[below(list.length)] };
}

/** Values that a member is exchanged for. */
const ODD_VALUES = [
  null, true, 0, -1, 1.5, 2 ** 53, -(2 ** 63), 1e308, '', ' ', '\0', '\u202e', '\ud800', 'a'.repeat(5000), [], {}, [[[[]]]],
  '../../etc/passwd', '0190a1b2-c3d4-7abc-8def-0123456789ab', '2026-02-30T25:61:61Z', '<script>', "' OR 1=1 --", '%s%n',
];
const ODD_HEADERS = [
  'Host: school.example', 'Content-Length: 0', 'Content-Length: 99999999999999999999', 'Content-Length: -1', 'Transfer-Encoding: chunked',
  'Content-Encoding: gzip', 'Content-Encoding: br', 'Expect: 100-continue', 'Connection: close', 'Connection: Upgrade', 'Upgrade: websocket',
  'Origin: null', 'Sec-Fetch-Site: cross-site', 'Cookie: backtable=0', 'Authorization: Basic YTpi', 'Accept-Encoding: gzip;q=0', 'Range: bytes=0-0',
  'If-None-Match: *', `X: ${'a'.repeat(20000)}`, ' folded', ': nameless', 'X-Forwarded-For: 1.2.3.4',
];
const ODD_BYTES = ['\0', '\r', '\n', '\r\n\r\n', '\xff', '%', '"', '\\', '{', '[', '}', ' '];
const BOMB = gzipSync(Buffer.alloc(8 * 1024 * 1024, ' '));

/** Exchanges, drops or doubles one member somewhere in `value`. @param {Draw} draw */
function mutateJson(draw, value) {
  const keys = value !== null && typeof value === 'object' ? Object.keys(value) : [];
  if (keys.length === 0) return draw.of(ODD_VALUES);
  const key = draw.of(keys);
  const copy = Array.isArray(value) ? [...value] : { ...value };
  const what = draw.below(8);
  if (what < 4) copy[key] = mutateJson(draw, value[key]);
  else if (what === 4) delete copy[key];
  else if (what === 5) copy[draw.of(['id', 'type', 'students', 'prototype', 'x'.repeat(300)])] = value[key];
  else if (what === 6) for (let depth = draw.below(100); depth > 0; depth -= 1) copy[key] = [copy[key]];
  else copy[key] = draw.of(ODD_VALUES);
  return copy;
}

/** Flips, puts in, takes out, cuts or doubles bytes. @param {Draw} draw @param {Buffer} bytes */
function mutateBytes(draw, bytes) {
  const at = draw.below(bytes.length + 1);
  const to = Math.min(bytes.length, at + 1 + draw.below(16));
  switch (draw.below(5)) {
    case 0: {
      const copy = Buffer.from(bytes);
      if (at < copy.length) copy[at] ^= 1 << draw.below(8);
      return copy;
    }
    case 1: return Buffer.concat([bytes.subarray(0, at), Buffer.from(draw.of(ODD_BYTES), 'latin1'), bytes.subarray(at)]);
    case 2: return Buffer.concat([bytes.subarray(0, at), bytes.subarray(to)]);
    case 3: return bytes.subarray(0, at);
    default: return Buffer.concat([bytes.subarray(0, to), bytes.subarray(at)]);
  }
}

/**
 * The bytes of a request with up to three mistakes; now and then with none, so that what follows mistakes is seen too.
 * @param {Draw} draw
 * @param {{ method: string, target: string, headers: string[], body?: object }} request
 */
export function mutate(draw, request) {
  let { target } = request;
  let value = request.body;
  let body = Buffer.alloc(0);
  const headers = [...request.headers];
  const mistakes = Array.from({ length: draw.below(4) }, () => draw.below(9));
  const has = (mistake) => mistakes.includes(mistake);

  if (value !== undefined) {
    for (const mistake of mistakes) if (mistake < 3) value = mutateJson(draw, value);
    body = Buffer.from(JSON.stringify(value));
    if (has(3)) body = mutateBytes(draw, body);
    if (draw.below(4) === 0) {
      body = draw.below(500) === 0 ? BOMB : gzipSync(body, { level: 1 });
      headers.push('Content-Encoding: gzip');
      if (has(4)) body = mutateBytes(draw, body);
    }
    headers.push('Content-Type: application/json', `Content-Length: ${has(5) ? body.length + draw.below(9) - 4 : body.length}`);
  }
  if (has(6)) target = mutateBytes(draw, Buffer.from(target)).toString('latin1');
  if (has(7)) headers.splice(draw.below(headers.length + 1), draw.below(2), draw.of(ODD_HEADERS));
  let head = Buffer.from([`${request.method} ${target} HTTP/1.1`, ...headers, '', ''].join('\r\n'), 'latin1');
  if (has(8)) head = mutateBytes(draw, head);
  return Buffer.concat([head, body]);
}
