/**
 * The phone's store behind its lock. Without a passphrase everything passes through; with one, nothing is read or written
 * before it was given, and then by way of sealedtx.ts. What only phones with a passphrase need comes later (locksmith.ts).
 *
 * Without Web Locks and WebCrypto (a page on plain http) no passphrase can be set, and so none is there.
 */
import { openDatabase, type Connection, type Database, type StoreName, type Tx } from './db';
import { readRing, sweep, type Ring } from './ring';
import { AppError, type Locksmith, type LockState, type PhoneLock, type Writing } from './types';

const STORE_LOCK = 'backtable-store';
export const TAB_LOCK = 'backtable-tab';

const canSeal = (): boolean => typeof navigator.locks !== 'undefined' && typeof crypto.subtle !== 'undefined';

/** Alone with the store, or beside others who do not change its form. */
export function alone<T>(mode: LockMode, work: () => Promise<T>): Promise<T> {
  return canSeal() ? navigator.locks.request(STORE_LOCK, { mode }, work) : work();
}

/** What is in memory of an open lock; `database`: the one that the key is for. */
export interface Opened { database: string; key: CryptoKey; pin: string | undefined; tries: number }

const isLocked = () => new AppError('locked', 'Backtable is locked on this phone. Type your passphrase first.');

/** Until the screens that were left have handed over what was typed in them. */
const afterScreensLeft = () => new Promise<void>((resolve) => { setTimeout(resolve); });

export class Vault implements PhoneLock, Database {
  readonly possible = canSeal();
  readonly forms = new Set<Writing>();
  opened: Opened | undefined;
  private ring: Ring | undefined; // as it stood when `below` was opened
  private below: Connection | undefined;
  private hidden = false; // locked while the key is still here: a PIN opens it
  private readonly listeners = new Set<() => void>();
  private coming: Promise<Locksmith> | undefined;
  private looking: Promise<void> | undefined;

  /** `leave`: resolves when everything typed is saved and nobody uses the store any more. */
  constructor(private readonly leave: () => Promise<void>) {}

  run<T>(stores: readonly StoreName[], mode: 'readonly' | 'readwrite', work: (tx: Tx) => Promise<T>): Promise<T> {
    return alone(this.opened && mode === 'readwrite' ? 'exclusive' : 'shared', async () => {
      const { ring, below } = await this.current();
      if (!ring.seal) return below.run(stores, mode, work);
      if (this.opened?.database !== ring.database) {
        this.tell();
        throw isLocked();
      }
      const { key } = this.opened;
      const { runSealed } = await import('./sealed');
      return runSealed(below, key, stores, mode, work);
    });
  }

  look(): Promise<void> {
    return (this.looking ??= this.lookOnce());
  }

  private async lookOnce(): Promise<void> {
    // Held as long as this tab lives: the form of the store is changed where no other tab is.
    if (this.possible) void navigator.locks.request(TAB_LOCK, { mode: 'shared' }, () => new Promise(() => undefined));
    const { ring } = await alone('shared', () => this.current());
    this.tell();
    if (ring.stale.length > 0) await alone('exclusive', sweep);
  }

  state(): LockState {
    const { ring, opened, hidden } = this;
    const isSet = ring?.seal !== undefined;
    return {
      ready: ring !== undefined, isSet, locked: isSet && (hidden || opened?.database !== ring.database),
      hasPin: ring?.seal?.pin !== undefined, pinTries: opened?.pin === undefined ? 0 : opened.tries, minutes: ring?.seal?.minutes ?? 0,
    };
  }

  subscribe(changed: () => void): () => void {
    this.listeners.add(changed);
    return () => void this.listeners.delete(changed);
  }

  writing(form: Writing): () => void {
    this.forms.add(form);
    return () => void this.forms.delete(form);
  }

  async lock(): Promise<boolean> {
    for (const form of this.forms) if (!(await form.save())) return false;
    this.hidden = true;
    this.tell();
    await afterScreensLeft();
    if (this.opened?.pin === undefined) await this.forget();
    return true;
  }

  smith(): Promise<Locksmith> {
    this.coming ??= import('./sealed').then(({ makeSmith }) => makeSmith(this));
    return this.coming;
  }

  /** Drops the key, after all that was asked of the store before. */
  async forget(): Promise<void> {
    await this.leave();
    await alone('exclusive', async () => { this.opened = undefined; });
    this.tell();
  }

  /** The store has this form now, and `opened` opens it; without a seal it needs no key. */
  become(ring: Ring, opened: Opened | undefined, hidden = false): void {
    if (ring.database !== this.ring?.database) this.disconnect();
    this.ring = ring;
    this.opened = opened;
    this.hidden = hidden;
    this.tell();
  }

  /** The store as it lies there. */
  async current(): Promise<{ ring: Ring; below: Connection }> {
    if (!this.ring || !this.below) {
      this.ring = await readRing();
      this.below = openDatabase(this.ring.database, undefined, () => { this.below = undefined; });
    }
    return { ring: this.ring, below: this.below };
  }

  private disconnect(): void {
    this.below?.close();
    this.below = undefined;
  }

  private tell(): void {
    this.listeners.forEach((listener) => listener());
  }
}
