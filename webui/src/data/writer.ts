/**
 * Saving on this phone: each change is computed and stored inside one transaction, from what the store holds at that moment,
 * so that two tabs cannot write over one another's words.
 */
import { versions, type RecordType } from '../generated/schema';
import type { Database, StoreName, Tx } from './db';
import { undone } from './edits';
import { takeStamps } from './identity';
import { saysTheSame, tidy } from './json';
import { draftOf } from './outbox';
import { shownRecord, type Batch, type Draft, type Held, type PhotoPlaceRow, type PhotoRow, type Pile } from './rows';
import { isNewer } from './shelf';
import { AppError, type AnyRecord, type Id, type Me, type Stamp } from './types';
import { newId } from './uuid';

export interface Row { id?: Id; type: string; members: { [member: string]: unknown } }

/** What one act changed; `before` is undefined for a record that it made. */
export interface Done { id: Id; before?: AnyRecord; after: AnyRecord }

export interface Writer {
  /** A row with the id of a record that is here is left out. */
  create(rows: Row[], photo?: Omit<PhotoRow, 'notebook'>): Promise<Done[]>; // with the photo that a row speaks of, both or neither
  /** undefined: the change says what the record says already. */
  change(id: Id, make: (before: AnyRecord, stamp: Stamp) => AnyRecord): Promise<Done | undefined>;
  undo(done: Done[]): Promise<void>;
}

const STORES = ['device', 'held', 'drafts', 'batches'] as const;
const PHOTO_STORES = ['photos', 'places'] as const;

export function makeWriter(db: Database, notebook: Id, me: () => Me): Writer {
  const write = <T>(work: (tx: Tx) => Promise<T>, more: readonly StoreName[] = []): Promise<T> => db.run([...STORES, ...more], 'readwrite', work);

  async function pileOf(tx: Tx, id: Id): Promise<Pile> {
    const batch = await tx.get<Batch>('batches', notebook);
    return {
      held: await tx.get<Held>('held', [notebook, id]),
      draft: await tx.get<Draft>('drafts', [notebook, id]),
      sent: batch?.drafts.find((draft) => draft.id === id),
    };
  }

  function put(tx: Tx, pile: Pile, record: AnyRecord, fresh = false): void {
    const draft = draftOf(pile, notebook, record, new Date().toISOString());
    if (draft) tx.put('drafts', fresh ? { ...draft, fresh } : draft);
    else tx.delete('drafts', [notebook, record.id]);
  }

  function made(row: Row, stamp: Stamp): AnyRecord {
    return { ...(tidy(row.members) as object), id: row.id ?? newId(), type: row.type, schema: versions[row.type as RecordType], created: stamp, edited: stamp };
  }

  return {
    create: (rows, photo) => write(async (tx) => {
      const stamps = await takeStamps(tx, me(), rows.length);
      const done: Done[] = [];
      for (const [i, row] of rows.entries()) {
        if (row.id && shownRecord(await pileOf(tx, row.id))) continue;
        const after = made(row, stamps[i]!);
        put(tx, {}, after, true);
        done.push({ id: after.id, after });
      }
      if (photo) {
        tx.put('photos', { notebook, ...photo } satisfies PhotoRow);
        tx.put('places', { notebook, hash: photo.hash, taken: true } satisfies PhotoPlaceRow);
      }
      return done;
    }, photo ? PHOTO_STORES : []),

    change: (id, make) => write(async (tx) => {
      const pile = await pileOf(tx, id);
      const before = shownRecord(pile);
      if (!before) throw new AppError('unknown_record', 'This entry is not on this phone any more. Go back and open it again.');
      if (isNewer(before)) throw new AppError('newer_schema', 'This entry was written by a newer version of the app. Update the app to change it.');
      const [stamp] = await takeStamps(tx, me(), 1);
      const after = make(before, stamp!);
      if (saysTheSame(before, after)) return undefined;
      put(tx, pile, after);
      return { id, before, after };
    }),

    undo: (done) => write(async (tx) => {
      const stamps = await takeStamps(tx, me(), done.length);
      for (const [i, { id, before, after }] of done.entries()) {
        const pile = await pileOf(tx, id);
        const now = shownRecord(pile);
        if (!now) continue;
        const neverSent = !before && !pile.held && !pile.sent && pile.draft?.base === null;
        const onlyHere = pile.draft !== undefined && !pile.sent && saysTheSame(now, after);
        if (neverSent) {
          tx.delete('drafts', [notebook, id]);
          if (typeof now.photo === 'string') for (const store of PHOTO_STORES) tx.delete(store, [notebook, now.photo]);
        }
        else if (before && onlyHere) put(tx, pile, { ...before, edited: stamps[i]! }); // a question that it answered is open again
        else put(tx, pile, undone(now, before, after, stamps[i]!));
      }
    }, PHOTO_STORES),
  };
}
