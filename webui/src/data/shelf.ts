/**
 * The open notebook in memory, as the screens see it: a picture of the phone's store, read again where it changed.
 */
import { versions, type RecordType } from '../generated/schema';
import type { Database } from './db';
import { shownRecord, type Batch, type Draft, type Held, type Pile } from './rows';
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
  read(ids: readonly Id[] | 'all'): Promise<void>;
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

export function makeShelf(db: Database, notebook: Id): Shelf {
  const piles = new Map<Id, Pile>();
  const shown = new Map<Id, Shown>();
  const counts = remembered(() => countOf(piles.values()));
  const questions = remembered(() => [...shown.values()].flatMap(({ record }) => questionsOf(record)));
  const byType = remembered(() => {
    const types = new Map<string, Shown[]>();
    for (const item of shown.values()) {
      if (item.record.deleted) continue;
      const list = types.get(item.record.type);
      if (list) list.push(item);
      else types.set(item.record.type, [item]);
    }
    return types;
  });

  function place(id: Id, pile: Pile): void {
    const item = shownOf(pile);
    if (item) {
      piles.set(id, pile);
      shown.set(id, item);
    } else {
      piles.delete(id);
      shown.delete(id);
    }
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

  return {
    get: (id) => shown.get(id),
    all: (type) => byType.value().get(type) ?? [],
    questions: () => questions.value(),
    counts: () => counts.value(),
    piles: () => piles.values(),
    pile: (id) => piles.get(id),
    unsent: () => [...piles].filter(([, pile]) => pile.draft ?? pile.sent).map(([id]) => id),
    preview(id, of, record) {
      const item = shown.get(id);
      if (!item || piles.get(id) !== of) return;
      shown.set(id, { ...item, preview: record });
      byType.forget();
    },
    async read(ids) {
      if (ids !== 'all' && ids.length === 0) return;
      const fresh = await (ids === 'all' ? readAll() : readSome(ids));
      if (ids === 'all') {
        piles.clear();
        shown.clear();
      }
      for (const [id, pile] of fresh) place(id, pile);
      for (const memory of [counts, questions, byType]) memory.forget();
    },
  };
}
