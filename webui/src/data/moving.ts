/**
 * Between the team's notebook and one's own. A note is in one of them: it keeps its id, is written to the new place first, and
 * is taken out of the old one when the service has it there. Where a phone is cut off in between it goes on from what it holds.
 */
import { versions, type RecordType } from '../generated/schema';
import type { Database, Tx } from './db';
import { takeStamps } from './identity';
import { isEqual } from './json';
import { draftOf } from './outbox';
import { shownRecord, type Batch, type Draft, type Held, type PhotoPlaceRow, type PhotoRow, type Pile } from './rows';
import { AppError, type AnyRecord, type Id, type Me } from './types';

const STORES = ['device', 'held', 'drafts', 'batches', 'photos', 'places'] as const;
const OURS = ['deleted', '_stamps', '_forks'] as const; // what a merge made of the record belongs to its old place

const NO_WORDS = new Set<string>([...OURS, 'id', 'type', 'schema', 'created', 'edited']);

async function pileOf(tx: Tx, notebook: Id, id: Id): Promise<Pile> {
  const batch = await tx.get<Batch>('batches', notebook);
  return { held: await tx.get<Held>('held', [notebook, id]), draft: await tx.get<Draft>('drafts', [notebook, id]), sent: batch?.drafts.find((draft) => draft.id === id) };
}

function anew(record: AnyRecord, edited: AnyRecord['edited']): AnyRecord {
  const content: AnyRecord = { ...record, schema: versions[record.type as RecordType] ?? record.schema, edited };
  for (const member of OURS) delete content[member];
  return content;
}

/** The photo that a sample speaks of, in both places from now on: it is sent again, for the notebooks do not know of one another. */
async function copyPhoto(tx: Tx, from: Id, to: Id, { photo }: AnyRecord): Promise<void> {
  const row = typeof photo === 'string' && await tx.get<PhotoRow>('photos', [from, photo]);
  if (!row) return;
  tx.put('photos', { ...row, notebook: to });
  tx.put('places', { notebook: to, hash: row.hash, taken: true } satisfies PhotoPlaceRow);
}

async function oneToTeam(tx: Tx, own: Id, team: Id, id: Id, me: Me): Promise<void> {
  const record = shownRecord(await pileOf(tx, own, id));
  if (!record) throw new AppError('unknown_record', 'This entry is not on this phone any more. Go back and open it again.');
  const [edited] = await takeStamps(tx, me, 1);
  const draft: Draft = { notebook: team, id, base: null, sendBase: false, fresh: true, record: anew(record, edited!), savedAt: new Date().toISOString() };
  tx.put('drafts', draft);
  await copyPhoto(tx, own, team, record);
}

/** From one's own notebook to the team's, all of them or none. They stay in the old one until the team has them. */
export function toTeam(db: Database, own: Id, team: Id, ids: readonly Id[], me: Me): Promise<void> {
  return db.run([...STORES], 'readwrite', async (tx) => {
    for (const id of ids) await oneToTeam(tx, own, team, id, me);
  });
}

const words = (record: AnyRecord): { [member: string]: unknown } =>
  Object.fromEntries(Object.entries(record).filter(([name]) => !NO_WORDS.has(name)));

/**
 * What a note in one's own notebook says that the team, which has the note now, was not given: typed on a device that did not know of the
 * move, and either unsent or in question because the note was taken out meanwhile. Undefined: nothing.
 */
export function stayedBehind(own: Pile, shared: AnyRecord): { [member: string]: unknown } | undefined {
  const record = shownRecord(own)!;
  const isUnsent = own.sent !== undefined || (own.draft !== undefined && !own.draft.fresh);
  const isAsked = Object.values(record._forks ?? {}).some(({ ask }) => ask);
  return (isUnsent || isAsked) && !isEqual(words(record), words(shared)) ? words(record) : undefined;
}

async function oneToOwn(tx: Tx, team: Id, own: Id, id: Id, me: Me): Promise<void> {
  const { held, sent, draft } = await pileOf(tx, team, id);
  if (held || sent || !draft?.fresh) throw new AppError('had_by_others', 'This note was shared already, so colleagues may have read it. It stays with the team; write a new one for yourself.');
  const old = await pileOf(tx, own, id);
  const [edited] = await takeStamps(tx, me, 1);
  const back = draftOf(old, own, anew(draft.record, edited!), draft.savedAt);
  if (back) tx.put('drafts', shownRecord(old) ? back : { ...back, fresh: true });
  tx.delete('drafts', [team, id]);
  await copyPhoto(tx, team, own, draft.record);
  for (const store of ['photos', 'places'] as const) if (typeof draft.record.photo === 'string') tx.delete(store, [team, draft.record.photo]);
}

/** From the team's notebook to one's own, all or none: only what has never left this phone, for others may have the rest. */
export function toOwn(db: Database, team: Id, own: Id, ids: readonly Id[], me: Me): Promise<void> {
  return db.run([...STORES], 'readwrite', async (tx) => {
    for (const id of ids) await oneToOwn(tx, team, own, id, me);
  });
}
