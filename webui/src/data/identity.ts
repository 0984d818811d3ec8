/**
 * Who this device is, and the stamps that it puts on what is typed.
 */
import { ask, offline } from './api';
import type { Database, Tx } from './db';
import { handOver, renameNotebook } from './handover';
import { isObject } from './json';
import type { Batch, Book, DeviceRow } from './rows';
import { newId } from './uuid';
import { AppError, type Id, type Me, type Membership, type Stamp } from './types';

const SELF = 'self';
const CLOCK = 'clock';
const STEP_BACK_MS = 60_000; // a clock that jumps back further than this was set right, and is believed again

export const loadDevice = (db: Database): Promise<DeviceRow | undefined> =>
  db.run(['device'], 'readonly', (tx) => tx.get<DeviceRow>('device', SELF));

export const notJoined = () => new AppError('not_joined', 'This phone has not joined a class yet. Open the join link, or type the code.');

/** The service's word on who this device is. */
export async function fetchMe(): Promise<Me> {
  const me = await ask('/api/v1/me');
  const good = isObject(me) && typeof me.person === 'string' && typeof me.device === 'string' && typeof me.owner === 'boolean'
    && Array.isArray(me.notebooks) && me.notebooks.every((book) => isObject(book) && typeof book.id === 'string' && typeof book.role === 'string');
  if (!good) throw offline();
  return me as unknown as Me;
}

/** Who this device is, inside a transaction that holds the store 'device'. */
export async function readMe(tx: Tx): Promise<Me> {
  const row = await tx.get<DeviceRow>('device', SELF);
  if (!row) throw notJoined();
  return row.me;
}

/** No stamp is used twice by one device: a merge knows the sides of a question by them. */
export function nextStampMs(lastMs: number, nowMs: number): number {
  return nowMs > lastMs || lastMs - nowMs > STEP_BACK_MS ? nowMs : lastMs + 1;
}

/** Stamps for one save; the transaction must hold the store 'device'. */
export async function takeStamps(tx: Tx, me: Me, count: number): Promise<Stamp[]> {
  let ms = (await tx.get<number>('device', CLOCK)) ?? 0;
  const stamps = Array.from({ length: count }, () => {
    ms = nextStampMs(ms, Date.now());
    return { at: new Date(ms).toISOString(), by: me.person, device: me.device };
  });
  tx.put('device', ms, CLOCK);
  return stamps;
}

/** What the service said of the person's own role with an answer; undefined when it is known already. */
export function adoptRole(db: Database, notebook: Id, said: Omit<Membership, 'id'>): Promise<DeviceRow | undefined> {
  return db.run(['device'], 'readwrite', async (tx) => {
    const old = await tx.get<DeviceRow>('device', SELF);
    const known = old?.me.notebooks.find(({ id }) => id === notebook);
    if (!old || !known || (known.role === said.role && known.role_until === said.role_until && !known.ended)) return undefined;
    const notebooks = old.me.notebooks.map((book) => (book.id === notebook ? { ...withoutEnd(book), ...said } : book));
    const row: DeviceRow = { ...old, me: { ...old.me, notebooks } };
    tx.put('device', row, SELF);
    return row;
  });
}

const isOwnOf = (me: Me, notebook: Id): boolean => me.notebooks.some(({ id, private_of }) => id === notebook && private_of !== undefined);

const withoutEnd = ({ role_until: _, ended: __, ...book }: Membership): Membership => book;

/** The teacher's own notebook of a class: the one the service knows, else the one that was begun on this phone. */
export const ownBookOf = ({ me, ownBooks }: DeviceRow, classroom: Id): Id | undefined =>
  me.notebooks.find(({ private_of }) => private_of === classroom)?.id ?? ownBooks?.[classroom];

/** Begins one under `id`, unless there is one. */
export function adoptOwnBook(db: Database, classroom: Id, id: Id): Promise<DeviceRow> {
  return db.run(['device'], 'readwrite', async (tx) => {
    const row = await tx.get<DeviceRow>('device', SELF);
    if (!row) throw notJoined();
    if (ownBookOf(row, classroom)) return row;
    const begun: DeviceRow = { ...row, ownBooks: { ...row.ownBooks, [classroom]: id } };
    tx.put('device', begun, SELF);
    return begun;
  });
}

/** What was begun here moves into what the service knows. What another person of this phone wrote for herself and could not send goes on in a new one. */
async function keepOwnBooks(tx: Tx, old: DeviceRow, me: Me): Promise<DeviceRow['ownBooks']> {
  const begun = { ...old.ownBooks };
  const isOther = old.me.person !== me.person;
  for (const { id, private_of } of isOther ? old.me.notebooks : []) {
    if (!private_of) continue;
    begun[private_of] = newId();
    await renameNotebook(tx, id, begun[private_of]!);
  }
  for (const id of isOther ? Object.values(begun) : []) await handOver(tx, id, me);
  /* A service that was restored from before it was begun does not know it: it is begun there again, under the id that it has. */
  for (const { id, private_of } of isOther ? [] : old.me.notebooks) if (private_of) begun[private_of] ??= id;
  for (const { id, private_of } of me.notebooks) {
    const here = private_of && begun[private_of];
    if (!here) continue;
    if (here !== id) await renameNotebook(tx, here, id);
    delete begun[private_of];
  }
  return begun;
}

/** A class whose time is over is kept in the list only while something of it is on this phone. */
const stillHere = (me: Me, old: Me | undefined): Me =>
  ({ ...me, notebooks: me.notebooks.filter(({ id, ended }) => !ended || old?.notebooks.some((book) => book.id === id)) });

/**
 * Keeps the service's word on who this device is. A new device id (the old one was cloned, or restored from a copy) counts its
 * batches from 1 in each notebook; a batch under way is sent again as the first one, unchanged in what it says. A phone that
 * was signed out and joined again may come back as another person: what is unsent goes out in that person's name.
 */
export function adopt(db: Database, me: Me, also: Partial<DeviceRow> = {}): Promise<DeviceRow> {
  return db.run(['device', 'books', 'batches', 'drafts', 'photos', 'places'], 'readwrite', async (tx) => {
    const old = await tx.get<DeviceRow>('device', SELF);
    const row: DeviceRow = { name: '', ...old, ...also, me: stillHere(me, old?.me) };
    if (old) row.ownBooks = await keepOwnBooks(tx, old, row.me);
    tx.put('device', row, SELF);
    if (!old || old.me.device === me.device) return row;
    for (const { id } of [...old.me.notebooks, ...me.notebooks]) {
      if (old.me.person !== me.person && !isOwnOf(old.me, id)) await handOver(tx, id, me);
      const book = await tx.get<Book>('books', id);
      const batch = await tx.get<Batch>('batches', id);
      if (batch) tx.put('batches', { ...batch, seq: 1 });
      if (book) tx.put('books', { ...book, seq: batch ? 1 : 0 });
    }
    return row;
  });
}
