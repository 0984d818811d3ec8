/**
 * The open notebook in memory, as the screens see it: a picture of the phone's store, read again where it changed.
 */
import { versions, type RecordType } from '../generated/schema';
import type { Database } from './db';
import { shownRecord, type Batch, type Draft, type Front, type Held, type Pile } from './rows';
import type { AnyRecord, Id, Place, Question, Shown } from './types';

export interface Counts { unsent: number; oldestUnsentAt?: string; refused: number; damaged: number; readOnlyTypes: string[] }

export interface Shelf {
  get(id: Id): Shown | undefined;
  all(type: string): Shown[];
  questions(): Question[];
  counts(): Counts;
  piles(): Iterable<Pile>;
  pile(id: Id): Pile | undefined;
  unsent(): Id[];
  /** Shows what an unsent edit will become, if the phone still holds of the record what it was made from. */
  preview(id: Id, of: Pile, record: AnyRecord): void;
  /** One reading after the other: what was read later is what is shown. */
  read(ids: readonly Id[] | 'all'): Promise<void>;
  /** What was kept for the first screen; false: nothing is. */
  readFront(): Promise<boolean>;
  /** Keeps those, and all that is counted or asked about, for the next start. Nothing to do where nothing changed since. */
  keepFront(ids: readonly Id[]): Promise<void>;
  isWhole(): boolean; // all that the phone holds has been read
}

const placeOf = ({ draft, sent }: Pile): Place => {
  if (draft) return draft.refusal ? 'refused' : 'phone';
  return sent ? 'sending' : 'shared';
};

function shownOf(pile: Pile): Shown | undefined {
  const record = shownRecord(pile);
  if (!record) return undefined;
  const refusal = pile.draft?.refusal;
  return { record, place: placeOf(pile), ...(refusal ? { refusal } : {}) };
}

const questionsOf = (record: AnyRecord): Question[] =>
  Object.entries(record._forks ?? {}).filter(([, fork]) => fork.ask).map(([path, fork]) => ({ record, path, fork }));

export const isNewer = (record: AnyRecord): boolean => {
  const known = Object.hasOwn(versions, record.type) ? versions[record.type as RecordType] : 0;
  return record.schema > known;
};

const isTold = ({ held, sent, draft }: Pile): boolean => Boolean(draft ?? sent) || held?.damaged !== undefined || (held !== undefined && isNewer(held.record));

function countOf(piles: Iterable<Pile>): Counts {
  const counts: Counts = { unsent: 0, refused: 0, damaged: 0, readOnlyTypes: [] };
  const newer = new Set<string>();
  for (const pile of piles) {
    const unsent = pile.draft ?? pile.sent;
    if (pile.held && isNewer(pile.held.record)) newer.add(pile.held.record.type);
    if (pile.held?.damaged) counts.damaged += 1;
    if (pile.draft?.refusal) counts.refused += 1;
    else if (unsent) {
      counts.unsent += 1;
      if (!counts.oldestUnsentAt || unsent.savedAt < counts.oldestUnsentAt) counts.oldestUnsentAt = unsent.savedAt;
    }
  }
  return { ...counts, readOnlyTypes: [...newer].sort() };
}

/** `value()` made once, and again after `forget()`: a screen asks far more often than records change. */
function remembered<T>(make: () => T): { value(): T; forget(): void } {
  let kept: { value: T } | undefined;
  return { value: () => (kept ??= { value: make() }).value, forget: () => { kept = undefined; } };
}

const NONE: Shown[] = [];

/** A notebook's records of one type, and their list, which is the same one until one of them changes: what is read out of it is read once. */
interface Kind { items: Map<Id, Shown>; list: Shown[] | undefined }

export function makeShelf(db: Database, notebook: Id): Shelf {
  const piles = new Map<Id, Pile>();
  const shown = new Map<Id, Shown>();
  // What follows says of the few what would else be looked for among all, with each letter that is saved.
  const kinds = new Map<string, Kind>();
  const asking = new Map<Id, Question[]>();
  const told = new Map<Id, Pile>(); // of what the counts are about
  let isWhole = false;
  let isFrontKept = false;
  let last = Promise.resolve();
  const counts = remembered(() => countOf(told.values()));
  const questions = remembered(() => [...asking.values()].flat());

  function kindOf(item: Shown | undefined): Kind | undefined {
    if (!item || item.record.deleted) return undefined;
    const { type } = item.record;
    let kind = kinds.get(type);
    if (!kind) kinds.set(type, kind = { items: new Map(), list: undefined });
    kind.list = undefined;
    return kind;
  }

  /** The record as it is shown from now on; undefined: there is none. */
  function show(id: Id, item: Shown | undefined): void {
    const [before, after] = [kindOf(shown.get(id)), kindOf(item)];
    if (before !== after) before?.items.delete(id);
    if (item) {
      after?.items.set(id, item);
      shown.set(id, item);
    } else shown.delete(id);
    const asked = item ? questionsOf(item.record) : [];
    if (asked.length) asking.set(id, asked);
    else asking.delete(id);
  }

  function place(id: Id, pile: Pile): void {
    const item = shownOf(pile);
    show(id, item);
    if (item) piles.set(id, pile);
    else piles.delete(id);
    if (item && isTold(pile)) told.set(id, pile);
    else told.delete(id);
  }

  function listOf(type: string): Shown[] {
    const kind = kinds.get(type);
    return kind ? (kind.list ??= [...kind.items.values()]) : NONE;
  }

  const readAll = () => db.run(['held', 'drafts', 'batches'], 'readonly', async (tx) => {
    const all = new Map<Id, Pile>();
    for (const held of await tx.ofNotebook<Held>('held', notebook)) all.set(held.id, { held });
    for (const sent of (await tx.get<Batch>('batches', notebook))?.drafts ?? []) all.set(sent.id, { ...all.get(sent.id), sent });
    for (const draft of await tx.ofNotebook<Draft>('drafts', notebook)) all.set(draft.id, { ...all.get(draft.id), draft });
    return all;
  });

  const readSome = (ids: readonly Id[]) => db.run(['held', 'drafts', 'batches'], 'readonly', async (tx) => {
    const some = new Map<Id, Pile>();
    const sent = new Map((await tx.get<Batch>('batches', notebook))?.drafts.map((draft) => [draft.id, draft]));
    for (const id of new Set(ids)) {
      const [held, draft] = await Promise.all([tx.get<Held>('held', [notebook, id]), tx.get<Draft>('drafts', [notebook, id])]);
      some.set(id, { held, sent: sent.get(id), draft });
    }
    return some;
  });

  function put(fresh: Iterable<[Id, Pile]>): void {
    for (const [id, pile] of fresh) place(id, pile);
    counts.forget();
    questions.forget();
  }

  async function readNow(ids: readonly Id[] | 'all'): Promise<void> {
    const fresh = await (ids === 'all' ? readAll() : readSome(ids));
    if (ids === 'all') for (const memory of [piles, shown, kinds, asking, told]) memory.clear();
    put(fresh);
    isWhole ||= ids === 'all';
  }

  function inTurn(work: () => Promise<void>): Promise<void> {
    const mine = last.then(work);
    last = mine.catch(() => undefined); // told to whoever asked for it
    return mine;
  }

  return {
    get: (id) => shown.get(id),
    all: listOf,
    questions: () => questions.value(),
    counts: () => counts.value(),
    piles: () => piles.values(),
    pile: (id) => piles.get(id),
    unsent: () => [...told].filter(([, pile]) => pile.draft ?? pile.sent).map(([id]) => id),
    preview(id, of, record) {
      const item = shown.get(id);
      if (!item || piles.get(id) !== of) return;
      show(id, { ...item, preview: record });
    },
    read(ids) {
      if (ids !== 'all' && ids.length === 0) return Promise.resolve();
      isFrontKept &&= !isWhole; // the rest of the class, read behind its front, is no change
      return inTurn(() => readNow(ids));
    },
    async readFront() {
      const front = await db.run(['fronts'], 'readonly', (tx) => tx.get<Front>('fronts', notebook));
      if (!front) return false;
      put(front.piles.map((pile) => [shownRecord(pile)!.id, pile]));
      isFrontKept = true;
      return true;
    },
    async keepFront(ids) {
      if (isFrontKept || !isWhole) return;
      isFrontKept = true;
      const kept = [...new Set([...ids, ...told.keys(), ...asking.keys()])].flatMap((id) => piles.get(id) ?? []);
      await db.run(['fronts'], 'readwrite', async (tx) => tx.put('fronts', { notebook, piles: kept } satisfies Front));
    },
    isWhole: () => isWhole,
  };
}
