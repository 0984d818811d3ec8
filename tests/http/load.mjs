// @ts-check
/**
 * Teachers who write all the time: each sends one note after the other, and remembers which the service acknowledged.
 */
import http from 'node:http';
import https from 'node:https';
import { newId } from './service.mjs';

/**
 * One request on a connection of its own, which a restart must not cost.
 * @returns {Promise<{ status: number, json: any }>} rejects with what went wrong, `began` when an answer broke off in the middle
 */
function ask(origin, where, body, token, ca) {
  const { request: open } = origin.startsWith('https:') ? https : http;
  return new Promise((resolve, reject) => {
    const bytes = JSON.stringify(body);
    const headers = { 'Content-Type': 'application/json', 'Content-Length': Buffer.byteLength(bytes), Authorization: `Bearer ${token}` };
    const request = open(origin + where, { method: 'POST', agent: false, headers, ca }, (answer) => {
      const parts = [];
      answer.on('data', (part) => parts.push(part));
      answer.on('error', (error) => reject(Object.assign(error, { began: true })));
      answer.on('end', () => {
        if (!answer.complete) reject(Object.assign(new Error('an answer broke off'), { began: true }));
        else resolve({ status: answer.statusCode ?? 0, json: JSON.parse(Buffer.concat(parts).toString()) });
      });
    });
    request.on('error', reject);
    request.end(bytes);
  });
}

const batch = (author, seq) => {
  const id = newId();
  const stamp = { at: new Date().toISOString(), by: author.person, device: author.device };
  return { protocol: 1, epoch: null, cursor: null, seq, changes: [{ id, base: null, record: { id, type: 'skill', schema: 1, created: stamp, edited: stamp, name: `Skill ${seq}` } }] };
};

/**
 * @param {{ origin: string, notebook: string, authors: { person: string, device: string, token: string }[], ca?: Buffer }} options
 *   `ca`: over TLS, whom to trust. A writer ends with its first failure
 * @returns {{ stored: string[], failures: Error[], reached(count: number): Promise<void>, stop(): Promise<void> }}
 */
export function writeAllTheTime({ origin, notebook, authors, ca }) {
  const stored = [];
  const failures = [];
  let going = true;
  let look = () => {};
  const where = `/api/v1/notebooks/${notebook}/sync`;

  async function write(author) {
    let seq = 1;
    let next = batch(author, seq);
    while (going) {
      try {
        const answer = await ask(origin, where, next, author.token, ca);
        if (answer.status !== 200) throw Object.assign(new Error(`status ${answer.status}`), { json: answer.json });
        stored.push(...answer.json.stored.map((row) => row.id));
        seq += 1;
        next = batch(author, seq);
      } catch (error) {
        failures.push(error);
        break;
      }
      look();
    }
    look();
  }
  const writers = authors.map(write);
  return {
    stored,
    failures,
    /** Resolves once `count` more are acknowledged than now, or every writer has given up. */
    reached(count) {
      const goal = stored.length + count;
      const enough = new Promise((resolve) => {
        look = () => { if (stored.length >= goal) resolve(undefined); };
        look();
      });
      return Promise.race([enough, Promise.all(writers).then(() => undefined)]);
    },
    async stop() {
      going = false;
      await Promise.all(writers);
    },
  };
}
