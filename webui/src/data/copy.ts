/**
 * One notebook on this phone: what it holds, how it is written to, and its exchange with the service. An open class has one of
 * the team's notebook, and one of the teacher's own where she keeps notes for herself.
 */
import { offline, readAnswer, Refused } from './api';
import type { Database } from './db';
import type { History } from './history';
import { markDamaged, type Came, type Merging } from './merging';
import { previewOf } from './preview';
import type { Book, DeviceRow } from './rows';
import { makeShelf, type Shelf } from './shelf';
import type { Photos } from './photos';
import { Sync, type SyncStatus, type SyncWays } from './sync';
import { joinTabs, lead, type News, type Tabs } from './tabs';
import { AppError, type Id, type Me } from './types';
import { makeWriter, type Writer } from './writer';

export interface CopyTells {
  changed(): void; // records or status are other ones than before
  identity(row: DeviceRow): void;
  caughtUp(): void;
}

const unexpected = () => new AppError('unexpected', 'Something went wrong. Close the app and open it again; your notes are safe on this phone.');

const SHOWN_MS = 500; // a tab that nobody sees has no frames

/** Once what was just told to the screens is on the screen. */
const afterShown = () => new Promise<void>((resolve) => {
  setTimeout(resolve, SHOWN_MS);
  requestAnimationFrame(() => setTimeout(resolve));
});

export class Copy {
  status: SyncStatus = { online: false, signedOut: false };
  readonly shelf: Shelf;
  readonly writer: Writer;
  private readonly sync: Sync;
  private readonly tabs: Tabs<SyncStatus>;
  private readonly closing = new AbortController();
  box: Photos | undefined; // once there is a photo on this phone
  private boxComing: Promise<Photos> | undefined;

  constructor(private readonly db: Database, private readonly merging: Merging, readonly id: Id, me: () => Me, private readonly tells: CopyTells, ways: Pick<SyncWays, 'waits' | 'ready'>) {
    this.shelf = makeShelf(db, id);
    this.writer = makeWriter(db, id, me);
    this.tabs = joinTabs(`backtable-${id}`, (news) => this.hear(news));
    const photos: Pick<SyncWays, 'hasPhoto' | 'sendPhoto'> = {
      hasPhoto: (epoch) => this.box?.next(epoch) !== undefined,
      sendPhoto: (epoch, signal) => this.box!.send(epoch, signal),
    };
    this.sync = new Sync(db, id, { ...ways, ...photos }, {
      changed: (ids) => { this.reread(ids); this.tabs.tell({ kind: 'changed', ids }); },
      came: (records) => this.recheck(records),
      status: (status) => { this.showStatus(status); this.tabs.tell({ kind: 'status', status }); },
      identity: (row) => tells.identity(row),
      caughtUp: () => tells.caughtUp(),
    });
  }

  /** Resolves once what this phone holds can be shown; sharing goes on from there until close(). */
  async open(): Promise<void> {
    const isFront = await this.shelf.readFront();
    if (!isFront) await this.shelf.read('all');
    const book = await this.db.run(['books'], 'readonly', (tx) => tx.get<Book>('books', this.id));
    if (book?.sharedAt) this.status = { ...this.status, sharedAt: book.sharedAt };
    this.goOn(isFront).catch((error) => this.fail(error));
  }

  /** Nobody waits for this: what the first screen does not show is read, and sharing begins. */
  private async goOn(isFront: boolean): Promise<void> {
    if (isFront) {
      await afterShown();
      await this.shelf.read('all');
      this.tells.changed();
    }
    this.findPhotos().catch((error) => this.fail(error));
    const { signal } = this.closing;
    await lead(`backtable-sync-${this.id}`, signal, () => this.sync.run(signal));
  }

  /** Seldom asked for, so it comes in a file of its own. */
  async history(): Promise<History> {
    return (await import('./history')).makeHistory(this.db, this.id);
  }

  close(): void {
    this.closing.abort();
    this.tabs.close();
  }

  /** What keeps and sends photos comes with the first one. */
  photos(): Promise<Photos> {
    this.boxComing ??= import('./photos').then(async ({ Photos }) => {
      const box = new Photos(this.db, this.id, this.shelf, () => this.saved([]), { offline, readAnswer, Refused });
      await box.look();
      return (this.box = box);
    });
    this.boxComing.catch(() => { this.boxComing = undefined; });
    return this.boxComing;
  }

  private async findPhotos(): Promise<void> {
    const rows = this.box ? [] : await this.db.run(['places'], 'readonly', (tx) => tx.ofNotebook('places', this.id));
    if (!this.box && rows.length === 0) return;
    await (await this.photos()).look();
    this.tells.changed();
    this.sync.nudge();
  }

  /** Words that a photo waited for may have arrived a moment after the next question was asked, and the service would hold that one. */
  private sendPhotos(): void {
    if (this.box?.next() !== undefined) this.sync.nudge();
  }

  nudge(): void {
    this.box?.tryAgain();
    this.sync.nudge();
    this.tabs.tell({ kind: 'nudge' });
  }

  /** What was saved here is shown, and told to the other tabs. */
  async saved(ids: readonly Id[]): Promise<void> {
    await this.shelf.read(ids);
    this.tabs.tell({ kind: 'changed', ids });
    this.tells.changed();
    this.preview(ids).catch((error) => this.fail(error));
  }

  reread(ids: readonly Id[] | 'all', fromTab = false): void {
    this.shelf.read(ids).then(() => { this.tells.changed(); this.sendPhotos(); }).then(() => (fromTab ? this.findPhotos() : undefined)).then(() => this.preview(ids)).catch((error) => this.fail(error));
  }

  fail(error: unknown): void {
    const { code, message } = error instanceof AppError ? error : unexpected();
    if (!(error instanceof AppError)) reportError(error);
    this.showStatus({ ...this.status, trouble: { code, message } });
  }

  private showStatus(status: SyncStatus): void {
    this.status = status;
    this.tells.changed();
  }

  /** Nothing waits for it: until then the unsent edit is shown alone. */
  private async preview(ids: readonly Id[] | 'all'): Promise<void> {
    const asked = ids === 'all' ? this.shelf.unsent() : ids;
    for (const id of asked) {
      const pile = this.shelf.pile(id);
      const preview = pile && await previewOf(pile, this.merging);
      if (!preview) continue;
      this.shelf.preview(id, pile, preview);
      this.tells.changed();
    }
  }

  private recheck(rows: readonly Came[]): void {
    const again = async () => {
      const damaged = await markDamaged(this.db, this.id, this.merging, rows);
      if (damaged.length > 0) { this.reread(damaged); this.tabs.tell({ kind: 'changed', ids: damaged }); }
    };
    again().catch((error) => this.fail(error));
  }

  private hear(news: News<SyncStatus>): void {
    if (news.kind === 'changed') this.reread(news.ids, true);
    else if (news.kind === 'status') this.showStatus(news.status);
    else this.sync.nudge();
  }
}
