/** Who has shared writing with the class (practices 1.16): a record a day, and where two phones made one for the same day, both count together. */
import type { AnyRecord, Id } from '../data/types';
import { studentsOf, textOf } from '../parts/records';

/** The days each child shared on, each once, the latest first. */
export function sharesOf(shares: AnyRecord[]): Map<Id, string[]> {
  const days = new Map<Id, Set<string>>();
  for (const share of shares)
    for (const student of textOf(share['on']) ? studentsOf(share) : []) days.set(student, (days.get(student) ?? new Set()).add(textOf(share['on'])));
  return new Map([...days].map(([student, on]) => [student, [...on].sort().reverse()]));
}

/** Whose turn it is: those who have shared least often. At the start, and when a round is through, that is everybody. */
export function waitingToShare(students: Id[], shares: Map<Id, string[]>): Set<Id> {
  const times = (student: Id) => shares.get(student)?.length ?? 0;
  const least = Math.min(...students.map(times));
  return new Set(students.filter((student) => times(student) === least));
}

/** What a tap on a child does to the records of that day: sets it in the first of them, or takes it out of all. The first by id is the same on every phone. */
export function shareEdit(shares: AnyRecord[], day: string, student: Id): { create: { on: string; students: Id[] } } | { edits: { id: Id; students: Id[] }[] } {
  const ofDay = shares.filter((share) => share['on'] === day).sort((a, b) => (a.id < b.id ? -1 : 1));
  const having = ofDay.filter((share) => studentsOf(share).includes(student));
  if (having.length) return { edits: having.map((share) => ({ id: share.id, students: studentsOf(share).filter((one) => one !== student) })) };
  const [first] = ofDay;
  return first ? { edits: [{ id: first.id, students: [...studentsOf(first), student] }] } : { create: { on: day, students: [student] } };
}
