/**
 * Backtable for a harness that runs many systems on one classroom workload: a plain client of the HTTP API.
 *
 * The harness names itself by BENCH_HOME and gives the base classes; it is not part of this project, and nothing here
 * needs it otherwise. BT_PROGRAM names the program to run.
 */
import { existsSync, readdirSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { createGzip } from 'node:zlib';
import { command, startService } from '../http/service.mjs';
import { joinAs } from './device.mjs';
import { alternativesOf, documentOf, isOurs, membersOf, uuidOf } from './peer_records.mjs';
import { makeId, makeRandom, SEED } from './records.mjs';

const { Adapter, Device } = await import(`${process.env.BENCH_HOME}/adapter.mjs`);

const PAGE_BYTES = 4 * 1024 * 1024;
const WAIT_S = 25;
const NOTEBOOK = makeId(Date.UTC(2026, 7, 24), makeRandom(SEED));
const SETTLE_EVERY_MS = 500;
const SETTLED_MS = 7000; // the service tidies a notebook that was quiet for five seconds
const SETTLE_MAX_MS = 60_000;

const pause = (ms) => new Promise((resolve) => setTimeout(resolve, ms));

/** One record as this device holds it. @typedef {{ version: string | null, record: object }} Held */

class Phone extends Device {
  constructor(joined, notebook) {
    super();
    this.joined = joined;
    this.notebook = notebook;
    /** @type {Map<string, Held>} by id */
    this.held = new Map();
    /** What is not sent yet: id -> the version that it was typed on. @type {Map<string, string | null>} */
    this.pending = new Map();
    this.clockMs = 0;
  }

  /** Two edits never have the same stamp, also within a millisecond. */
  stamp() {
    this.clockMs = Math.max(this.clockMs + 1, Date.now());
    return { at: new Date(this.clockMs).toISOString(), by: this.joined.person, device: this.joined.device };
  }

  async apply(ops) {
    for (const { op, doc, id, patch } of ops) {
      const uuid = uuidOf(id ?? doc.id);
      const before = this.held.get(uuid);
      if (!this.pending.has(uuid)) this.pending.set(uuid, before?.version ?? null);
      this.held.set(uuid, { version: before?.version ?? null, record: this.change(op, uuid, before?.record, doc, patch) });
    }
  }

  change(op, id, before, doc, patch) {
    const edited = this.stamp();
    if (op === 'put') return { id, type: doc.type, schema: 1, created: edited, edited, ...membersOf(doc.type, doc, doc) };
    if (op === 'del') return { ...before, edited, deleted: { at: edited.at, by: edited.by } };
    return { ...before, edited, ...membersOf(before.type, patch, { ...documentOf(before), ...patch }) };
  }

  /** The changes of the next batch, which from here on count as sent. */
  takeChanges() {
    const changes = [...this.pending].map(([id, base]) => ({ id, base, record: this.held.get(id).record }));
    this.pending.clear();
    this.notebook.nextSeq();
    return changes;
  }

  /** Keeps what an answer brings; the ids of the records that came. */
  keep(answer) {
    if (answer.refused.length > 0) throw new Error(`refused: ${JSON.stringify(answer.refused[0])}`);
    for (const { id, version } of answer.stored) this.held.get(id).version = version;
    for (const { id, version, record } of answer.records) this.held.set(id, { version, record });
    return answer.records.map((row) => row.id);
  }

  async flush() {
    if (this.pending.size === 0) return;
    const { answer } = await this.notebook.exchange(this.notebook.prepare({ changes: this.takeChanges(), budget_bytes: PAGE_BYTES }));
    this.keep(answer);
    if (answer.more) await this.pull();
  }

  /** The next batch is made and compressed while the service works on the one before. */
  async load(batches) {
    let localMs = 0;
    let sending = Promise.resolve();
    for (const batch of batches) {
      const began = performance.now();
      await this.apply(batch);
      localMs += performance.now() - began;
      const packing = createGzip();
      const parts = [];
      packing.on('data', (part) => parts.push(part));
      packing.write(`{"changes":${JSON.stringify(this.takeChanges())},"budget_bytes":${PAGE_BYTES},`);
      const { seq } = this.notebook.place();
      await sending;
      packing.end(JSON.stringify({ ...this.notebook.place(), seq }).slice(1));
      await new Promise((resolve, reject) => packing.on('end', resolve).on('error', reject));
      sending = this.notebook.exchange(Buffer.concat(parts)).then(({ answer }) => this.keep(answer));
      sending.catch(() => {}); // it is awaited one round later
    }
    await sending;
    return localMs;
  }

  async pull() {
    const came = [];
    for (let more = true; more; ) {
      const { answer } = await this.notebook.exchange(this.notebook.prepare({ changes: [], budget_bytes: PAGE_BYTES }));
      for (const id of this.keep(answer)) came.push(id);
      more = answer.more;
    }
    return came;
  }

  /** A batch brings back what is new: one round trip, unless there is a page more. */
  async sync() {
    if (this.pending.size > 0) await this.flush();
    else await this.pull();
  }
  async offline() { this.notebook.close(); }

  async get(docId) {
    const record = this.held.get(uuidOf(docId))?.record;
    return record && !record.deleted ? documentOf(record) : undefined;
  }
  *ours() {
    for (const { record } of this.held.values()) if (isOurs(record) && !record.deleted) yield record;
  }
  async ids() { return [...this.ours()].map((record) => documentOf(record).id); }
  async conflicts() {
    const asked = [...this.ours()].map((record) => [documentOf(record).id, alternativesOf(record)]);
    return new Map(asked.filter(([, alternatives]) => alternatives.length > 0));
  }

  /** A question that waits is answered as soon as there is something new, with the records themselves. */
  async watch(fn) {
    await this.pull();
    const waiting = this.joined.open(NOTEBOOK, true);
    let ended = false;
    let told = await waiting.exchange(waiting.prepare({ ...this.notebook.place(), changes: [] })); // joins where this device is
    const loop = (async () => {
      while (!ended) {
        told = await waiting.exchange(waiting.prepare({ changes: [], budget_bytes: PAGE_BYTES, wait_s: WAIT_S }));
        this.keep(told.answer);
        for (const { record } of told.answer.records) if (isOurs(record)) fn(documentOf(record).id);
      }
    })().catch((error) => {
      if (!ended) throw error;
    });
    return async () => {
      ended = true;
      waiting.close();
      await loop;
    };
  }

  /** Every page of a list of versions, with their bytes. */
  async versionsAt(path) {
    const all = [];
    for (let after = ''; after !== null; ) {
      const { versions, next } = await this.notebook.get(`${path}/versions?records=1${after && `&after=${after}`}`);
      for (const { value } of versions) if (isOurs(value)) all.push(documentOf(value));
      after = next;
    }
    return all;
  }
  async history(docId) { return this.versionsAt(`/records/${uuidOf(docId)}`); }
  /** Ours names a student wherever he is one of several, so it finds more than the harness counts. */
  async historyOf(_docIds, student) { return this.versionsAt(`/students/${uuidOf(`stu-${student}`)}`); }
  async close() { this.joined.close(); }
}

/** Everything in a folder, as it shows whether someone is writing. */
function look(folder) {
  return readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => {
      const path = join(entry.path, entry.name);
      return existsSync(path) ? `${path} ${statSync(path).size}` : '';
    })
    .sort().join('\n');
}

export default class Backtable extends Adapter {
  static caps = { live: true, history: 'server' };
  static ack = 'HTTP 200 after one fdatasync of the journal';

  async version() { return (await command('--version')).trim(); }
  store() { return join(this.ctx.dir, 'data'); }
  pids() { return [this.service?.process.pid]; }

  async start() {
    this.service = await startService({ dataDir: this.store(), port: this.port ?? 0 });
    this.port = this.service.port;
    this.code ??= this.service.ownerCode;
  }
  async stop() { await this.service?.stop(); }

  async device(name) {
    const port = await this.door();
    if (name === 'A') {
      this.owner = await joinAs(this.service.origin, this.code, name, port);
      await this.owner.createClassroom(NOTEBOOK, 'Room 12');
      return new Phone(this.owner, this.owner.open(NOTEBOOK));
    }
    const { code } = await this.owner.invite(NOTEBOOK);
    const joined = await joinAs(this.service.origin, code, name, port);
    return new Phone(joined, joined.open(NOTEBOOK));
  }

  /** Until what is done for a quiet notebook is done. */
  async settle() {
    let before = look(this.store());
    for (let sameMs = 0, allMs = 0; sameMs < SETTLED_MS && allMs < SETTLE_MAX_MS; allMs += SETTLE_EVERY_MS) {
      await pause(SETTLE_EVERY_MS);
      const now = look(this.store());
      sameMs = now === before ? sameMs + SETTLE_EVERY_MS : 0;
      before = now;
    }
  }

  async probe(phone, docId) {
    const { version } = phone.held.get(uuidOf(docId));
    await phone.notebook.get(`/versions/${version}`);
  }
}
