/**
 * The open notebook: what types.ts promises to the screens, put together from the parts beside this file.
 */
import { makeAccess } from './access';
import type { Database } from './db';
import { answered, edited, removed, restored } from './edits';
import { exportLines } from './export';
import { makeHistory, type History } from './history';
import { makeLeaving } from './leaving';
import { markDamaged, type Came, type Merging } from './merging';
import { fetchDay } from './pastday';
import { previewOf } from './preview';
import type { Book, DeviceRow } from './rows';
import { makeShelf, type Shelf } from './shelf';
import type { Shell } from './shell';
import { fetchSteps } from './steps';
import { Sync, type SyncStatus } from './sync';
import { joinTabs, lead, type News, type Tabs } from './tabs';
import { AppError, type Answer, type AnyRecord, type Id, type Leaving, type Me, type Notebook, type Question, type Shown, type SyncState } from './types';
import { makeWriter, type Done, type Row, type Writer } from './writer';

const LINGER_MS = 1_000; // words typed in one breath travel as one version
const ACTS_MAX = 100; // that can be taken back

type Act = NonNullable<ReturnType<Notebook['canUndo']>>['kind'];
type Members = { [member: string]: unknown };
type Make = Parameters<Writer['change']>[1];

const unexpected = () => new AppError('unexpected', 'Something went wrong. Close the app and open it again; your notes are safe on this phone.');

async function isPersisted(): Promise<boolean> {
  if (!navigator.storage?.persist) return false; // not offered on plain http
  return (await navigator.storage.persisted()) || navigator.storage.persist();
}

export class OpenNotebook implements Notebook {
  me: Me;
  private status: SyncStatus = { online: false, signedOut: false };
  private persisted = false;
  private linger: ReturnType<typeof setTimeout> | undefined;
  private readonly listeners = new Set<() => void>();
  private readonly acts: { kind: Act; done: Done[] }[] = [];
  private readonly closing = new AbortController();
  private readonly unfinished = new Set<Promise<void>>();
  readonly access = makeAccess(this.id);
  readonly leaving: Leaving;
  private readonly shelf: Shelf;
  private readonly history: History;
  private readonly writer: Writer;
  private readonly sync: Sync;
  private readonly tabs: Tabs<SyncStatus>;

  constructor(private readonly db: Database, private readonly shell: Shell, private readonly merging: Merging, readonly id: Id, private readonly device: DeviceRow) {
    this.me = device.me;
    this.shelf = makeShelf(db, id);
    this.history = makeHistory(db, id);
    this.writer = makeWriter(db, id, () => this.me);
    this.leaving = makeLeaving(db, {
      notebooks: () => (this.status.closed === 'revoked' ? undefined : [id]),
      settle: () => Promise.all(this.unfinished),
      left: () => this.close(),
    });
    this.tabs = joinTabs(`backtable-${id}`, (news) => this.hear(news));
    this.sync = new Sync(db, id, {
      changed: (ids) => { this.reread(ids); this.tabs.tell({ kind: 'changed', ids }); },
      came: (records) => this.recheck(records),
      status: (status) => { this.showStatus(status); this.tabs.tell({ kind: 'status', status }); },
      identity: (row) => this.become(row.me),
      caughtUp: () => this.introduce(),
    });
  }

  /** Resolves once what this phone holds can be shown; sharing goes on from there until close(). */
  async open(): Promise<this> {
    await this.shelf.read('all');
    const book = await this.db.run(['books'], 'readonly', (tx) => tx.get<Book>('books', this.id));
    if (book?.sharedAt) this.status = { ...this.status, sharedAt: book.sharedAt };
    const { signal } = this.closing;
    const look = (): void => this.syncNow();
    document.addEventListener('visibilitychange', look, { signal });
    addEventListener('online', look, { signal });
    signal.addEventListener('abort', this.shell.subscribe(() => this.notify()));
    isPersisted().then((granted) => { this.persisted = granted; this.notify(); }).catch((error) => this.fail(error));
    lead(`backtable-sync-${this.id}`, signal, () => this.sync.run(signal)).catch((error) => this.fail(error));
    return this;
  }

  close(): void {
    this.closing.abort();
    clearTimeout(this.linger);
    this.tabs.close();
  }

  get(id: Id): Shown | undefined { return this.shelf.get(id); }
  all<T extends AnyRecord>(type: string): Shown<T>[] { return this.shelf.all(type) as Shown<T>[]; }
  questions(): Question[] { return this.shelf.questions(); }

  state(): SyncState {
    const closed = this.status.closed ?? (this.isOver() ? 'ended' : undefined);
    return { ...this.status, closed, ...this.shelf.counts(), questions: this.questions().length, updateReady: this.shell.updateReady(), persisted: this.persisted };
  }

  subscribe(listener: () => void): () => void {
    this.listeners.add(listener);
    return () => void this.listeners.delete(listener);
  }

  async create(type: string, members: Members): Promise<Id> {
    const [id] = await this.createMany([{ type, members }]);
    return id!;
  }

  async createMany(rows: Row[]): Promise<Id[]> {
    const done = await this.writer.create(rows);
    await this.acted('create', done);
    return done.map((one) => one.id);
  }

  /** As createMany, for records whose id is known before they are made; one that is here stays as it is. No act to take back. */
  async ensure(rows: (Row & { id: Id })[]): Promise<void> {
    await this.saved(await this.writer.create(rows));
  }

  edit(id: Id, members: Members): Promise<void> {
    return this.change('edit', id, (before, stamp) => edited(before, members, stamp));
  }

  remove(id: Id): Promise<void> {
    return this.change('remove', id, removed);
  }

  answer(question: Question, answer: Answer): Promise<void> {
    return this.change('answer', question.record.id, (before, stamp) => answered(before, question, answer, stamp));
  }

  restore(id: Id, old: AnyRecord): Promise<void> {
    return this.change('restore', id, (before, stamp) => restored(before, old, stamp));
  }

  async undo(): Promise<boolean> {
    const last = this.acts.pop();
    if (!last) return false;
    await this.writer.undo(last.done);
    await this.saved(last.done);
    return true;
  }

  canUndo(): ReturnType<Notebook['canUndo']> {
    const last = this.acts.at(-1);
    return last && { kind: last.kind, id: last.done[0]!.id };
  }

  versions(id: Id): ReturnType<Notebook['versions']> { return this.history.versions(id); }
  version(version: string): Promise<AnyRecord> { return this.history.version(version); }
  steps(student: Id, from: string, to: string, after?: string): ReturnType<Notebook['steps']> { return fetchSteps(this.id, student, from, to, after); }
  asItStood(at: string): Promise<Notebook> { return fetchDay(this, at); }

  syncNow(): void {
    clearTimeout(this.linger);
    this.sync.nudge();
    this.tabs.tell({ kind: 'nudge' });
  }

  isLetGo(): boolean { return this.status.closed !== undefined; }

  finishing(work: Promise<void>): void {
    this.unfinished.add(work);
    void work.finally(() => this.unfinished.delete(work));
  }

  applyUpdate(): void { this.shell.applyUpdate(); }

  async exportAll(): Promise<Blob> {
    return new Blob([exportLines(this.shelf.piles())], { type: 'application/x-ndjson' });
  }

  /** Another person than before: what is unsent stands in the new name now (handover.ts), so all of it is read again. */
  become(me: Me): void {
    const isOther = me.person !== this.me.person;
    this.me = me;
    if (isOther) this.reread('all');
    else this.notify();
  }

  get isClosed(): boolean { return this.closing.signal.aborted; }

  /** By this phone's clock, set right by the service's where that is known: a substitute's day ends without a network too. */
  private isOver(): boolean {
    const until = this.me.notebooks.find(({ id }) => id === this.id)?.role_until;
    return until !== undefined && Date.now() - (this.status.clockOffBySeconds ?? 0) * 1000 >= Date.parse(until);
  }

  private notify(): void {
    this.listeners.forEach((listener) => listener());
  }

  private fail(error: unknown): void {
    const { code, message } = error instanceof AppError ? error : unexpected();
    if (!(error instanceof AppError)) reportError(error);
    this.showStatus({ ...this.status, trouble: { code, message } });
  }

  private showStatus(status: SyncStatus): void {
    this.status = status;
    this.notify();
  }

  private reread(ids: readonly Id[] | 'all'): void {
    this.shelf.read(ids).then(() => this.notify()).then(() => this.preview(ids)).catch((error) => this.fail(error));
  }

  /** Nothing waits for it: until then the unsent edit is shown alone. */
  private async preview(ids: readonly Id[] | 'all'): Promise<void> {
    const asked = ids === 'all' ? this.shelf.unsent() : ids;
    for (const id of asked) {
      const pile = this.shelf.pile(id);
      const preview = pile && await previewOf(pile, this.merging);
      if (!preview) continue;
      this.shelf.preview(id, pile, preview);
      this.notify();
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
    if (news.kind === 'changed') this.reread(news.ids);
    else if (news.kind === 'status') this.showStatus(news.status);
    else this.sync.nudge();
  }

  /** Once all that the service holds is here: who has no card of their own yet gets one. */
  private introduce(): void {
    const { name } = this.device;
    if (name) this.ensure([{ id: this.me.person, type: 'person', members: { name } }]).catch((error) => this.fail(error));
  }

  private async change(kind: Act, id: Id, make: Make): Promise<void> {
    const done = await this.writer.change(id, make);
    await this.acted(kind, done ? [done] : []);
  }

  private async acted(kind: Act, done: Done[]): Promise<void> {
    if (done.length === 0) return;
    this.acts.push({ kind, done });
    if (this.acts.length > ACTS_MAX) this.acts.shift();
    await this.saved(done);
  }

  private async saved(done: Done[]): Promise<void> {
    if (done.length === 0) return;
    const ids = done.map((one) => one.id);
    await this.shelf.read(ids);
    this.tabs.tell({ kind: 'changed', ids });
    this.notify();
    this.preview(ids).catch((error) => this.fail(error));
    clearTimeout(this.linger);
    this.linger = setTimeout(() => this.syncNow(), LINGER_MS);
  }
}
