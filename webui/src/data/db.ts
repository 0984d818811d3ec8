/**
 * The phone's own store: the only user of IndexedDB.
 *
 * A transaction is durable when run() resolves ("strict": the browser has told the system to write). The store is never
 * dropped: a version step adds what is missing. A database that the system closed (iOS does, in the background) is
 * opened again; one that another tab wants to upgrade is closed, so that the newer app is not held up.
 */
import { AppError } from './types';

const NAME = 'backtable';
const VERSION = 1;

/** Store and key path; null: the key stands beside the value. One list a version step. */
const STEPS: readonly (readonly [StoreName, string | string[] | null])[][] = [
  [
    ['device', null],
    ['books', 'notebook'],
    ['held', ['notebook', 'id']],
    ['drafts', ['notebook', 'id']],
    ['batches', 'notebook'],
    ['pasts', ['notebook', 'id']],
    ['versions', ['notebook', 'version']],
  ],
];

export type StoreName = 'device' | 'books' | 'held' | 'drafts' | 'batches' | 'pasts' | 'versions';
type Key = string | string[];

export interface Tx {
  get<T>(store: StoreName, key: Key): Promise<T | undefined>;
  /** Everything of one notebook, from a store whose key starts with it. */
  ofNotebook<T>(store: StoreName, notebook: string): Promise<T[]>;
  put(store: StoreName, value: unknown, key?: Key): void;
  delete(store: StoreName, key: Key): void;
  /** All rows of one notebook, from a store whose key starts with it. */
  deleteNotebook(store: StoreName, notebook: string): void;
}

export interface Database {
  /** `work` may await nothing but `tx`: IndexedDB ends a transaction that nobody asks anything of. */
  run<T>(stores: StoreName[], mode: 'readonly' | 'readwrite', work: (tx: Tx) => Promise<T>): Promise<T>;
}

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

function open(): Promise<IDBDatabase> {
  const request = indexedDB.open(NAME, VERSION);
  request.onupgradeneeded = (event) => {
    for (const step of STEPS.slice(event.oldVersion)) {
      for (const [store, keyPath] of step) request.result.createObjectStore(store, keyPath === null ? {} : { keyPath });
    }
  };
  return settled(request);
}

/** An array sorts after every string, so [notebook, []] ends the keys that start with [notebook]. */
const ofNotebook = (notebook: string) => IDBKeyRange.bound([notebook], [notebook, []]);

function within(transaction: IDBTransaction): Tx {
  return {
    get: (store, key) => settled(transaction.objectStore(store).get(key)),
    ofNotebook: (store, notebook) => settled(transaction.objectStore(store).getAll(ofNotebook(notebook))),
    put: (store, value, key) => void transaction.objectStore(store).put(value, key),
    delete: (store, key) => void transaction.objectStore(store).delete(key),
    deleteNotebook: (store, notebook) => void transaction.objectStore(store).delete(ofNotebook(notebook)),
  };
}

function completed(transaction: IDBTransaction): Promise<void> {
  return new Promise((resolve, reject) => {
    transaction.oncomplete = () => resolve();
    transaction.onabort = () => reject(transaction.error ?? new DOMException('aborted', 'AbortError'));
  });
}

export function openDatabase(): Database {
  let opening: Promise<IDBDatabase> | undefined;

  function connect(): Promise<IDBDatabase> {
    opening ??= open().then((db) => {
      db.onclose = () => { opening = undefined; };
      db.onversionchange = () => { opening = undefined; db.close(); };
      return db;
    }, (error) => { opening = undefined; throw error; });
    return opening;
  }

  async function begin(stores: StoreName[], mode: IDBTransactionMode): Promise<IDBTransaction> {
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
  };
}
