// A class with a year behind it: written through the API, then dated. The service stamps a commit with the moment it took it in,
// and a test cannot wait a year; so while the service is stopped, git writes the same history once more with other dates.
import { execFileSync } from 'node:child_process';
import { colleague, get, join, newId, post } from '../http/service.mjs';
import { notebooksOf } from './folder.mjs';

const DAY_MS = 24 * 60 * 60 * 1000;

/** The moment that many days ago, at noon of this machine's calendar, so that no time zone moves it to another day. */
export function daysAgo(days) {
  const noon = new Date();
  noon.setHours(12, 0, 0, 0);
  return new Date(noon.getTime() - days * DAY_MS);
}

/** A calendar day as a date field takes it. */
export function calendarDay(date) {
  const two = (n) => String(n).padStart(2, '0');
  return `${date.getFullYear()}-${two(date.getMonth() + 1)}-${two(date.getDate())}`;
}

/** Writes as one person, one batch at a time; `at` of a batch is kept for `dateHistory`. */
export class Writer {
  #seq = 0;
  #epoch = null;
  #versions = new Map();
  dated = new Map(); // by the commit's subject

  static async join(service, code) {
    const writer = new Writer();
    Object.assign(writer, { origin: service.origin, ...(await join(service.origin, code)) });
    return writer;
  }

  async createClass(name) {
    this.notebook = newId();
    await this.#ask('/api/v1/classrooms', { id: this.notebook, name });
  }

  /** A co-teacher of the same class; both know what the other has sent. */
  async invite(service) {
    const writer = new Writer();
    Object.assign(writer, { origin: this.origin, notebook: this.notebook, dated: this.dated, ...(await colleague(service, this, this.notebook)) });
    writer.#versions = this.#versions;
    return writer;
  }

  /** Who this is, and which notebooks are open to it. */
  async me() {
    return (await get(this.origin, '/api/v1/me', this.token)).json;
  }

  stamp(at) { return { at: at.toISOString(), by: this.person, device: this.device }; }

  /** A record of that day, not sent yet. */
  record(type, at, members, id = newId(at.getTime())) {
    return { id, type, schema: 1, created: this.stamp(at), edited: this.stamp(at), ...members };
  }

  edited(record, at, members) {
    return { ...record, ...members, edited: this.stamp(at) };
  }

  async push(at, records) {
    this.#seq += 1;
    const changes = records.map((record) => ({ id: record.id, base: this.#versions.get(record.id) ?? null, record }));
    const answer = await this.#ask(`/api/v1/notebooks/${this.notebook}/sync`, { protocol: 1, epoch: this.#epoch, cursor: null, seq: this.#seq, changes });
    if (answer.refused.length > 0) throw new Error(JSON.stringify(answer.refused));
    this.#epoch = answer.epoch;
    for (const { id, version } of answer.stored) this.#versions.set(id, version);
    this.dated.set(`sync ${this.device} ${this.#seq}`, at);
  }

  async #ask(where, body) {
    const { status, json, text } = await post(this.origin, where, body, this.token);
    if (status !== 200) throw new Error(`${where}: ${status} ${text}`);
    return json;
  }
}

/** One commit of a fast-export stream, dated as its batch was; what comes before the first batch gets that one's date. */
function dateCommit(commit, dated) {
  const subject = /^data \d+\n(.*)/m.exec(commit)?.[1] ?? '';
  const [first] = dated.values();
  const seconds = Math.floor((dated.get(subject) ?? first).getTime() / 1000);
  return commit.replace(/^(author|committer) (.*>) \d+ \+0000$/gm, `$1 $2 ${seconds} +0000`);
}

/** The service must be stopped. */
export function dateHistory(dataDir, dated) {
  const [folder] = notebooksOf(dataDir);
  const run = (words, input) => execFileSync('git', ['-C', folder, ...words], { encoding: 'latin1', input, maxBuffer: 64 * 1024 * 1024 });
  const stream = run(['fast-export', '--no-data', '--show-original-ids', 'refs/heads/main']);
  const parts = stream.split(/^(?=commit refs\/heads\/main$)/m);
  run(['fast-import', '--quiet', '--force'], parts.map((part) => dateCommit(part, dated)).join(''));
}
