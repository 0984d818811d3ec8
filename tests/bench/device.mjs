/**
 * A device without a screen: joins, pushes and pulls over HTTP, and counts the bytes that crossed the wire.
 */
import http, { Agent } from 'node:http';
import https from 'node:https';
import { gunzipSync, gzipSync } from 'node:zlib';

const BUDGET_BYTES = 4 * 1024 * 1024;
const UNPACKED_BYTES = 256 * 1024; // at a time; zlib's own 16 kB makes a page a puzzle of hundreds of pieces

/**
 * One request over a kept connection; `wire` counts the body's bytes as they travelled, both ways, and how long they took.
 * @param {{ agent: Agent, origin: string, port?: number, token?: string }} line  `port`: where to connect, when that is not the origin's
 */
export function ask({ agent, origin, port, token }, method, path, body = undefined, isGzip = false) {
  const headers = { host: new URL(origin).host, 'accept-encoding': 'gzip' };
  if (body) Object.assign(headers, { 'content-type': 'application/json', 'content-length': body.length });
  if (isGzip) headers['content-encoding'] = 'gzip';
  if (token) headers.authorization = `Bearer ${token}`;
  return new Promise((resolve, reject) => {
    const began = process.hrtime.bigint();
    const asked = (origin.startsWith('https:') ? https : http).request(`${origin}${path}`, { method, agent, headers, ...(port && { port }) }, (response) => {
      const parts = [];
      response.on('data', (part) => parts.push(part));
      response.on('error', reject);
      response.on('end', () => {
        const ns = process.hrtime.bigint() - began;
        const sent = Buffer.concat(parts);
        const bytes = response.headers['content-encoding'] === 'gzip' ? gunzipSync(sent, { chunkSize: UNPACKED_BYTES }) : sent;
        resolve({ status: response.statusCode, bytes, sent, wire: { up: body?.length ?? 0, down: sent.length, ns } });
      });
    });
    asked.on('error', reject);
    asked.end(body);
  });
}

function readJson(path, answer) {
  if (answer.status !== 200 && answer.status !== 201) throw new Error(`${path}: ${answer.status} ${answer.bytes}`);
  return JSON.parse(answer.bytes);
}

const postJson = async (line, path, value) => readJson(path, await ask(line, 'POST', path, Buffer.from(JSON.stringify(value))));
const getJson = async (line, path) => readJson(path, await ask(line, 'GET', path));

/** Pairs with a code; resolves to a device that has no notebook open yet. @param {number} [port] a relay's in front of the service */
export async function joinAs(origin, code, name, port = undefined) {
  const line = { agent: new Agent({ keepAlive: true, maxSockets: 1 }), origin, port };
  const { person, device, token } = await postJson(line, '/api/v1/join', { code, name, device_name: 'bench', bearer: true });
  const known = { ...line, token };
  return {
    person,
    device,
    createClassroom: (id, title) => postJson(known, '/api/v1/classrooms', { id, name: title }),
    invite: (notebook) => postJson(known, `/api/v1/notebooks/${notebook}/invites`, { role: 'co_teacher' }),
    /** On a connection of its own where `apart`: a question that waits for news holds up no other. */
    open: (notebook, apart = false) => openNotebook(apart ? { ...known, agent: new Agent({ keepAlive: true, maxSockets: 1 }) } : known, notebook),
    close: () => known.agent.destroy(),
  };
}

function openNotebook(line, notebook) {
  const root = `/api/v1/notebooks/${notebook}`;
  let epoch = null;
  let cursor = null;
  let seq = 0;

  const send = async (body) => {
    const answer = await ask(line, 'POST', `${root}/sync`, body, true);
    if (answer.status !== 200) throw new Error(`sync: ${answer.status} ${answer.bytes}`);
    return answer;
  };
  const place = () => ({ protocol: 1, epoch, cursor, seq });
  const prepare = (more) => gzipSync(JSON.stringify({ ...place(), ...more }));
  const take = (answer) => ({ epoch, cursor } = answer);

  return {
    /** What a question must say of where this device stands; `seq` is that of its last batch. */
    place,
    nextSeq: () => (seq += 1),
    prepare,
    /** Sends a question as it is, gzipped; resolves to the answer, of which the device's place is kept. */
    async exchange(body) {
      const { bytes, wire } = await send(body);
      const answer = JSON.parse(bytes);
      take(answer);
      return { answer, wire };
    },
    get: (path) => getJson(line, root + path),
    close: () => line.agent.destroy(),

    /**
     * Push records as one batch. Only the exchange is timed, not the making of its question.
     * @returns {Promise<{ ns: bigint, wire: { up: number, down: number }, versions: Map<string, string> }>}
     */
    async push(records, bases = new Map()) {
      seq += 1;
      const changes = records.map((record) => ({ id: record.id, base: bases.get(record.id) ?? null, record }));
      const prepared = prepare({ changes, budget_bytes: BUDGET_BYTES });
      const began = process.hrtime.bigint();
      const { bytes, wire } = await send(prepared);
      const ns = process.hrtime.bigint() - began;
      const answer = JSON.parse(bytes);
      if (answer.refused.length > 0) throw new Error(`refused: ${JSON.stringify(answer.refused[0])}`);
      if (answer.received !== seq) throw new Error(`received ${answer.received}, not ${seq}`);
      take(answer);
      return { ns, wire, versions: new Map(answer.stored.map((row) => [row.id, row.version])) };
    },

    /**
     * Pull page by page until there is no more. Reading the answers' JSON is part of the time: a device must do it.
     * @param {(page: number, sent: Buffer) => void} [each] told each answer as it travelled
     */
    async pull(each = () => {}) {
      const told = { ns: 0n, waitNs: 0n, pages: 0, records: 0, down: 0, rawBytes: 0 };
      for (let more = true; more; ) {
        const began = process.hrtime.bigint();
        const { bytes, sent, wire } = await send(prepare({ changes: [], budget_bytes: BUDGET_BYTES }));
        const answer = JSON.parse(bytes);
        told.ns += process.hrtime.bigint() - began;
        take(answer);
        more = answer.more;
        each(told.pages, sent);
        told.waitNs += wire.ns;
        told.pages += 1;
        told.records += answer.records.length;
        told.down += wire.down;
        told.rawBytes += bytes.length;
      }
      return told;
    },
  };
}
