/**
 * The outbox: what was typed here and is not yet with the service. Pure: rows in, rows out.
 *
 * An edit keeps the version that it was typed on, whatever arrives meanwhile: the service merges, and a person is asked
 * where people disagree. A closed batch is never changed, so that sending it again after a lost answer is harmless.
 * What is typed while a batch is under way waits, and is based on what was sent.
 */
import { saysTheSame } from './json';
import type { Batch, Draft, Held, Pile } from './rows';
import type { AnyRecord, Id, Version } from './types';

export const BATCH_MAX_CHANGES = 200;
export const BATCH_MAX_CHARS = 512 * 1024; // one record may be longer than that by itself

/** What the answer to a batch says of one of its changes. */
export interface Verdict {
  version?: Version; // stored
  refusal?: { code: string; message: string };
  came?: { version: Version; record: AnyRecord }; // the service's own wording, where the same page brings it
}

/**
 * The service's own wording of a version, where it is known here: it came with the answer, or it is held already. An edit that says
 * nothing new (two delete the same note) leaves the version that this phone may have pulled before, and then it does not come again.
 */
export function wordingOf(version: Version, came: Verdict['came'], held: Held | undefined): Verdict['came'] {
  if (came || !held || held.version !== version || held.typed) return came;
  return { version, record: held.record };
}

type Base = Pick<Draft, 'base' | 'baseRecord' | 'sendBase' | 'onBatch' | 'offer'>;

function baseOf({ draft, sent, held }: Pile): Base {
  if (draft) return draft;
  if (sent) return { base: null, baseRecord: sent.record, sendBase: true, onBatch: true };
  if (held) return { base: held.version, baseRecord: held.record, sendBase: held.typed === true };
  return { base: null, sendBase: false };
}

/** The draft that saving `record` leaves; undefined when it says what its base says: an edit equal to its base is none. */
export function draftOf(pile: Pile, notebook: Id, record: AnyRecord, now: string): Draft | undefined {
  const base = baseOf(pile);
  if (base.baseRecord && !base.offer && saysTheSame(base.baseRecord, record)) return undefined;
  const { refusal: _, ...kept } = { ...base, notebook, id: record.id, record, savedAt: pile.draft?.savedAt ?? now } as Draft;
  return kept;
}

function changeJson(draft: Draft): string {
  const { id, base, record, baseRecord, sendBase } = draft;
  return JSON.stringify(sendBase ? { id, base, record, base_record: baseRecord } : { id, base, record });
}

const bySaved = (a: Draft, b: Draft): number => (a.savedAt < b.savedAt ? -1 : Number(a.savedAt > b.savedAt));

/** The next batch: the oldest drafts that may go, as many as fit; undefined when there are none. */
export function closeBatch(notebook: Id, drafts: Draft[], seq: number): Batch | undefined {
  const ready = drafts.filter((draft) => !draft.refusal && !draft.onBatch).sort(bySaved);
  const texts: string[] = [];
  let chars = 0;
  for (const draft of ready.slice(0, BATCH_MAX_CHANGES)) {
    const text = changeJson(draft);
    if (texts.length > 0 && chars + text.length > BATCH_MAX_CHARS) break;
    texts.push(text);
    chars += text.length;
  }
  if (texts.length === 0) return undefined;
  return { notebook, seq, changesJson: `[${texts.join(',')}]`, drafts: ready.slice(0, texts.length).map(({ fresh: _, ...draft }) => draft) };
}

function heldAfter(sent: Draft, verdict: Verdict & { version: Version }, epoch: string, more: boolean): Held {
  const { notebook, id } = sent;
  if (verdict.came) return { notebook, id, ...verdict.came, epoch };
  const held: Held = { notebook, id, version: verdict.version, record: sent.record, epoch };
  return more ? { ...held, typed: true } : held;
}

/** The edit that was typed meanwhile now knows its base: what came back, or, where that holds others' work, what was sent. */
function rebased(later: Draft, sent: Draft, held: Held): Draft | undefined {
  const { onBatch: _, ...draft } = later;
  const asSent = !held.typed && saysTheSame(held.record, sent.record);
  if (asSent && saysTheSame(held.record, later.record)) return undefined;
  return asSent
    ? { ...draft, base: held.version, baseRecord: held.record, sendBase: false }
    : { ...draft, base: held.version, baseRecord: sent.record, sendBase: true };
}

function draftAgain(sent: Draft, later: Draft | undefined, refusal: Verdict['refusal']): Draft {
  const again: Draft = { ...sent, record: later?.record ?? sent.record };
  if (refusal?.code === 'base_unknown' && sent.offer) return { ...again, base: null, sendBase: false };
  if (refusal?.code === 'base_unknown' && !sent.sendBase && sent.baseRecord) return { ...again, sendBase: true };
  return refusal && !later ? { ...again, refusal } : again; // an edit that came after the refused one may be the mended one
}

/**
 * What is left of a change once its batch is answered. `more`: further pages follow, which may bring the service's own wording.
 * A change that the answer does not name is a draft again.
 */
export function settle(sent: Draft, verdict: Verdict, later: Draft | undefined, epoch: string, more: boolean): { held?: Held; draft?: Draft } {
  const { version } = verdict;
  if (version === undefined) return { draft: draftAgain(sent, later, verdict.refusal) };
  const held = heldAfter(sent, { ...verdict, version }, epoch, more);
  return { held, draft: later && rebased(later, sent, held) };
}
