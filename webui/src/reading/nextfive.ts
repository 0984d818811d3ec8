/**
 * Whom to sit down with next, and why (practices 0.15, 1.8). Pure: what is known of each child comes from outside.
 *
 * First who is overdue, then never seen, then due; then who was away on the last writing day, who has an open teaching point, who is due
 * next; then those seen longest ago. Who is absent or was seen today is not offered, and without a cadence only an open teaching point
 * brings a child up. Equals stay in the order they come in.
 */
import type { AnyRecord, Id } from '../data/types';
import { idsOf, textOf, type Members } from '../parts/records';
import type { Calendar } from './calendar';
import { coverageOf, type Contact, type Coverage } from './coverage';
import { statusFor, type Status } from './teaching';

export const NEXT = 5;

export type Why = 'overdue' | 'never' | 'due' | 'away' | 'point' | 'soon' | 'last';

export interface Reason { why: Why; day?: string } // since when; 'never' has no day

export interface Candidate {
  id: Id;
  coverage: Coverage;
  missed?: string; // the last writing day before today, where the child was absent on it
  point?: string; // the day since which a teaching point is open
}

export interface Next { id: Id; reasons: Reason[] }

const RANK: Why[] = ['overdue', 'never', 'due', 'away', 'point', 'soon', 'last'];

const LIVE: Status[] = ['open', 'practising'];

/** Where what the child works on now was taught; of several, the latest. Undefined: all of it stuck, was dropped, or there is none. */
export function openPoint(contacts: Contact[], student: Id): Contact | undefined {
  return contacts.find(({ note }) => textOf(note['teaching_point']).trim() && LIVE.includes(statusFor(note, student)));
}

/** `contacts`: by child, the latest first. */
export function candidatesOf(students: AnyRecord[], contacts: Map<Id, Contact[]>, classroom: Members | undefined, calendar: Calendar, today: string): Candidate[] {
  const before = calendar.previousWritingDay(today);
  return students.map((student) => {
    const own = contacts.get(student.id) ?? [];
    const point = openPoint(own, student.id)?.day;
    const missed = before !== undefined && idsOf(student['absences']).includes(before) && (own[0]?.day ?? '') < before;
    return { id: student.id, coverage: coverageOf(student, own, classroom, calendar, today), ...(missed ? { missed: before } : {}), ...(point === undefined ? {} : { point }) };
  });
}

/** All that speaks for a child, the strongest first. */
export function reasonsFor({ coverage, missed, point }: Candidate, today: string): Reason[] {
  const { state, last, due, away } = coverage;
  if (away || last === today) return [];
  const reasons: Reason[] = [];
  if (state === 'never') reasons.push({ why: 'never' });
  if (state === 'overdue' || state === 'due' || state === 'soon') reasons.push(due === undefined ? { why: state } : { why: state, day: due });
  if (missed !== undefined && state !== 'none') reasons.push({ why: 'away', day: missed });
  if (point !== undefined) reasons.push({ why: 'point', day: point });
  if (!reasons.length && last !== undefined && state !== 'none') reasons.push({ why: 'last', day: last });
  return reasons.sort((a, b) => RANK.indexOf(a.why) - RANK.indexOf(b.why));
}

/** The first `NEXT`, in the order in which to go. `today`: YYYY-MM-DD. */
export function nextFive(candidates: Candidate[], today: string): Next[] {
  return candidates
    .map((candidate) => ({ candidate, reasons: reasonsFor(candidate, today) }))
    .filter(({ reasons }) => reasons.length)
    .sort((a, b) => RANK.indexOf(a.reasons[0]!.why) - RANK.indexOf(b.reasons[0]!.why) || earlier(a.reasons[0]!.day, b.reasons[0]!.day) || earlier(a.candidate.coverage.last, b.candidate.coverage.last))
    .slice(0, NEXT)
    .map(({ candidate, reasons }) => ({ id: candidate.id, reasons }));
}

const earlier = (a = '', b = ''): number => (a < b ? -1 : a > b ? 1 : 0);
