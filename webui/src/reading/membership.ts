/**
 * Who is in a group, since when, and who was (practices 0.16). Pure.
 *
 * A membership that ended is never written over: a student who comes back gets a new one, and the ended one moves to `earlier`.
 */
import type { Id } from '../data/types';
import { keyedOf, textOf, type Members } from '../parts/records';

/** As the schema has it. */
const EARLIER_MAX = 200;

/** One stay in the group. `key` names it in `earlier`; without one it is the student's own in `members`. */
export interface Stay { student: Id; from: string; to: string; reason: string; key?: string }

export const isInside = (group: Members, student: Id): boolean => {
  const member = keyedOf(group['members'])[student];
  return member !== undefined && member !== null && !member['to'];
};

/**
 * The members to set when `student` is tapped on `today` (YYYY-MM-DD): who is outside joins, who is inside leaves. `key` is a new id,
 * for the membership that a rejoin moves. Joined and left on one day is a slip of the finger, not a membership; left and joined again on
 * one day is the same slip the other way.
 */
export function tappedMember(group: Members, student: Id, today: string, key: string): { members: Members; earlier?: Members } {
  const members = keyedOf(group['members']);
  const { [student]: own, ...others } = members;
  if (!own) return { members: { ...members, [student]: { from: today } } };
  if (!own['to']) return { members: own['from'] === today ? others : { ...members, [student]: { ...own, to: today } } };
  if (own['to'] === today) {
    const { to: _left, reason: _why, ...stays } = own;
    return { members: { ...members, [student]: stays } };
  }
  const earlier = keyedOf(group['earlier']);
  const rejoined = { members: { ...members, [student]: { from: today } } };
  return Object.keys(earlier).length < EARLIER_MAX ? { ...rejoined, earlier: { ...earlier, [key]: { ...own, student } } } : rejoined;
}

/** The members to set when it is said why somebody moved. */
export function withReason(group: Members, stay: Stay, reason: string): { members: Members } | { earlier: Members } {
  const said = (entry: Members | undefined): Members => {
    const { reason: _old, ...rest } = entry ?? {};
    return reason ? { ...rest, reason } : rest;
  };
  if (stay.key === undefined) return { members: { ...keyedOf(group['members']), [stay.student]: said(keyedOf(group['members'])[stay.student]) } };
  return { earlier: { ...keyedOf(group['earlier']), [stay.key]: said(keyedOf(group['earlier'])[stay.key]) } };
}

/** The stays that ended, the latest first. */
export function endedStays(group: Members): Stay[] {
  const read = (entry: Members) => ({ from: textOf(entry['from']), to: textOf(entry['to']), reason: textOf(entry['reason']) });
  const own = Object.entries(keyedOf(group['members'])).filter(([, entry]) => entry?.['to']).map(([student, entry]): Stay => ({ student, ...read(entry) }));
  const before = Object.entries(keyedOf(group['earlier'])).filter(([, entry]) => textOf(entry?.['student'])).map(([key, entry]): Stay => ({ key, student: textOf(entry['student']), ...read(entry) }));
  const order = ({ to, from, student }: Stay) => `${to} ${from} ${student}`;
  return [...own, ...before].sort((a, b) => (order(a) < order(b) ? 1 : -1));
}

/** Since when somebody who is inside is there; empty where nobody wrote it down. */
export const insideSince = (group: Members, student: Id): string => textOf(keyedOf(group['members'])[student]?.['from']);
