/** The goals of the writers, one record for each child and goal (practices 1.3). Pure: the day it is comes from outside. */
import type { AnyRecord, Id, Shown } from '../data/types';
import { studentsOf, textOf, type Members } from '../parts/records';

/** Weeks until a goal is looked at again, unless the teacher says another day: a unit of writing takes about a month (practices 1.6). */
export const WEEKS_TO_REVIEW = 4;

export type GoalState = 'open' | 'review' | 'met'; // 'review': its day to be looked at again has come

export function goalState(goal: AnyRecord | Members, today: string): GoalState {
  if (textOf(goal['met'])) return 'met';
  const review = textOf(goal['review']);
  return review && review <= today ? 'review' : 'open';
}

const begun = (goal: AnyRecord): string => textOf(goal['opened']) || textOf((goal.created as { at?: unknown } | undefined)?.at).slice(0, 10);

function latestFirst(a: AnyRecord, b: AnyRecord): number {
  return begun(a) !== begun(b) ? (begun(a) < begun(b) ? 1 : -1) : a.id < b.id ? 1 : -1;
}

/** The goals of a child: those that are worked on, and those that were met, each with the latest first. */
export function goalsOf(goals: readonly Shown[], student: Id): { current: AnyRecord[]; earlier: AnyRecord[] } {
  const own = goals.map(({ record, preview }) => preview ?? record).filter((goal) => studentsOf(goal).includes(student)).sort(latestFirst);
  return { current: own.filter((goal) => !textOf(goal['met'])), earlier: own.filter((goal) => textOf(goal['met'])) };
}

/** A goal for several children is a goal for each: every child reaches it on a day of its own. An empty member is left out. */
export function goalRows(students: Id[], goal: { category?: string; progression?: Id; words?: string; opened: string; review?: string }): { type: string; members: Members }[] {
  const said = Object.fromEntries(Object.entries(goal).filter(([, value]) => value));
  return [...new Set(students)].map((student) => ({ type: 'goal', members: { students: [student], ...said } }));
}
