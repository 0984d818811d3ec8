/**
 * Whether work may be photographed, and shown as a model (practices 1.21, 1.25): pure functions over the students it is of. Only an
 * answer of no, or one that has run out, keeps the camera shut; of a child nobody was asked about it is open, for photos are of work.
 */
import type { AnyRecord } from '../data/types';

export type Bar = 'refused' | 'over';

/** `consent_until` is the last day; one that is none says nothing. Both days as YYYY-MM-DD. */
const hasRunOut = ({ consent_until: until }: AnyRecord, today: string): boolean =>
  typeof until === 'string' && /^\d{4}-\d{2}-\d{2}$/.test(until) && until < today;

/** Why no photo may be taken of this child's work; undefined: one may. */
export function photoBar(student: AnyRecord, today: string): Bar | undefined {
  if (student['consent_photo'] === false) return 'refused';
  return hasRunOut(student, today) ? 'over' : undefined;
}

/** Whose work is not to be photographed, with the reason that comes first. */
export function barred(students: readonly AnyRecord[], today: string): { bar: Bar; of: AnyRecord[] } | undefined {
  for (const bar of ['refused', 'over'] as const) {
    const of = students.filter((student) => photoBar(student, today) === bar);
    if (of.length > 0) return { bar, of };
  }
  return undefined;
}

/** Those whose work is not to be shown as a model. */
export const notAsModel = (students: readonly AnyRecord[], today: string): AnyRecord[] =>
  students.filter((student) => student['consent_share'] === false || hasRunOut(student, today));
