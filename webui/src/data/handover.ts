/**
 * Unsent work of a phone that came back as another person: the service takes nobody's words from somebody else, so it goes out
 * in the name of whoever holds the phone now.
 */
import type { Tx } from './db';
import type { Batch, Draft, PhotoPlaceRow, PhotoRow } from './rows';
import type { AnyRecord, Id, Me } from './types';

/** A record that the service has never seen was made by whoever sends it. */
function inTheNameOf(me: Me, { base, record }: Draft): AnyRecord {
  const own = { by: me.person, device: me.device };
  const edited = { ...record.edited, ...own };
  return base === null ? { ...record, edited, created: { ...record.created, ...own } } : { ...record, edited };
}

/** The transaction must hold the stores 'batches' and 'drafts'. A batch of the other person is taken apart again. */
export async function handOver(tx: Tx, notebook: Id, me: Me): Promise<void> {
  const batch = await tx.get<Batch>('batches', notebook);
  const drafts = new Map((await tx.ofNotebook<Draft>('drafts', notebook)).map((draft) => [draft.id, draft]));
  for (const sent of batch?.drafts ?? []) drafts.set(sent.id, { ...sent, record: drafts.get(sent.id)?.record ?? sent.record });
  tx.delete('batches', notebook);
  for (const { refusal: _, ...draft } of drafts.values()) tx.put('drafts', { ...draft, record: inTheNameOf(me, draft) });
}

/** The transaction must hold the stores 'drafts', 'photos' and 'places'. What was written for oneself before the service knew this notebook by its name: the other name was given by another phone. */
export async function renameNotebook(tx: Tx, from: Id, to: Id): Promise<void> {
  for (const draft of await tx.ofNotebook<Draft>('drafts', from)) {
    tx.put('drafts', { ...draft, notebook: to });
    tx.delete('drafts', [from, draft.id]);
  }
  for (const store of ['photos', 'places'] as const) {
    for (const row of await tx.ofNotebook<PhotoRow | PhotoPlaceRow>(store, from)) tx.put(store, { ...row, notebook: to });
    tx.deleteNotebook(store, from);
  }
}
