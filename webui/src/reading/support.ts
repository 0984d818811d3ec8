/**
 * How much support a writer needs: most, medium or least, dated, for staff alone (practices 2.6). Nothing that a child or a family
 * may see reads this file; a test holds the screens to it. Pure.
 */
import type { AnyRecord, Id } from '../data/types';
import { dayOf } from '../parts/days';
import { keyedOf, markFor, MARKS, studentsOf, textOf, type Mark, type Members } from '../parts/records';

export const LEVELS = ['most', 'medium', 'least'] as const;
export type Level = (typeof LEVELS)[number];

export interface Sorted { id: Id; level: Level; on: string }

/** How a child was sorted, oldest first. */
export function supportHistory(student: AnyRecord | Members | undefined): Sorted[] {
  return Object.entries(keyedOf((student as Members | undefined)?.['support']))
    .flatMap(([id, row]) => {
      const level = LEVELS.find((one) => one === row?.['level']);
      return level ? [{ id, level, on: textOf(row?.['on']) }] : [];
    })
    .sort((a, b) => (a.on !== b.on ? (a.on < b.on ? -1 : 1) : a.id < b.id ? -1 : 1));
}

export const levelOf = (student: AnyRecord | Members | undefined): Sorted | undefined => supportHistory(student).pop();

/**
 * The members that sort a child; undefined: it stands there already. A day has one level: a second tap on the same day puts the first
 * one right. `id`: of the new row.
 */
export function toLevel(student: AnyRecord, level: Level, today: string, id: Id): Members | undefined {
  const last = levelOf(student);
  if (last?.level === level) return undefined;
  const rows = keyedOf(student['support']);
  return { support: { ...rows, [last?.on === today ? last.id : id]: { level, on: today } } };
}

/** The day a child was last given a next step; the least group still needs stretch (practices 2.6). */
export function lastStretch(notes: AnyRecord[], student: Id): string | undefined {
  const days = notes.filter((note) => studentsOf(note).includes(student) && textOf(note['next_step']).trim()).map((note) => dayOf(note.created.at));
  return days.sort().pop();
}

/** The latest mark of a child on a skill. `notes`: newest first. */
export function markOn(notes: AnyRecord[], student: Id, skill: Id): Mark | undefined {
  for (const note of notes) {
    const mark = note['skill'] === skill && studentsOf(note).includes(student) ? markFor(note, student) : undefined;
    if (mark) return mark;
  }
  return undefined;
}

export interface Overlap { level: Level | undefined; cells: { mark: Mark | undefined; students: Id[] }[] }

/** Support beside where each child stands on a skill; empty cells and levels are left out. `notes`: newest first. */
export function overlap(students: AnyRecord[], notes: AnyRecord[], skill: Id): Overlap[] {
  const at = students.map((student) => ({ id: student.id, level: levelOf(student)?.level, mark: markOn(notes, student.id, skill) }));
  return [...LEVELS, undefined]
    .map((level) => ({
      level,
      cells: [...MARKS, undefined]
        .map((mark) => ({ mark, students: at.filter((one) => one.level === level && one.mark === mark).map(({ id }) => id) }))
        .filter((cell) => cell.students.length),
    }))
    .filter(({ cells }) => cells.length);
}
