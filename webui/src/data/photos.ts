/**
 * Photos of work on this phone: kept under their sums beside the records that speak of them, sent one by one after the words, and
 * read back by their sums. Asked for with the first photo.
 */
import type { offline, readAnswer, Refused } from './api';
import type { Copy } from './copy';
import type { Database } from './db';
import { fetchPhoto, hasPhoto, putPhoto } from './photo_api';
import { sumOf } from './photo_make';
import { shownRecord, type Book, type PhotoPlaceRow, type PhotoRow } from './rows';
import type { Shelf } from './shelf';
import { AppError, type Id, type PhotoPlace, type SyncState } from './types';

export { makePhoto } from './photo_make';

const WAITS_FOR_ROOM = 507; // the service's disk, or its limit for a notebook: later it may take it
const CLOSES = new Set(['unknown_device', 'revoked', 'role_ended', 'unknown_notebook']); // of these the exchange itself is to hear

const unknown = () => new AppError('unknown_photo', 'This photo is not with the class service yet. It comes from the phone that took it.');

/** Handed in: what the first file of the app holds stays in it. */
export interface Api { offline: typeof offline; readAnswer: typeof readAnswer; Refused: typeof Refused }

export class Photos {
  private rows = new Map<string, PhotoPlaceRow>();
  private epoch: string | null = null; // of the service's history, as this phone knows it
  private readonly refusals = new Map<string, Refused>();

  constructor(private readonly db: Database, private readonly notebook: Id, private readonly shelf: Shelf, private readonly changed: () => Promise<void>, private readonly api: Api) {}

  /** Reads anew what the store holds. */
  async look(): Promise<void> {
    await this.db.run(['books', 'places'], 'readonly', async (tx) => {
      const rows = await tx.ofNotebook<PhotoPlaceRow>('places', this.notebook);
      this.epoch = (await tx.get<Book>('books', this.notebook))?.epoch ?? null;
      this.rows = new Map(rows.map((row) => [row.hash, row]));
    });
  }

  /** A history that was replaced may lack what the one before it had. */
  private isShared({ epoch }: PhotoPlaceRow): boolean { return epoch !== undefined && epoch === this.epoch; }

  place(hash: string): PhotoPlace {
    const row = this.rows.get(hash);
    if (!row) return 'away';
    if (this.isShared(row) || !row.taken) return 'shared';
    return this.refusals.has(hash) ? 'refused' : 'phone';
  }

  /** By their sums, whether the service has words that speak of them; of a sample that was removed too, for its versions show it. */
  private spokenOf(): Map<string, boolean> {
    const found = new Map<string, boolean>();
    for (const pile of this.shelf.piles()) {
      const record = shownRecord(pile);
      if (record?.type === 'sample' && typeof record.photo === 'string') found.set(record.photo, found.get(record.photo) === true || pile.held !== undefined);
    }
    return found;
  }

  private waiting(): PhotoPlaceRow[] { return [...this.rows.values()].filter((row) => !this.isShared(row)); }

  unsent(): number {
    const taken = this.waiting().filter((row) => row.taken);
    if (taken.length === 0) return 0; // asked for with every picture of the screen
    const spokenOf = this.spokenOf();
    return taken.filter(({ hash }) => spokenOf.has(hash)).length;
  }

  trouble(): SyncState['trouble'] {
    const [refused] = [...this.refusals].filter(([hash]) => this.rows.get(hash)?.taken).map(([, refusal]) => refusal);
    return refused && { code: refused.code, message: refused.message };
  }

  /** The next to be sent: words that speak of it are with the service. */
  next(epoch = this.epoch): string | undefined {
    this.epoch = epoch;
    const waiting = this.waiting().filter(({ hash }) => !this.refusals.has(hash));
    if (waiting.length === 0) return undefined;
    const spokenOf = this.spokenOf();
    return waiting.find(({ hash }) => spokenOf.get(hash))?.hash;
  }

  /** After something changed: what was refused for want of room may be taken now. */
  tryAgain(): void {
    for (const [hash, { status }] of this.refusals) if (status === WAITS_FOR_ROOM) this.refusals.delete(hash);
  }

  async send(epoch: string | null, signal: AbortSignal): Promise<void> {
    const hash = this.next(epoch);
    if (hash === undefined || epoch === null) return;
    try {
      if (!(await hasPhoto(this.api, this.notebook, hash, signal))) await this.put(hash, signal);
      await this.mark(hash, epoch);
    } catch (error) {
      if (!(error instanceof this.api.Refused) || error.retryAfterMs !== undefined || CLOSES.has(error.code)) throw error;
      this.refusals.set(hash, error);
    }
    await this.changed();
  }

  private async put(hash: string, signal: AbortSignal): Promise<void> {
    const row = await this.db.run(['photos'], 'readonly', (tx) => tx.get<PhotoRow>('photos', [this.notebook, hash]));
    if (!row) throw new this.api.Refused(0, 'unknown_photo', unknown().message);
    await putPhoto(this.api, this.notebook, hash, row.jpeg, signal);
  }

  private async mark(hash: string, epoch: string): Promise<void> {
    const row = await this.db.run(['places'], 'readwrite', async (tx) => {
      const now = await tx.get<PhotoPlaceRow>('places', [this.notebook, hash]);
      const next = now && { ...now, epoch };
      if (next) tx.put('places', next);
      return next;
    });
    if (row) this.rows.set(hash, row);
  }

  /** From this phone; undefined: it is not here. */
  async read(hash: string): Promise<Blob | undefined> {
    const row = await this.db.run(['photos'], 'readonly', (tx) => tx.get<PhotoRow>('photos', [this.notebook, hash]));
    return row && new Blob([row.jpeg], { type: 'image/jpeg' });
  }

  /** From the service; what has another sum was harmed on its way. Kept, so that it is shown without a network from now on. */
  async fetch(hash: string): Promise<Blob> {
    const jpeg = await fetchPhoto(this.api, this.notebook, hash).catch((error) => {
      throw error instanceof this.api.Refused && error.status === 404 ? unknown() : error;
    });
    if (await sumOf(jpeg) !== hash) throw this.api.offline();
    const row: PhotoPlaceRow = { notebook: this.notebook, hash, ...(this.epoch === null ? {} : { epoch: this.epoch }) };
    await this.db.run(['photos', 'places'], 'readwrite', async (tx) => {
      tx.put('photos', { notebook: this.notebook, hash, jpeg } satisfies PhotoRow);
      tx.put('places', row);
    });
    this.rows.set(hash, row);
    return new Blob([jpeg], { type: 'image/jpeg' });
  }
}

/** In whichever of the notebooks it is: on the phone first. */
export async function findPhoto(copies: readonly Copy[], hash: string): Promise<Blob> {
  const boxes = await Promise.all(copies.map((copy) => copy.photos()));
  for (const box of boxes) {
    const found = await box.read(hash);
    if (found) return found;
  }
  const [first] = copies.flatMap((copy, i) => (copy.shelf.all('sample').some(({ record }) => record.photo === hash) ? [boxes[i]!] : []));
  return (first ?? boxes[0]!).fetch(hash);
}
