/**
 * What the notebook asks of the merge on this phone (../merge). The service's word holds; this one comes sooner.
 *
 * Every answer may be `undefined`: a browser without WebAssembly, or one that could not load it, leaves merging to the service.
 */
import type { Database } from './db';
import type { Held } from './rows';
import type { AnyRecord, Id, Version } from './types';

export interface Merging {
  /** The record that the service will make of an edit: `edit`, typed on `base`, sent while `now` is stored. */
  merge(base: AnyRecord, now: AnyRecord, edit: AnyRecord): Promise<AnyRecord | undefined>;
  /** Those that are no records, by their place in the list, each with the code of what is wrong. */
  check(records: readonly AnyRecord[]): Promise<{ at: number; code: string }[] | undefined>;
}

/** For a browser that cannot. */
export const noMerging: Merging = { merge: async () => undefined, check: async () => undefined };

export interface Came { id: Id; version: Version; record: AnyRecord }

/**
 * Looks again at what the service sent: what is no record was harmed on the way or on its disk. It is kept as it came, and marked.
 * Gives the ids of those; a newer version that came meanwhile is not touched.
 */
export async function markDamaged(db: Database, notebook: Id, merging: Merging, rows: readonly Came[]): Promise<Id[]> {
  const found = rows.length > 0 ? await merging.check(rows.map((row) => row.record)) : [];
  if (!found?.length) return [];
  const codes = new Map(found.map(({ at, code }) => [rows[at]!, code]));
  return db.run(['held'], 'readwrite', async (tx) => {
    const marked: Id[] = [];
    for (const [{ id, version }, damaged] of codes) {
      const held = await tx.get<Held>('held', [notebook, id]);
      if (held?.version !== version) continue;
      tx.put('held', { ...held, damaged } satisfies Held);
      marked.push(id);
    }
    return marked;
  });
}
