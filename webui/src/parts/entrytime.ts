/**
 * How long writing a note takes, from the open form to "done" (practices 1.8). Seconds alone, of the last notes, on this phone alone:
 * nothing that says which note, of whom or when.
 */
import { keepSetting, setting } from './settings';

export const ENTRIES_KEPT = 50;
const ENTRY_MAX_S = 3600; // a form that was left open for an hour says nothing about writing

/** Seconds, the oldest first; what cannot be read is left out. */
export function entriesIn(kept: string | null): number[] {
  return (kept ?? '').split(',').filter(Boolean).map(Number).filter((seconds) => Number.isInteger(seconds) && seconds >= 0 && seconds <= ENTRY_MAX_S);
}

export const entries = (): number[] => entriesIn(setting('entries'));

/** What is kept once one more note was written; undefined where it took too long to say anything. */
export function withEntry(kept: string | null, milliseconds: number): string | undefined {
  const seconds = Math.round(milliseconds / 1000);
  if (!(seconds >= 0 && seconds <= ENTRY_MAX_S)) return undefined;
  return [...entriesIn(kept), seconds].slice(-ENTRIES_KEPT).join(',');
}

export function keepEntry(milliseconds: number): void {
  const next = withEntry(setting('entries'), milliseconds);
  if (next !== undefined) keepSetting('entries', next);
}

export const forgetEntries = (): boolean => keepSetting('entries', '');
