/**
 * The open class: what types.ts promises to the screens, put together from the parts beside this file. It is the team's notebook,
 * and the teacher's own beside it once she wrote something for herself alone.
 */
import { tell } from './api';
import { Copy } from './copy';
import type { Database } from './db';
import { answered, edited, removed, restored } from './edits';
import { adopt, adoptOwnBook, fetchMe, ownBookOf } from './identity';
import type { Merging } from './merging';
import { makeReport, type Report } from './report';
import type { DeviceRow } from './rows';
import type { Shell } from './shell';
import { AppError, type Answer, type AnyRecord, type Id, type Leaving, type Me, type Notebook, type PhoneLock, type PhotoPlace, type Question, type Shown, type SyncState } from './types';
import { newId } from './uuid';
import type { Done, Row, Writer } from './writer';

const LINGER_MS = 1_000; // words typed in one breath travel as one version
const ACTS_MAX = 100; // that can be taken back

type Act = NonNullable<ReturnType<Notebook['canUndo']>>['kind'];
type Members = { [member: string]: unknown };
type Make = Parameters<Writer['change']>[1];

async function isPersisted(): Promise<boolean> {
  if (!navigator.storage?.persist) return false; // not offered on plain http
  return (await navigator.storage.persisted()) || navigator.storage.persist();
}

const NONE: Shown[] = [];

const asPrivate = (shown: Shown): Shown => ({ ...shown, private: true });

export class OpenNotebook implements Notebook {
  me: Me;
  private persisted = false;
  private linger: ReturnType<typeof setTimeout> | undefined;
  private readonly listeners = new Set<() => void>();
  private readonly acts: { kind: Act; copy: Copy; done: Done[] }[] = [];
  private readonly closing = new AbortController();
  private readonly unfinished = new Set<Promise<void>>();
  private readonly team: Copy;
  private own: Copy | undefined;
  private readonly lists = new Map<string, { shared: Shown[]; own: Shown[]; list: Shown[] }>();
  private readonly ending = new Set<Id>(); // notes whose move to the team is being ended
  private readonly ownVersions = new Set<string>(); // which of the versions that were shown are of the own notebook
  private readonly report: Report;

  constructor(private readonly db: Database, readonly lock: PhoneLock, private readonly shell: Shell, private readonly merging: Merging, readonly id: Id, private readonly device: DeviceRow) {
    this.me = device.me;
    this.team = this.copyOf(id, () => { this.introduce(); this.tellReport(); }, { waits: true });
    this.report = makeReport(db, id, () => this.me.person);
  }

  /** Resolves once what this phone holds can be shown; sharing goes on from there until close(). */
  async open(): Promise<this> {
    await this.team.open();
    const own = ownBookOf(this.device, this.id);
    if (own) await this.openOwn(own);
    const { signal } = this.closing;
    const look = (): void => this.syncNow();
    document.addEventListener('visibilitychange', look, { signal });
    addEventListener('online', look, { signal });
    addEventListener('online', () => this.tellReport(), { signal }); // a held exchange may have lived through it, and then nothing else tells
    signal.addEventListener('abort', this.shell.subscribe(() => this.notify()));
    isPersisted().then((granted) => { this.persisted = granted; this.notify(); }).catch((error) => this.team.fail(error));
    return this;
  }

  /** Resolves when every form that was left is saved. */
  async finished(): Promise<void> {
    await Promise.all(this.unfinished);
  }

  close(): void {
    this.closing.abort();
    clearTimeout(this.linger);
    for (const copy of this.copies()) copy.close();
  }

  get(id: Id): Shown | undefined {
    const shared = this.team.shelf.get(id);
    if (shared || !this.own) return shared;
    const shown = this.own.shelf.get(id);
    return shown && asPrivate(shown);
  }

  all<T extends AnyRecord>(type: string): Shown<T>[] {
    return this.joined(type, this.team.shelf.all(type), this.own?.shelf.all(type) ?? NONE) as Shown<T>[];
  }

  isWhole(): boolean { return this.copies().every(({ shelf }) => shelf.isWhole()); }

  async keepFront(ids: readonly Id[]): Promise<void> {
    await Promise.all(this.copies().map(({ shelf }) => shelf.keepFront(ids)));
  }

  questions(): Question[] { return this.copies().flatMap((copy) => copy.shelf.questions()); }

  state(): SyncState {
    const closed = this.team.status.closed ?? (this.isOver() ? 'ended' : undefined);
    const counts = this.team.shelf.counts();
    const own = this.own?.shelf.counts();
    return {
      ...this.team.status, closed, ...counts,
      unsent: counts.unsent + (own?.unsent ?? 0), refused: counts.refused + (own?.refused ?? 0), damaged: counts.damaged + (own?.damaged ?? 0),
      oldestUnsentAt: [counts.oldestUnsentAt, own?.oldestUnsentAt].filter(Boolean).sort()[0],
      trouble: this.team.status.trouble ?? this.own?.status.trouble ?? this.team.box?.trouble() ?? this.own?.box?.trouble(),
      photosUnsent: this.copies().reduce((sum, { box }) => sum + (box?.unsent() ?? 0), 0),
      questions: this.questions().length, updateReady: this.shell.updateReady(), persisted: this.persisted,
    };
  }

  subscribe(listener: () => void): () => void {
    this.listeners.add(listener);
    return () => void this.listeners.delete(listener);
  }

  async create(type: string, members: Members, isPrivate = false): Promise<Id> {
    const copy = isPrivate ? await this.ownCopy() : this.team;
    const done = await copy.writer.create([{ type, members }]);
    await this.acted('create', copy, done);
    return done[0]!.id;
  }

  async createMany(rows: Row[]): Promise<Id[]> {
    const done = await this.team.writer.create(rows);
    await this.acted('create', this.team, done);
    return done.map((one) => one.id);
  }

  async addPhoto(picture: Blob, members: Members, isPrivate = false): Promise<Id> {
    const { makePhoto } = await import('./photos');
    const { hash, jpeg, ...about } = await makePhoto(picture);
    const note = typeof members.note === 'string' ? this.get(members.note) : undefined;
    const copy = (note ? note.private : isPrivate) ? await this.ownCopy() : this.team;
    const done = await copy.writer.create([{ type: 'sample', members: { ...members, ...about, photo: hash } }], { hash, jpeg });
    await (await copy.photos()).look();
    await this.acted('create', copy, done);
    return done[0]!.id;
  }

  async photo(hash: string): Promise<Blob> {
    return (await import('./photos')).findPhoto(this.copies(), hash);
  }

  photoPlace(hash: string): PhotoPlace {
    const places = this.copies().map(({ box }) => box?.place(hash) ?? 'away');
    return places.find((place) => place !== 'away') ?? 'away';
  }

  /** As createMany, for records whose id is known before they are made; one that is here stays as it is. No act to take back. */
  async ensure(rows: (Row & { id: Id })[]): Promise<void> {
    await this.saved(this.team, await this.team.writer.create(rows));
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

  async setPrivate(id: Id, isPrivate: boolean): Promise<void> {
    const [own, { toOwn, toTeam }] = await Promise.all([this.ownCopy(), import('./moving')]);
    const samples = this.all('sample').filter(({ record }) => record.note === id).map(({ record }) => record);
    const ids = [id, ...samples.map((sample) => sample.id)];
    for (const { photo } of samples) await this.photo(String(photo)); // one that another device took is not sent along before it is here
    if (isPrivate) await toOwn(this.db, this.id, own.id, ids, this.me);
    else await toTeam(this.db, own.id, this.id, ids, this.me);
    if (samples.length > 0) for (const copy of this.copies()) await (await copy.photos()).look();
    await Promise.all([this.team.saved(ids), own.saved(ids)]);
    this.shareSoon();
  }

  async undo(): Promise<boolean> {
    const last = this.acts.pop();
    if (!last) return false;
    await last.copy.writer.undo(last.done);
    await this.saved(last.copy, last.done);
    return true;
  }

  canUndo(): ReturnType<Notebook['canUndo']> {
    const last = this.acts.at(-1);
    return last && { kind: last.kind, id: last.done[0]!.id };
  }

  async versions(id: Id): ReturnType<Notebook['versions']> {
    const copy = this.placeOf(id);
    const versions = await (await copy.history()).versions(id);
    if (copy === this.own) for (const { version, typed_version } of versions) for (const one of [version, typed_version]) if (one) this.ownVersions.add(one);
    return versions;
  }

  async version(version: string): Promise<AnyRecord> {
    const copy = this.own && this.ownVersions.has(version) ? this.own : this.team;
    return (await copy.history()).version(version);
  }

  // What few do often comes in files of its own.
  async access(): ReturnType<Notebook['access']> {
    return (await import('./access')).makeAccess(this.id);
  }

  async steps(student: Id, from: string, to: string, after?: string): ReturnType<Notebook['steps']> {
    return (await import('./steps')).fetchSteps(this.id, student, from, to, after);
  }

  async asItStood(at: string): Promise<Notebook> {
    return (await import('./pastday')).fetchDay(this, at);
  }

  syncNow(): void {
    clearTimeout(this.linger);
    for (const copy of this.copies()) copy.nudge();
  }

  opened(student: Id): void { this.noteReport('opened', student); }

  isLetGo(): boolean { return this.team.status.closed !== undefined; }

  /** Seldom needed, so it comes in a file of its own. */
  async leaving(): Promise<Leaving> {
    const { makeLeaving } = await import('./leaving');
    return makeLeaving(this.db, {
      notebooks: () => (this.team.status.closed === 'revoked' ? undefined : this.copies().map((copy) => copy.id)),
      settle: () => this.finished(),
      saved: () => this.report.note('exported', 'unsent'),
      left: () => this.close(),
    });
  }

  finishing(work: Promise<void>): void {
    this.unfinished.add(work);
    void work.finally(() => this.unfinished.delete(work));
  }

  applyUpdate(): void { this.shell.applyUpdate(); }

  async exportAll(withPrivate: boolean): Promise<Blob> {
    this.noteReport('exported', 'all');
    const piles = [...this.team.shelf.piles(), ...(withPrivate && this.own ? this.own.shelf.piles() : [])];
    const { exportLines } = await import('./export');
    return new Blob([exportLines(piles)], { type: 'application/x-ndjson' });
  }

  /** Another person than before: what is unsent stands in the new name now (handover.ts), so all of it is read again. */
  become(me: Me): void {
    const isOther = me.person !== this.me.person;
    this.me = me;
    const listed = ownBookOf({ me, name: '' }, this.id);
    if (isOther) this.team.reread('all');
    if (listed !== undefined && listed !== this.own?.id) this.openOwn(listed).catch((error) => this.team.fail(error));
    else this.notify();
  }

  get isClosed(): boolean { return this.closing.signal.aborted; }

  /** The same list as long as both it comes from are: the screens read out of a list only once. */
  private joined(type: string, shared: Shown[], own: Shown[]): Shown[] {
    const last = this.lists.get(type);
    if (last?.shared === shared && last.own === own) return last.list;
    const more = own.filter(({ record }) => !this.team.shelf.get(record.id)); // one that is on its way to the team is there already
    const list = more.length ? [...shared, ...more.map(asPrivate)] : shared;
    this.lists.set(type, { shared, own, list });
    return list;
  }

  private copies(): Copy[] { return this.own ? [this.team, this.own] : [this.team]; }

  /** Where the record is, or would be looked for. */
  private placeOf(id: Id): Copy {
    return !this.team.shelf.get(id) && this.own?.shelf.get(id) ? this.own : this.team;
  }

  private copyOf(id: Id, caughtUp: () => void, ways: { waits: boolean; ready?(): Promise<void> }): Copy {
    return new Copy(this.db, this.merging, id, () => this.me, {
      changed: () => { this.notify(); this.endMoves(); },
      identity: (row) => this.become(row.me),
      caughtUp,
    }, ways);
  }

  /** Her own notebook of this class; begun by the first note for herself, whether or not the service can be asked. */
  private async ownCopy(): Promise<Copy> {
    if (this.own) return this.own;
    const row = await adoptOwnBook(this.db, this.id, newId());
    return this.openOwn(ownBookOf(row, this.id)!);
  }

  private async openOwn(id: Id): Promise<Copy> {
    if (this.own?.id === id) return this.own;
    this.own?.close();
    const own = this.copyOf(id, () => undefined, { waits: false, ready: () => this.claimOwn(id) });
    this.own = own;
    await own.open();
    this.notify();
    return own;
  }

  /** The service makes the notebook, or names the one that another device of hers made before; then what is here moves there. */
  private async claimOwn(id: Id): Promise<void> {
    if (this.me.notebooks.some((book) => book.id === id)) return;
    await tell(`/api/v1/notebooks/${this.id}/private`, JSON.stringify({ id }));
    this.become((await adopt(this.db, await fetchMe())).me);
    if (this.own?.id !== id) throw new AppError('moved', 'Your private notes are being put together with those of your other device.');
  }

  /** The last step of a move to the team: once the team has the note, it goes from the own notebook. */
  private endMoves(): void {
    const own = this.own;
    if (!own) return;
    for (const { record } of ['observation', 'conference', 'session', 'sample'].flatMap((type) => own.shelf.all(type))) {
      const shared = this.team.shelf.pile(record.id)?.held;
      if (!shared || this.ending.has(record.id)) continue;
      this.ending.add(record.id);
      this.endMove(own, record, shared.record).catch((error) => own.fail(error)).finally(() => this.ending.delete(record.id));
    }
  }

  /** What another device of hers wrote into the note before it knew of the move stays hers alone, as a note of its own. */
  private async endMove(own: Copy, record: AnyRecord, shared: AnyRecord): Promise<void> {
    const { stayedBehind } = await import('./moving');
    const stays = stayedBehind(own.shelf.pile(record.id)!, shared);
    const kept = stays ? await own.writer.create([{ type: record.type, members: stays }]) : [];
    await own.writer.change(record.id, removed);
    await own.saved([record.id, ...kept.map(({ id }) => id)]);
    this.shareSoon();
  }

  /** By this phone's clock, set right by the service's where that is known: a substitute's day ends without a network too. */
  private isOver(): boolean {
    const until = this.me.notebooks.find(({ id }) => id === this.id)?.role_until;
    return until !== undefined && Date.now() - (this.team.status.clockOffBySeconds ?? 0) * 1000 >= Date.parse(until);
  }

  private noteReport(...what: Parameters<Report['note']>): void {
    this.report.note(...what).then(() => this.report.send()).catch((error) => this.team.fail(error));
  }

  private tellReport(): void {
    this.report.send().catch((error) => this.team.fail(error));
  }

  private notify(): void {
    this.listeners.forEach((listener) => listener());
  }

  /** Once all that the service holds is here: who has no card of their own yet gets one. */
  private introduce(): void {
    const { name } = this.device;
    if (name) this.ensure([{ id: this.me.person, type: 'person', members: { name } }]).catch((error) => this.team.fail(error));
  }

  private async change(kind: Act, id: Id, make: Make): Promise<void> {
    const copy = this.placeOf(id);
    const done = await copy.writer.change(id, make);
    await this.acted(kind, copy, done ? [done] : []);
  }

  private async acted(kind: Act, copy: Copy, done: Done[]): Promise<void> {
    if (done.length === 0) return;
    this.acts.push({ kind, copy, done });
    if (this.acts.length > ACTS_MAX) this.acts.shift();
    await this.saved(copy, done);
  }

  private async saved(copy: Copy, done: Done[]): Promise<void> {
    if (done.length === 0) return;
    await copy.saved(done.map((one) => one.id));
    this.shareSoon();
  }

  private shareSoon(): void {
    clearTimeout(this.linger);
    this.linger = setTimeout(() => this.syncNow(), LINGER_MS);
  }
}
