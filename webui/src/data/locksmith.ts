/**
 * Setting, changing and opening the lock. Whatever changes how the rows lie there is done in one tab, while no other is open.
 */
import { openDatabase, STORES, type Connection, type StoreName } from './db';
import { watchIdle } from './idle';
import { newDatabaseName, readRing, sweep, writeRing, type Ring, type Seal } from './ring';
import { changeSeal, isLongEnough, newSeal, openRow, openSeal, openValue, sealRow, sealValue, type SealedRow } from './seal';
import { AppError, type Locksmith } from './types';
import { alone, TAB_LOCK, type Opened, type Vault } from './vault';

const PIN_TRIES = 5;
const PIN = 'pin'; // the place that its bytes are sealed to
const ROWS_AT_ONCE = 200;
const PHOTOS_AT_ONCE = 10; // of about 200 kB each

/** In a time that does not tell how much of it is right. */
function isSame(a: string, b: string): boolean {
  let difference = a.length ^ b.length;
  for (let i = 0; i < a.length; i += 1) difference |= a.charCodeAt(i) ^ b.charCodeAt(i % Math.max(1, b.length));
  return difference === 0;
}

async function otherTabs(): Promise<boolean> {
  const { held = [] } = await navigator.locks.query();
  return held.filter(({ name }) => name === TAB_LOCK).length > 1;
}

/** Nothing that another tab has on its screen is written into a store that is gone. */
const aloneOnPhone = <T>(work: () => Promise<T>): Promise<T> => alone('exclusive', async () => {
  if (await otherTabs()) throw new AppError('other_tabs', 'Backtable is open in another tab or window. Close it there, and try again.');
  return work();
});

/** A key, or nothing: as it is. */
interface Forms { from: CryptoKey | undefined; to: CryptoKey | undefined }

async function copyStore(store: StoreName, below: Connection, target: Connection, { from, to }: Forms): Promise<void> {
  const keys = await below.run([store], 'readonly', (tx) => tx.keys(store));
  const atOnce = store === 'photos' ? PHOTOS_AT_ONCE : ROWS_AT_ONCE;
  for (let at = 0; at < keys.length; at += atOnce) {
    const rows = await below.run([store], 'readonly', (tx) => Promise.all(keys.slice(at, at + atOnce).map(async (key) => ({ key, value: await tx.get(store, key) }))));
    const some = await Promise.all(rows.map(async ({ key, value }) => {
      const plain = from ? await openRow(from, store, key, value as SealedRow) : value;
      return { key, row: to ? await sealRow(to, store, key, plain) : plain };
    }));
    await target.run([store], 'readwrite', async (tx) => {
      for (const { key, row } of some) tx.put(store, row, store === 'device' ? key : undefined);
    });
  }
}

async function copyAll(below: Connection, name: string, forms: Forms): Promise<void> {
  const target = openDatabase(name);
  try {
    for (const store of STORES) await copyStore(store, below, target, forms);
  } finally {
    target.close();
  }
}

async function openedBy(ring: Ring, key: CryptoKey): Promise<Opened> {
  const pin = ring.seal?.pin && await openValue(key, PIN, ring.seal.pin) as string;
  return { database: ring.database, key, pin, tries: PIN_TRIES };
}

export function makeSmith(vault: Vault): Locksmith {
  watchIdle(vault);

  /** The ring is written when the new database is whole: killed before, the old one is still the one. */
  async function moveTo(seal: Seal | undefined, to: CryptoKey | undefined): Promise<void> {
    const { ring, below } = await vault.current();
    const name = newDatabaseName();
    await writeRing({ ...ring, stale: [...ring.stale, name] });
    await copyAll(below, name, { from: vault.opened?.key, to });
    const next: Ring = { database: name, stale: [...ring.stale, ring.database], ...(seal ? { seal } : {}) };
    await writeRing(next);
    vault.become(next, to && { database: name, key: to, pin: undefined, tries: PIN_TRIES });
    await sweep();
  }

  /** Writes the seal anew; no row changes. */
  async function reseal(make: (seal: Seal, opened: Opened) => Promise<Seal | undefined>, pin = vault.opened?.pin): Promise<boolean> {
    return alone('exclusive', async () => {
      const ring = await readRing();
      const { opened } = vault;
      if (!ring.seal || opened?.database !== ring.database) throw new AppError('locked', 'Backtable is locked on this phone. Type your passphrase first.');
      const seal = await make(ring.seal, opened);
      if (!seal) return false;
      const next = { ...ring, seal };
      await writeRing(next);
      vault.become(next, { ...opened, pin });
      return true;
    });
  }

  return {
    isLongEnough,
    async unlock(passphrase) {
      const ring = await readRing();
      const key = ring.seal && await openSeal(ring.seal, passphrase);
      if (!key) return false;
      vault.become(ring, await openedBy(ring, key));
      return true;
    },
    async unlockByPin(typed) {
      const { opened } = vault;
      if (opened?.pin === undefined) return false;
      const right = isSame(opened.pin, typed);
      vault.become(await readRing(), { ...opened, tries: right ? PIN_TRIES : opened.tries - 1 }, !right);
      if (vault.opened?.tries === 0) await vault.forget();
      return right;
    },
    set: (passphrase) => aloneOnPhone(async () => {
      const { seal, key } = await newSeal(passphrase);
      await moveTo(seal, key);
    }),
    change: (passphrase, next) => reseal((seal) => changeSeal(seal, passphrase, next)),
    remove: (passphrase) => aloneOnPhone(async () => {
      const { seal } = await readRing();
      if (!seal || !(await openSeal(seal, passphrase))) return false;
      await moveTo(undefined, undefined);
      return true;
    }),
    async setPin(pin) {
      await reseal(async ({ pin: _, ...seal }, { key }) => (pin === undefined ? seal : { ...seal, pin: await sealValue(key, PIN, pin) }), pin);
    },
    async setMinutes(minutes) {
      await reseal(async (seal) => ({ ...seal, minutes }));
    },
    async unsent() {
      const { below } = await vault.current();
      return below.run(['drafts', 'batches', 'places'], 'readonly', async (tx) => {
        const ids = new Set((await tx.all('drafts')).map(({ key }) => key[1]));
        for (const { value } of await tx.all('batches')) for (const id of (value as { ids: string[] }).ids) ids.add(id);
        const photos = (await tx.all('places')).filter(({ value }) => (value as { unsent: boolean }).unsent);
        return ids.size + photos.length;
      });
    },
    async wipe() {
      await vault.forget();
      await aloneOnPhone(async () => {
        const { database, stale } = await readRing();
        const next: Ring = { database: newDatabaseName(), stale: [...stale, database] };
        await writeRing(next);
        vault.become(next, undefined);
        await sweep();
      });
    },
  };
}
