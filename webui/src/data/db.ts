/**
 * The phone's own store: the only user of IndexedDB.
 *
 * A transaction is durable when run() resolves ("strict": the browser has told the system to write). The store is never
 * dropped: a version step adds what is missing. A database that the system closed (iOS does, in the background) is
 * opened again; one that another tab wants to upgrade is closed, so that the newer app is not held up.
 */
import { AppError } from './types';

/** Store and key path; null: the key stands beside the value. One list a version step. */
type Steps = readonly (readonly [StoreName, string | string[] | null])[][];

const STEPS: Steps = [
  [
    ['device', null],
    ['books', 'notebook'],
    ['held', ['notebook', 'id']],
    ['drafts', ['notebook', 'id']],
    ['batches', 'notebook'],
    ['pasts', ['notebook', 'id']],
    ['versions', ['notebook', 'version']],
  ],
  [
    ['photos', ['notebook', 'hash']],
    ['places', ['notebook', 'hash']],
  ],
  [
    ['fronts', 'notebook'],
  ],
];

/** Which database is in use, and how it is sealed (ring.ts): beside the databases, because it outlives each. */
export const RING_STEPS: Steps = [[['ring', null]]];

export type StoreName = 'device' | 'books' | 'held' | 'drafts' | 'batches' | 'pasts' | 'versions' | 'photos' | 'places' | 'fronts' | 'ring';
export type Key = string | string[];

export const STORES: readonly StoreName[] = STEPS.flat().map(([store]) => store);

/** The members of a value that are its key; none where the key stands beside the value. */
export const keyMembersOf = (store: StoreName): string[] => [STEPS.flat().find(([name]) => name === store)?.[1] ?? []].flat();

export interface Tx {
  get<T>(store: StoreName, key: Key): Promise<T | undefined>;
  /** Everything of one notebook, from a store whose key starts with it. */
  ofNotebook<T>(store: StoreName, notebook: string): Promise<T[]>;
  all(store: StoreName): Promise<{ key: Key; value: unknown }[]>;
  keys(store: StoreName): Promise<Key[]>;
  put(store: StoreName, value: unknown, key?: Key): void;
  delete(store: StoreName, key: Key): void;
  /** All rows of one notebook, from a store whose key starts with it. */
  deleteNotebook(store: StoreName, notebook: string): void;
}

export interface Database {
  /** `work` may await nothing but `tx`: IndexedDB ends a transaction that nobody asks anything of. */
  run<T>(stores: readonly StoreName[], mode: 'readonly' | 'readwrite', work: (tx: Tx) => Promise<T>): Promise<T>;
}

/** What is in one database, as it lies there. */
export interface Connection extends Database { close(): void }

function settled<T>(request: IDBRequest<T>): Promise<T> {
  return new Promise((resolve, reject) => {
    request.onsuccess = () => resolve(request.result);
    request.onerror = () => reject(request.error);
  });
}

function explain(error: unknown): Error {
  if (error instanceof AppError) return error;
  const name = error instanceof DOMException ? error.name : '';
  if (name === 'QuotaExceededError') {
    return new AppError('phone_full', 'This phone has no room left. Free some space and save again; what was saved before is safe.');
  }
  if (error instanceof DOMException) {
    return new AppError('phone_store', `The phone's own store could not be used (${name}). Close the app, open it again, and save again.`);
  }
  return error instanceof Error ? error : new Error(String(error));
}

function open(name: string, steps: Steps): Promise<IDBDatabase> {
  const request = indexedDB.open(name, steps.length);
  request.onupgradeneeded = (event) => {
    for (const step of steps.slice(event.oldVersion)) {
      for (const [store, keyPath] of step) request.result.createObjectStore(store, keyPath === null ? {} : { keyPath });
    }
  };
  return settled(request);
}

/** What fronts are made from (rows.ts): as soon as one of these is written, none is kept. */
const BEHIND_FRONTS: readonly StoreName[] = ['held', 'drafts', 'batches'];

/** An array sorts after every string, so [notebook, []] ends the keys that start with [notebook]. */
const ofNotebook = (notebook: string) => IDBKeyRange.bound([notebook], [notebook, []]);

function within(transaction: IDBTransaction): Tx {
  let isDropped = false;
  function written(store: StoreName): IDBObjectStore {
    if (!isDropped && BEHIND_FRONTS.includes(store)) {
      isDropped = true;
      transaction.objectStore('fronts').clear();
    }
    return transaction.objectStore(store);
  }
  return {
    get: (store, key) => settled(transaction.objectStore(store).get(key)),
    ofNotebook: (store, notebook) => settled(transaction.objectStore(store).getAll(ofNotebook(notebook))),
    async all(store) {
      const [keys, values] = await Promise.all([settled(transaction.objectStore(store).getAllKeys()), settled(transaction.objectStore(store).getAll())]);
      return values.map((value: unknown, i) => ({ key: keys[i] as Key, value }));
    },
    keys: (store) => settled(transaction.objectStore(store).getAllKeys()) as Promise<Key[]>,
    put: (store, value, key) => void written(store).put(value, key),
    delete: (store, key) => void written(store).delete(key),
    deleteNotebook: (store, notebook) => void written(store).delete(ofNotebook(notebook)),
  };
}

function completed(transaction: IDBTransaction): Promise<void> {
  return new Promise((resolve, reject) => {
    transaction.oncomplete = () => resolve();
    transaction.onabort = () => reject(transaction.error ?? new DOMException('aborted', 'AbortError'));
  });
}

/** Resolves when it is gone, or with false: somebody still has it open, and it goes when they close it. */
export function removeDatabase(name: string): Promise<boolean> {
  return new Promise((resolve, reject) => {
    const request = indexedDB.deleteDatabase(name);
    request.onsuccess = () => resolve(true);
    request.onblocked = () => resolve(false);
    request.onerror = () => reject(explain(request.error));
  });
}

/** `closed`: another tab removes or upgrades it. */
export function openDatabase(name: string, steps: Steps = STEPS, closed: () => void = () => undefined): Connection {
  let opening: Promise<IDBDatabase> | undefined;

  function connect(): Promise<IDBDatabase> {
    opening ??= open(name, steps).then((db) => {
      db.onclose = () => { opening = undefined; };
      db.onversionchange = () => { opening = undefined; db.close(); closed(); };
      return db;
    }, (error) => { opening = undefined; throw error; });
    return opening;
  }

  async function begin(asked: readonly StoreName[], mode: IDBTransactionMode): Promise<IDBTransaction> {
    const stores = mode === 'readwrite' && asked.some((store) => BEHIND_FRONTS.includes(store)) ? [...asked, 'fronts'] : [...asked];
    try {
      return (await connect()).transaction(stores, mode, { durability: 'strict' });
    } catch (error) {
      if (!(error instanceof DOMException) || error.name !== 'InvalidStateError') throw error;
      opening = undefined; // closed by the system without a word
      return (await connect()).transaction(stores, mode, { durability: 'strict' });
    }
  }

  return {
    async run(stores, mode, work) {
      try {
        const transaction = await begin(stores, mode);
        const end = completed(transaction);
        try {
          const result = await work(within(transaction));
          await end;
          return result;
        } catch (error) {
          end.catch(() => undefined); // the reason is `error`; that the transaction ended too is no news
          try { transaction.abort(); } catch { /* it had ended by itself */ }
          throw error;
        }
      } catch (error) {
        throw explain(error);
      }
    },
    close() {
      opening?.then((db) => db.close(), () => undefined); // one that did not open needs no closing
      opening = undefined;
    },
  };
}
