/** How a student's marks moved, skill by skill. Pure; from the notes at hand, so it needs no connection. */
import type { Id, Shown } from '../data/types';
import { isWithin, type Days } from './days';
import { markFor, textOf, type Mark } from './records';

export interface Marked { mark: Mark; at: string; note: Id }
export interface Moved { skill: Id; first: Marked; last: Marked }

/** `notes`: of this student, newest first. The skill noted on last stands first. */
export function movedMarks(notes: readonly Shown[], student: Id, days: Days): Moved[] {
  const bySkill = new Map<Id, Moved>();
  for (const { record } of notes) {
    const [skill, mark] = [textOf(record['skill']), markFor(record, student)];
    if (!skill || !mark || !isWithin(record.created.at, days)) continue;
    const marked = { mark, at: record.created.at, note: record.id };
    bySkill.set(skill, { skill, first: marked, last: bySkill.get(skill)?.last ?? marked });
  }
  return [...bySkill.values()];
}
