/**
 * What an unsent edit will become: a colleague's newer version came while it is still on the phone.
 *
 * For reading only. What is stored and sent stays the edit on the version that it was typed on; the service merges, and
 * its word replaces this one.
 */
import { saysTheSame } from './json';
import type { Merging } from './merging';
import type { Pile } from './rows';
import type { AnyRecord } from './types';

/** undefined: nothing newer is here, or this phone cannot merge. */
export async function previewOf({ held, sent, draft }: Pile, merging: Merging): Promise<AnyRecord | undefined> {
  const edit = draft ?? sent;
  if (!held || !edit?.baseRecord || edit.onBatch || saysTheSame(edit.baseRecord, held.record)) return undefined;
  return merging.merge(edit.baseRecord, held.record, edit.record);
}
