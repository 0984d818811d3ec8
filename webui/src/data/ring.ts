/**
 * Which database is in use, and how what lies in it is sealed. Changing the form of what the phone keeps is writing it all
 * into a new database and then this one row: a phone that is killed meanwhile has either the old one or the new one, whole.
 */
import { openDatabase, removeDatabase, RING_STEPS } from './db';
import { newId } from './uuid';

/** Bytes under the key that a passphrase opens. */
export interface Sealed { iv: Uint8Array<ArrayBuffer>; sealed: ArrayBuffer }

/** How the passphrase opens the store. Nothing in it says what the passphrase is. */
export interface Seal {
  salt: Uint8Array<ArrayBuffer>;
  rounds: number;
  wrapped: Sealed; // the key of the rows, under the one made from the passphrase
  minutes: number; // without a touch, until it locks
  pin?: Sealed; // under the key of the rows
}

export interface Ring {
  database: string;
  stale: string[]; // databases to be removed: what was in use before, or one that was not finished
  seal?: Seal; // without it everything can be read as it lies there
}

const FIRST: Ring = { database: 'backtable', stale: [] };
const NOW = 'now';
const ring = () => openDatabase('backtable-ring', RING_STEPS);

/** A name that was never used, so that nothing half removed is met again. */
export const newDatabaseName = (): string => `backtable-${newId()}`;

async function within<T>(work: (db: ReturnType<typeof ring>) => Promise<T>): Promise<T> {
  const db = ring();
  try {
    return await work(db);
  } finally {
    db.close();
  }
}

export const readRing = (): Promise<Ring> => within(async (db) => (await db.run(['ring'], 'readonly', (tx) => tx.get<Ring>('ring', NOW))) ?? FIRST);

export const writeRing = (row: Ring): Promise<void> => within((db) => db.run(['ring'], 'readwrite', async (tx) => tx.put('ring', row, NOW)));

/**
 * Makes and removes an empty database. Chromium writes its tables anew where a database was removed, but not what is still in its
 * log, nor does it remove the tables that were replaced at once: one of these before brings the log into the tables, one after
 * takes the replaced ones away. Without them the words of a removed database were found in the profile's files.
 */
async function pushOut(): Promise<void> {
  const name = newDatabaseName();
  const db = openDatabase(name);
  await db.run(['device'], 'readonly', (tx) => tx.all('device'));
  db.close();
  await removeDatabase(name);
}

/** Removes what is not used any more. Nobody else may change the ring meanwhile. */
export async function sweep(): Promise<void> {
  const now = await readRing();
  if (now.stale.length === 0) return;
  const left: string[] = [];
  await pushOut();
  for (const name of now.stale) if (!(await removeDatabase(name))) left.push(name);
  await pushOut();
  await writeRing({ ...now, stale: left });
}
