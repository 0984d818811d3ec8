/**
 * What was taught and whether it stuck: the state of teaching points, by child. Pure.
 *
 * A teaching point is a member of the note it was taught in; its state stands in that note's outcome of each child, so that one
 * point taught to three children has three states (practices 0.24, 1.7, 2.15).
 */
import type { Id, Shown } from '../data/types';
import { keyedOf, studentsOf, textOf, type Members } from '../parts/records';

export const STATUSES = ['open', 'practising', 'transferred', 'dropped'] as const;
export type Status = (typeof STATUSES)[number];
export const TRANSFERS = ['guided', 'prompted', 'independent'] as const;

export interface Point {
  from: Shown; // the note it was taught in
  text: string;
  status: Status;
  on: string | undefined; // the day of the last answer; none where nobody asked yet
  transfer: string | undefined;
}

export const statusFor = (note: Members, student: Id): Status =>
  STATUSES.find((status) => status === keyedOf(note['outcomes'])[student]?.['status']) ?? 'open';

/** The child's teaching points, in the order of the notes. `notes`: those about the child, newest first. */
export function points(notes: readonly Shown[], student: Id): Point[] {
  return notes.flatMap((from) => {
    const text = textOf(from.record['teaching_point']).trim();
    if (!text || !studentsOf(from.record).includes(student)) return [];
    const outcome = keyedOf(from.record['outcomes'])[student];
    return [{ from, text, status: statusFor(from.record, student), on: textOf(outcome?.['status_on']) || undefined, transfer: textOf(outcome?.['transfer']) || undefined }];
  });
}

const isLive = ({ status }: Point): boolean => status === 'open' || status === 'practising';

/** What the child is working on now. A well-kept class has at most one a child (practices 0.24). */
export const livePoints = (notes: readonly Shown[], student: Id): Point[] => points(notes, student).filter(isLive);

/** The members of a note after the answer to "did it stick?"; the answers of the other children stay. */
export function answered(note: Members, student: Id, answer: { status?: Status; transfer?: string | undefined }, today: string): { outcomes: Members } {
  const outcomes = keyedOf(note['outcomes']);
  const mine = { ...outcomes[student], ...answer, status_on: today };
  return { outcomes: { ...outcomes, [student]: Object.fromEntries(Object.entries(mine).filter(([, value]) => value !== undefined)) } };
}

/** Compliments look alike when their letters do: case, marks, points and spaces say nothing. */
const folded = (text: string): string => text.normalize('NFKD').replace(/[\p{M}\p{P}\s]/gu, '').toLowerCase();

/** The strength that was named last: the compliment of a talk, or what a TAG told. */
export function lastStrength(notes: readonly Shown[]): { from: Shown; text: string } | undefined {
  for (const from of notes) {
    const text = textOf(from.record['compliment']).trim() || textOf(from.record['tell']).trim();
    if (text) return { from, text };
  }
  return undefined;
}

/** True where `text` says again what the last compliment said: a hint, for a child hears it too. */
export function repeats(text: string, notes: readonly Shown[]): boolean {
  const said = folded(lastStrength(notes)?.text ?? '');
  const mine = folded(text);
  return mine !== '' && mine === said;
}

/** What the child does alone by now and was not praised for since: each may be named as a strength. */
export function strengthsToName(notes: readonly Shown[], student: Id): Point[] {
  const praised = new Set(notes.map(({ record }) => folded(textOf(record['compliment']))));
  return points(notes, student).filter(({ status, text }) => status === 'transferred' && !praised.has(folded(text)));
}

/** What was planned to be taught next and has not been overtaken by a later teaching point. Newest first. */
export function nextSteps(notes: readonly Shown[]): { from: Shown; text: string }[] {
  const waiting: { from: Shown; text: string }[] = [];
  for (const from of notes) {
    const text = textOf(from.record['next_step']).trim();
    if (text) waiting.push({ from, text });
    if (textOf(from.record['teaching_point']).trim()) break; // what was planned before it was either taught by it, or given up for it
  }
  return waiting;
}

export interface Taught { text: string; skill: string | undefined; plan?: Id; times: number; last: string }

/** The library: plans, and what was taught before, once each; `skill` alone where one is given. Plans first, then the latest. */
export function library(plans: readonly Shown[], notes: readonly Shown[], skill?: Id): Taught[] {
  const all = new Map<string, Taught>();
  const add = (text: string, row: Members, more: { plan?: Id; at: string; times: number }) => {
    const key = folded(text);
    if (!key || (skill !== undefined && row['skill'] !== skill)) return;
    const known = all.get(key);
    if (known) all.set(key, { ...known, times: known.times + more.times, last: known.last > more.at ? known.last : more.at });
    else all.set(key, { text, skill: textOf(row['skill']) || undefined, times: more.times, last: more.at, ...(more.plan ? { plan: more.plan } : {}) });
  };
  for (const { record } of plans) if (!record['retired']) add(textOf(record['teaching_point']).trim(), record, { plan: record.id, at: '', times: 0 });
  for (const { record } of notes) add(textOf(record['teaching_point']).trim(), record, { at: record.created.at, times: 1 });
  return [...all.values()].sort((a, b) => Number(b.plan !== undefined) - Number(a.plan !== undefined) || (a.last < b.last ? 1 : -1));
}
