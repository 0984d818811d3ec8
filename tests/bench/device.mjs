/**
 * A device without a screen: joins, pushes and pulls over HTTP, and counts the bytes that crossed the wire.
 */
import { Agent, request } from 'node:http';
import { gunzipSync, gzipSync } from 'node:zlib';

const BUDGET_BYTES = 1024 * 1024;

/** One request over a kept connection; `wire` counts the body's bytes as they travelled, both ways. */
function post(agent, origin, path, token, body, isGzip) {
  const headers = { 'content-type': 'application/json', 'accept-encoding': 'gzip', 'content-length': body.length };
  if (isGzip) headers['content-encoding'] = 'gzip';
  if (token) headers.authorization = `Bearer ${token}`;
  return new Promise((resolve, reject) => {
    const asked = request(`${origin}${path}`, { method: 'POST', agent, headers }, (response) => {
      const parts = [];
      response.on('data', (part) => parts.push(part));
      response.on('error', reject);
      response.on('end', () => {
        const sent = Buffer.concat(parts);
        const bytes = response.headers['content-encoding'] === 'gzip' ? gunzipSync(sent) : sent;
        resolve({ status: response.statusCode, bytes, wire: { up: body.length, down: sent.length } });
      });
    });
    asked.on('error', reject);
    asked.end(body);
  });
}

async function postJson(agent, origin, path, token, value) {
  const answer = await post(agent, origin, path, token, Buffer.from(JSON.stringify(value)), false);
  if (answer.status !== 200 && answer.status !== 201) throw new Error(`${path}: ${answer.status} ${answer.bytes}`);
  return JSON.parse(answer.bytes);
}

/** Pairs with a code; resolves to a device that has no notebook open yet. */
export async function joinAs(origin, code, name) {
  const agent = new Agent({ keepAlive: true, maxSockets: 1 });
  const { person, device, token } = await postJson(agent, origin, '/api/v1/join', undefined, { code, name, device_name: 'bench', bearer: true });
  return {
    person,
    device,
    createClassroom: (id, title) => postJson(agent, origin, '/api/v1/classrooms', token, { id, name: title }),
    open: (notebook) => openNotebook(agent, origin, token, notebook),
    close: () => agent.destroy(),
  };
}

function openNotebook(agent, origin, token, notebook) {
  const path = `/api/v1/notebooks/${notebook}/sync`;
  let epoch = null;
  let cursor = null;
  let seq = 0;

  async function exchange(prepared) {
    const answer = await post(agent, origin, path, token, prepared.body, true);
    if (answer.status !== 200) throw new Error(`sync: ${answer.status} ${answer.bytes}`);
    return answer;
  }
  const prepare = (ask) => ({ body: gzipSync(JSON.stringify({ protocol: 1, epoch, cursor, seq, ...ask })) });

  return {
    /**
     * Push records as one batch. Only the exchange is timed, not the making of its question.
     * @returns {Promise<{ ns: bigint, wire: { up: number, down: number }, versions: Map<string, string> }>}
     */
    async push(records, bases = new Map()) {
      seq += 1;
      const changes = records.map((record) => ({ id: record.id, base: bases.get(record.id) ?? null, record }));
      const prepared = prepare({ changes, budget_bytes: BUDGET_BYTES });
      const began = process.hrtime.bigint();
      const { bytes, wire } = await exchange(prepared);
      const ns = process.hrtime.bigint() - began;
      const answer = JSON.parse(bytes);
      if (answer.refused.length > 0) throw new Error(`refused: ${JSON.stringify(answer.refused[0])}`);
      if (answer.received !== seq) throw new Error(`received ${answer.received}, not ${seq}`);
      ({ epoch, cursor } = answer);
      return { ns, wire, versions: new Map(answer.stored.map((row) => [row.id, row.version])) };
    },

    /** Pull page by page until there is no more. Reading the answers' JSON is part of the time: a device must do it. */
    async pull() {
      const told = { ns: 0n, pages: 0, records: 0, down: 0, rawBytes: 0 };
      for (let more = true; more; ) {
        const began = process.hrtime.bigint();
        const { bytes, wire } = await exchange(prepare({ changes: [], budget_bytes: BUDGET_BYTES }));
        const answer = JSON.parse(bytes);
        told.ns += process.hrtime.bigint() - began;
        ({ epoch, cursor, more } = answer);
        told.pages += 1;
        told.records += answer.records.length;
        told.down += wire.down;
        told.rawBytes += bytes.length;
      }
      return told;
    },
  };
}
