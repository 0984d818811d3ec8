/**
 * Work on sealed rows. IndexedDB ends a transaction while WebCrypto is waited for, so each read is a transaction of its own, what
 * is written waits in memory, and all of it goes into one transaction at the end. The caller keeps other writers out meanwhile.
 */
import { keyMembersOf, type Database, type Key, type StoreName, type Tx } from './db';
import { openRow, sealRow, type SealedRow } from './seal';

interface Change { store: StoreName; key: Key; value: unknown } // no value: removed

const nameOf = (store: StoreName, key: Key): string => JSON.stringify([store, key]);
const byName = ([a]: [string, unknown], [b]: [string, unknown]): number => (a < b ? -1 : Number(a > b));

function keyOf(store: StoreName, value: unknown): Key {
  const keys = keyMembersOf(store).map((member) => (value as { [member: string]: string })[member]!);
  return keys.length === 1 ? keys[0]! : keys;
}

class Overlay implements Tx {
  private readonly changes = new Map<string, Change>();
  private readonly emptied = new Map<string, { store: StoreName; notebook: string }>();

  constructor(private readonly below: Database, private readonly key: CryptoKey) {}

  async get<T>(store: StoreName, key: Key): Promise<T | undefined> {
    const change = this.changes.get(nameOf(store, key));
    if (change) return change.value as T | undefined;
    if (Array.isArray(key) && this.emptied.has(nameOf(store, key[0]!))) return undefined;
    const row = await this.below.run([store], 'readonly', (tx) => tx.get<SealedRow>(store, key));
    return row && await openRow(this.key, store, key, row) as T;
  }

  async ofNotebook<T>(store: StoreName, notebook: string): Promise<T[]> {
    const found = new Map<string, unknown>();
    if (!this.emptied.has(nameOf(store, notebook))) {
      const rows = await this.below.run([store], 'readonly', (tx) => tx.ofNotebook<SealedRow>(store, notebook));
      await Promise.all(rows.map(async (row) => {
        const key = keyOf(store, row);
        const name = nameOf(store, key);
        if (!this.changes.has(name)) found.set(name, await openRow(this.key, store, key, row));
      }));
    }
    for (const [name, change] of this.changes) {
      if (change.store === store && change.key[0] === notebook && change.value !== undefined) found.set(name, change.value);
    }
    return [...found].sort(byName).map(([, value]) => value as T);
  }

  async all(store: StoreName): Promise<{ key: Key; value: unknown }[]> {
    const rows = await this.below.run([store], 'readonly', (tx) => tx.all(store));
    return Promise.all(rows.map(async ({ key, value }) => ({ key, value: await openRow(this.key, store, key, value as SealedRow) })));
  }

  keys(store: StoreName): Promise<Key[]> {
    return this.below.run([store], 'readonly', (tx) => tx.keys(store));
  }

  put(store: StoreName, value: unknown, key: Key = keyOf(store, value)): void {
    this.changes.set(nameOf(store, key), { store, key, value });
  }

  delete(store: StoreName, key: Key): void {
    this.changes.set(nameOf(store, key), { store, key, value: undefined });
  }

  deleteNotebook(store: StoreName, notebook: string): void {
    this.emptied.set(nameOf(store, notebook), { store, notebook });
    for (const [name, change] of this.changes) if (change.store === store && change.key[0] === notebook) this.changes.delete(name);
  }

  async write(stores: readonly StoreName[]): Promise<void> {
    if (this.changes.size === 0 && this.emptied.size === 0) return;
    const rows = await Promise.all([...this.changes.values()].map(async ({ store, key, value }) =>
      ({ store, key, row: value === undefined ? undefined : await sealRow(this.key, store, key, value) })));
    await this.below.run(stores, 'readwrite', async (tx) => {
      for (const { store, notebook } of this.emptied.values()) tx.deleteNotebook(store, notebook);
      for (const { store, key, row } of rows) {
        if (row === undefined) tx.delete(store, key);
        else tx.put(store, row, keyMembersOf(store).length === 0 ? key : undefined);
      }
    });
  }
}

/** As Database.run, on rows that `key` opens. */
export async function runSealed<T>(below: Database, key: CryptoKey, stores: readonly StoreName[], mode: 'readonly' | 'readwrite', work: (tx: Tx) => Promise<T>): Promise<T> {
  const overlay = new Overlay(below, key);
  const result = await work(overlay);
  if (mode === 'readwrite') await overlay.write(stores);
  return result;
}
