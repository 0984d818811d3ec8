/**
 * The open notebook: what types.ts promises to the screens, put together from the parts beside this file.
 */
import { tell } from './api';
import type { Database } from './db';
import { answered, edited, removed, restored } from './edits';
import { exportLines } from './export';
import { makeHistory } from './history';
import type { Book, DeviceRow } from './rows';
import { makeShelf } from './shelf';
import type { Shell } from './shell';
import { makeSync, type SyncStatus } from './sync';
import { joinTabs, lead } from './tabs';
import { AppError, type Id, type Notebook, type SyncState } from './types';
import { makeWriter, type Done } from './writer';

const LINGER_MS = 1_000; // words typed in one breath travel as one version

const ACTS_MAX = 100; // that can be taken back

type Act = NonNullable<ReturnType<Notebook['canUndo']>>['kind'];

export interface OpenNotebook extends Notebook {
  /** As createMany, with given ids: for the records whose id is known before they are made. A record that is here stays as it is. */
  ensure(rows: { id: Id; type: string; members: { [member: string]: unknown } }[]): Promise<void>;
  close(): void;
}

async function isPersisted(): Promise<boolean> {
  if (!navigator.storage?.persist) return false; // not offered on plain http
  return (await navigator.storage.persisted()) || navigator.storage.persist();
}

export async function openNotebook(db: Database, shell: Shell, id: Id, device: DeviceRow): Promise<OpenNotebook> {
  let me = device.me;
  let status: SyncStatus = { online: false, signedOut: false };
  let persisted = false;
  let linger: ReturnType<typeof setTimeout> | undefined;
  const listeners = new Set<() => void>();
  const acts: { kind: Act; done: Done[] }[] = [];
  const closing = new AbortController();

  const shelf = makeShelf(db, id);
  const history = makeHistory(db, id);
  const writer = makeWriter(db, id, () => me);
  const notify = (): void => listeners.forEach((listener) => listener());

  const fail = (error: unknown): void => {
    const { code, message } = error instanceof AppError ? error : new AppError('unexpected', 'Something went wrong. Close the app and open it again; your notes are safe on this phone.');
    status = { ...status, trouble: { code, message } };
    if (!(error instanceof AppError)) reportError(error);
    notify();
  };
  const reread = (ids: readonly Id[] | 'all'): void => void shelf.read(ids).then(notify).catch(fail);
  const showStatus = (next: SyncStatus): void => { status = next; notify(); };

  /** Once all that the service holds is here: a colleague without a card of their own gets one. */
  function introduce(): void {
    if (device.name) ensure([{ id: me.person, type: 'person', members: { name: device.name } }]).catch(fail);
  }

  const tabs = joinTabs<SyncStatus>(`backtable-${id}`, (news) => {
    if (news.kind === 'changed') reread(news.ids);
    else if (news.kind === 'status') showStatus(news.status);
    else sync.nudge();
  });
  const sync = makeSync(db, id, {
    changed: (ids) => { reread(ids); tabs.tell({ kind: 'changed', ids }); },
    status: (next) => { showStatus(next); tabs.tell({ kind: 'status', status: next }); },
    identity: (row) => { me = row.me; notify(); },
    caughtUp: introduce,
  });

  function nudge(): void {
    clearTimeout(linger);
    sync.nudge();
    tabs.tell({ kind: 'nudge' });
  }

  async function saved(ids: Id[]): Promise<void> {
    await shelf.read(ids);
    tabs.tell({ kind: 'changed', ids });
    notify();
    clearTimeout(linger);
    linger = setTimeout(nudge, LINGER_MS);
  }

  async function ensure(rows: Parameters<typeof writer.create>[0]): Promise<void> {
    const done = await writer.create(rows);
    if (done.length > 0) await saved(done.map((one) => one.id));
  }

  async function act(kind: Act, done: Done[]): Promise<void> {
    if (done.length === 0) return;
    acts.push({ kind, done });
    if (acts.length > ACTS_MAX) acts.shift();
    await saved(done.map((one) => one.id));
  }

  const change = async (kind: Act, record: Id, make: Parameters<typeof writer.change>[1]): Promise<void> => {
    const done = await writer.change(record, make);
    await act(kind, done ? [done] : []);
  };

  async function createMany(rows: Parameters<typeof writer.create>[0]): Promise<Id[]> {
    const done = await writer.create(rows);
    await act('create', done);
    return done.map((one) => one.id);
  }

  const state = (): SyncState => ({
    ...status, ...shelf.counts(), questions: shelf.questions().length, updateReady: shell.updateReady(), persisted,
  });

  const onView = (): void => nudge();
  const unwatch = shell.subscribe(notify);
  document.addEventListener('visibilitychange', onView);
  addEventListener('online', onView);

  await shelf.read('all');
  const book = await db.run(['books'], 'readonly', (tx) => tx.get<Book>('books', id));
  if (book?.sharedAt) status = { ...status, sharedAt: book.sharedAt };
  isPersisted().then((granted) => { persisted = granted; notify(); }).catch(fail);
  lead(`backtable-sync-${id}`, closing.signal, () => sync.run(closing.signal)).catch(fail);

  return {
    id,
    get me() { return me; },
    get: shelf.get,
    all: (type) => shelf.all(type) as never,
    questions: shelf.questions,
    state,
    subscribe(listener) {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    create: async (type, members) => (await createMany([{ type, members }]))[0]!,
    createMany,
    ensure,
    edit: (record, members) => change('edit', record, (before, stamp) => edited(before, members, stamp)),
    remove: (record) => change('remove', record, removed),
    answer: (question, answer) => change('answer', question.record.id, (before, stamp) => answered(before, question, answer, stamp)),
    restore: (record, old) => change('restore', record, (before, stamp) => restored(before, old, stamp)),
    async undo() {
      const last = acts.pop();
      if (!last) return false;
      await writer.undo(last.done);
      await saved(last.done.map((one) => one.id));
      return true;
    },
    canUndo() {
      const last = acts.at(-1);
      return last && { kind: last.kind, id: last.done[0]!.id };
    },
    versions: history.versions,
    version: history.version,
    syncNow: nudge,
    invite: async (role) => await tell(`/api/v1/notebooks/${id}/invites`, JSON.stringify({ role })) as Awaited<ReturnType<Notebook['invite']>>,
    applyUpdate: shell.applyUpdate,
    exportAll: async () => new Blob([exportLines(shelf.piles())], { type: 'application/x-ndjson' }),
    close() {
      closing.abort();
      clearTimeout(linger);
      tabs.close();
      unwatch();
      document.removeEventListener('visibilitychange', onView);
      removeEventListener('online', onView);
    },
  };
}
