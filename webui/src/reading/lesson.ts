/** The lesson of a day and the lens that it gives: what new notes take over from it (practices 0.10, 0.14). Pure. */
import type { AnyRecord, Id, Shown } from '../data/types';
import { keyedOf, textOf, type Members } from '../parts/records';

export const LENSES = ['shares_readily', 'holds_back', 'needs_daily', 'not_transferring'] as const;
export type LensCode = (typeof LENSES)[number];

/** The one focus of the day's notes. */
export interface Lens { lesson: Id; title: string; skill?: Id; genre?: string }

const read = ({ record, preview }: Shown): AnyRecord => preview ?? record;
const begunAt = (record: AnyRecord): string => textOf((record.created as { at?: unknown } | undefined)?.at);

/** The latest lesson first: by its day, then by when it was written; ids break ties so that the order is the same on every phone. */
export function lessonsOf(lessons: readonly Shown[]): AnyRecord[] {
  const key = (record: AnyRecord) => `${textOf(record['on'])} ${begunAt(record)} ${record.id}`;
  return lessons.map(read).sort((a, b) => (key(a) < key(b) ? 1 : -1));
}

/** The lens of `today` (YYYY-MM-DD): of the latest lesson of that day about writing. A routine that was taught, such as TAG, is no lens. */
export function lensOfDay(lessons: readonly Shown[], today: string): Lens | undefined {
  const lesson = lessonsOf(lessons).find((record) => record['on'] === today && !textOf(record['routine']));
  if (!lesson) return undefined;
  const [skill, genre] = [textOf(lesson['skill']), textOf(lesson['genre'])];
  return { lesson: lesson.id, title: textOf(lesson['title']), ...(skill ? { skill } : {}), ...(genre ? { genre } : {}) };
}

/** The members that a new note begins with under this lens. */
export function inherited(lens: Lens | undefined): Members {
  if (!lens) return {};
  const { lesson, skill, genre } = lens;
  return { lesson, ...(skill ? { skill } : {}), ...(genre ? { genre } : {}) };
}

export function lensOf(lesson: Members, student: Id): LensCode | undefined {
  const code = keyedOf(lesson['outcomes'])[student]?.['lens'];
  return LENSES.find((lens) => lens === code);
}

/** The outcomes with one child's code set; the same code a second time takes it back. What else is known of the child stays. */
export function withLens(lesson: Members, student: Id, code: LensCode): { [student: Id]: Members } | undefined {
  const { [student]: own, ...others } = keyedOf(lesson['outcomes']);
  const { lens, ...rest } = own ?? {};
  const next = lens === code ? rest : { ...rest, lens: code };
  const outcomes = Object.keys(next).length ? { ...others, [student]: next } : others;
  return Object.keys(outcomes).length ? outcomes : undefined;
}

/** Who was noticed how, in the order of the codes. */
export function byLens(lesson: Members): { lens: LensCode; students: Id[] }[] {
  const students = Object.keys(keyedOf(lesson['outcomes']));
  return LENSES.map((lens) => ({ lens, students: students.filter((id) => lensOf(lesson, id) === lens) }));
}

/** The routines that were taught, such as TAG, each with its days, latest first (practices 0.28). */
export function routinesOf(lessons: readonly Shown[]): { routine: string; days: string[] }[] {
  const found = new Map<string, string[]>();
  for (const record of lessonsOf(lessons)) {
    const routine = textOf(record['routine']).trim();
    if (routine) found.set(routine, [...(found.get(routine) ?? []), textOf(record['on'])]);
  }
  return [...found].map(([routine, days]) => ({ routine, days }));
}
