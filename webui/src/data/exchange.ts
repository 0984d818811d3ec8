/**
 * One exchange with the service: what is asked, and what the answer changes on the phone.
 *
 * Each page and its cursor are stored in one transaction, and so are the answer to a batch and its removal. An answer that
 * no longer fits (another tab was faster) changes nothing: asking again is harmless.
 */
import { tell, offline } from './api';
import type { Database, Tx } from './db';
import { readMe, takeStamps } from './identity';
import { isObject } from './json';
import { closeBatch, settle, wordingOf, type Verdict } from './outbox';
import { newBook, type Batch, type Book, type Draft, type Held } from './rows';
import type { AnyRecord, Id, Me, Version } from './types';

const PROTOCOL = 1;
const PAGE_BYTES = 512 * 1024; // a page of a first visit on a slow link: seconds, not minutes, are lost when it is cut

const GONE = { code: 'gone', message: 'This entry was removed from the class for good; save yours as a new one if it should stay.' };

export interface Answer {
  epoch: string;
  cursor: string;
  more: boolean;
  received: number;
  stored: { id: Id; version: Version | null }[]; // null: stored once, and removed for good since
  refused: { id: Id; code: string; message: string }[];
  records: { id: Id; version: Version; record: AnyRecord }[];
  erased: Id[];
  server_time: string;
  role?: string; // of the one who asks; services of before do not say
  role_until?: string;
  retry_ms?: number;
  not_taken?: { code: string; message: string }; // what was sent stays here; what others wrote came all the same
}

export interface Question { book: Book; batch?: Batch }

/**
 * What the phone wants to say: the batch under way, else a new one of what is ready, else nothing. Without a network at all none is
 * closed: what is in no batch can have been had by nobody, and is still its author's to keep for herself.
 */
export function prepare(db: Database, notebook: Id, hasNetwork: boolean): Promise<Question> {
  return db.run(['books', 'batches', 'drafts'], 'readwrite', async (tx) => {
    const book = (await tx.get<Book>('books', notebook)) ?? newBook(notebook);
    const underWay = await tx.get<Batch>('batches', notebook);
    if (underWay) return { book, batch: underWay };
    if (!hasNetwork) return { book };
    const batch = closeBatch(notebook, await tx.ofNotebook<Draft>('drafts', notebook), book.seq + 1);
    if (!batch) return { book };
    const counted = { ...book, seq: batch.seq };
    tx.put('batches', batch);
    tx.put('books', counted);
    for (const draft of batch.drafts) tx.delete('drafts', [notebook, draft.id]);
    return { book: counted, batch };
  });
}

const isTime = (value: unknown): value is string => typeof value === 'string' && !Number.isNaN(Date.parse(value));
const isRow = (value: unknown, ...strings: string[]) => isObject(value) && strings.every((name) => typeof value[name] === 'string');

function readAnswer(value: unknown): Answer {
  const every = (list: unknown, ok: (item: unknown) => boolean) => Array.isArray(list) && list.every(ok);
  const good = isObject(value) && value.protocol === PROTOCOL
    && typeof value.epoch === 'string' && typeof value.cursor === 'string' && typeof value.more === 'boolean'
    && typeof value.received === 'number' && isTime(value.server_time)
    && (value.role === undefined || typeof value.role === 'string') && (value.role_until === undefined || isTime(value.role_until))
    && every(value.stored, (row) => isRow(row, 'id') && (isRow(row, 'version') || (row as { version: unknown }).version === null))
    && every(value.refused, (row) => isRow(row, 'id', 'code', 'message'))
    && every(value.records, (row) => isRow(row, 'id', 'version') && isObject((row as { record: unknown }).record))
    && every(value.erased, (id) => typeof id === 'string')
    && (value.not_taken === undefined || isRow(value.not_taken, 'code', 'message'));
  if (!good) throw offline();
  return value as unknown as Answer;
}

export async function post({ book, batch }: Question, wait_s: number, signal: AbortSignal): Promise<Answer> {
  const head = JSON.stringify({ protocol: PROTOCOL, epoch: book.epoch, cursor: book.cursor, seq: batch?.seq ?? book.seq, budget_bytes: PAGE_BYTES, wait_s });
  const body = `${head.slice(0, -1)},"changes":${batch?.changesJson ?? '[]'}}`;
  return readAnswer(await tell(`/api/v1/notebooks/${book.notebook}/sync`, body, { signal, extraMs: wait_s * 1000 }));
}

async function verdictsOf(tx: Tx, notebook: Id, answer: Answer): Promise<Map<Id, Verdict>> {
  const came = new Map(answer.records.map((row) => [row.id, row]));
  const verdicts = new Map<Id, Verdict>();
  for (const { id, code, message } of answer.refused) verdicts.set(id, { refusal: { code, message } });
  for (const { id, version } of answer.stored) {
    const held = await tx.get<Held>('held', [notebook, id]);
    verdicts.set(id, version === null ? { refusal: GONE } : { version, came: wordingOf(version, came.get(id), held) });
  }
  return verdicts;
}

async function settleBatch(tx: Tx, batch: Batch, answer: Answer): Promise<Held[]> {
  const verdicts = await verdictsOf(tx, batch.notebook, answer);
  const typed: Held[] = [];
  for (const sent of batch.drafts) {
    const key = [sent.notebook, sent.id];
    const left = settle(sent, verdicts.get(sent.id) ?? {}, await tx.get<Draft>('drafts', key), answer.epoch, answer.more);
    if (left.held) tx.put('held', left.held);
    if (left.held?.typed) typed.push(left.held);
    if (left.draft) tx.put('drafts', left.draft);
    else tx.delete('drafts', key);
  }
  tx.delete('batches', batch.notebook);
  return typed;
}

/** Everyone writes their own card alone. */
const isAnothersCard = (record: AnyRecord, me: Me): boolean => record.type === 'person' && record.id !== me.person;

/**
 * A record that comes from a replaced history (the service was restored from a copy) at another version than the phone's: the phone's
 * version may be the newer one. It is offered as an edit of itself, which is none where the service still knows that version.
 * Who offers is who edits: the service takes words in no other name, and the creation still says whose the note is.
 */
async function keepToOffer(tx: Tx, me: Me, held: Held, now: string): Promise<void> {
  const { notebook, id, version, record } = held;
  if (isAnothersCard(record, me) || await tx.get<Draft>('drafts', [notebook, id])) return; // a draft carries it already
  const [edited] = record.edited.by === me.person ? [record.edited] : await takeStamps(tx, me, 1);
  tx.put('drafts', { notebook, id, base: version, baseRecord: record, sendBase: false, offer: true, record: { ...record, edited: edited! }, savedAt: now } satisfies Draft);
}

async function takeRecords(tx: Tx, me: Me, book: Book, answer: Answer, fresh: ReadonlySet<Id>, now: string): Promise<void> {
  for (const { id, version, record } of answer.records) {
    if (fresh.has(id)) continue; // settled with the batch
    const old = await tx.get<Held>('held', [book.notebook, id]);
    if (old && old.epoch !== answer.epoch && old.version !== version) await keepToOffer(tx, me, old, now);
    tx.put('held', { notebook: book.notebook, id, version, record, epoch: answer.epoch } satisfies Held);
  }
  for (const id of answer.erased) {
    for (const store of ['held', 'drafts', 'pasts'] as const) tx.delete(store, [book.notebook, id]);
  }
}

/** All pages are in: what did not come is unknown to the service now. What a colleague made goes with itself as its base, which says that it was there before. */
async function offerTheRest(tx: Tx, me: Me, book: Book, epoch: string, now: string): Promise<void> {
  const lacking = (await tx.ofNotebook<Held>('held', book.notebook)).filter((held) => held.epoch !== epoch && !isAnothersCard(held.record, me));
  for (const { notebook, id, record } of lacking) {
    const [edited] = await takeStamps(tx, me, 1);
    const draft = await tx.get<Draft>('drafts', [notebook, id]);
    tx.delete('held', [notebook, id]);
    const base = record.created.by === me.person ? { sendBase: false } : { sendBase: true, baseRecord: record };
    tx.put('drafts', { notebook, id, base: null, ...base, record: draft?.record ?? { ...record, edited: edited! }, savedAt: draft?.savedAt ?? now } satisfies Draft);
  }
}

async function endPages(tx: Tx, book: Book): Promise<void> {
  for (const id of book.typed) {
    const held = await tx.get<Held>('held', [book.notebook, id]);
    if (!held?.typed) continue;
    const { typed: _, ...sure } = held;
    tx.put('held', sure);
  }
}

/** Stores one answer. Resolves with the book as it stands then, or undefined when the answer no longer fits. */
export function take(db: Database, question: Question, answer: Answer): Promise<Book | undefined> {
  const { notebook } = question.book;
  const now = new Date().toISOString();
  return db.run(['device', 'books', 'batches', 'drafts', 'held', 'pasts'], 'readwrite', async (tx) => {
    const me = await readMe(tx);
    const book = (await tx.get<Book>('books', notebook)) ?? newBook(notebook);
    const underWay = await tx.get<Batch>('batches', notebook);
    if (book.cursor !== question.book.cursor || book.epoch !== question.book.epoch || underWay?.seq !== question.batch?.seq) return undefined;
    const answered = underWay && answer.received >= underWay.seq ? underWay : undefined;
    const typed = answered ? await settleBatch(tx, answered, answer) : [];
    const settledIds = new Set(answered ? answer.stored.map((row) => row.id) : []);
    await takeRecords(tx, me, book, answer, settledIds, now);

    const replaced = book.epoch !== null && book.epoch !== answer.epoch;
    const next: Book = {
      ...book, epoch: answer.epoch, cursor: answer.cursor,
      offering: (book.offering || replaced) && answer.more,
      typed: answer.more ? [...book.typed, ...typed.map((held) => held.id)] : [],
    };
    if (!answer.more) {
      await endPages(tx, book);
      if (book.offering || replaced) await offerTheRest(tx, me, book, answer.epoch, now);
      const left = await tx.ofNotebook<Draft>('drafts', notebook);
      if (left.length === 0 && (!underWay || answered)) next.sharedAt = now;
    }
    tx.put('books', next);
    return next;
  });
}
