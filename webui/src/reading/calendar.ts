/**
 * The writing days of a class, from its classroom record (practices 0.15, 1.15). Pure: days are YYYY-MM-DD and counted in UTC, so that
 * no time zone and no summer time moves one. Nothing here looks at a clock.
 *
 *  - A school day is a weekday of `week` (Monday to Friday when absent) in one of the `terms` (any day where there are none), outside the `holidays`.
 *  - `rhythm`: every school day; or those of every other ISO week, counted from that of `rhythm_from`; or every other school day ("A and B days"),
 *    `rhythm_from` being an A day, or the first school day after it. Without `rhythm_from` a rhythm cannot be counted, and every school day is one.
 *  - `days_on` are writing days whatever the rest says; `days_off` never are. A day that two colleagues put in both is off.
 */
import { idsOf, keyedOf, textOf, type Members } from '../parts/records';

export const WEEKDAYS = ['mon', 'tue', 'wed', 'thu', 'fri', 'sat', 'sun'] as const;

/** Two school years with the summers around them: beyond that nothing is looked for, and a calendar without a writing day ends there too. */
export const HORIZON_DAYS = 800;
const DAY_MS = 86_400_000;
const MONDAY_SHIFT = 3; // the first of January 1970 was a Thursday
const DAY = /^\d{4}-\d{2}-\d{2}$/;

export interface Calendar {
  isWritingDay(day: string): boolean;
  /** Writing days after `after`, up to and with `until`; of a longer stretch than HORIZON_DAYS, those at its end. */
  writingDaysBetween(after: string, until: string): number;
  /** The first writing day after `day`; undefined where none lies within HORIZON_DAYS. */
  nextWritingDay(day: string): string | undefined;
  /** The last writing day before `day`; undefined where none lies within HORIZON_DAYS. */
  previousWritingDay(day: string): string | undefined;
  /** The `count`-th writing day after `day` that is none of `without`; `day` itself for 0. Undefined beyond HORIZON_DAYS. */
  addWritingDays(day: string, count: number, without?: Set<string>): string | undefined;
}

/** Days since 1970; NaN for what is no day. */
export const dayNumber = (day: string): number => (DAY.test(day) ? Math.floor(Date.parse(`${day}T00:00:00Z`) / DAY_MS) : Number.NaN);
export const dayText = (day: number): string => new Date(day * DAY_MS).toISOString().slice(0, 10);
export const dayPlus = (day: string, days: number): string => dayText(dayNumber(day) + days);

/** 0 is Monday. */
const weekdayOf = (day: number): number => (day + MONDAY_SHIFT) % 7;
const weekOf = (day: number): number => Math.floor((day + MONDAY_SHIFT) / 7);

/** The Monday of the ISO week of `day`. */
export const weekStart = (day: string): string => dayText(dayNumber(day) - weekdayOf(dayNumber(day)));

type Stretch = [from: number, to: number];

/** Terms or holidays as days; an entry without any day says nothing yet, one with its days the wrong way round means those between. */
function stretches(value: unknown, open: 'open' | 'single'): Stretch[] {
  return Object.values(keyedOf(value)).flatMap((entry): Stretch[] => {
    const [from, to] = [dayNumber(textOf(entry?.['from'])), dayNumber(textOf(entry?.['to']))];
    if (Number.isNaN(from) && Number.isNaN(to)) return [];
    const [first, last] = open === 'open' ? [Number.isNaN(from) ? -Infinity : from, Number.isNaN(to) ? Infinity : to] : [Number.isNaN(from) ? to : from, Number.isNaN(to) ? from : to];
    return [[Math.min(first, last), Math.max(first, last)]];
  });
}

const days = (value: unknown): Set<number> => new Set(idsOf(value).map(dayNumber));
const isIn = (list: Stretch[], day: number): boolean => list.some(([from, to]) => day >= from && day <= to);

/** Whether a number of school days lies between a day and the one it is counted from that makes it an A day; what was counted is kept. */
function alternateDays(isSchool: (day: number) => boolean, anchor: number): (day: number) => boolean {
  const ahead = [0]; // school days from the anchor up to, without, the day at that distance
  const behind = [0]; // school days from the day at that distance up to, without, the anchor
  const extend = (counts: number[], distance: number, at: (n: number) => number) => {
    for (let n = counts.length; n <= distance; n++) counts.push(counts[n - 1]! + Number(isSchool(at(n))));
    return counts[distance]!;
  };
  return (day) => {
    const distance = Math.abs(day - anchor);
    if (distance > 2 * HORIZON_DAYS) return true;
    const count = day >= anchor ? extend(ahead, distance, (n) => anchor + n - 1) : extend(behind, distance, (n) => anchor - n);
    return count % 2 === 0;
  };
}

function rhythmOf(classroom: Members, isSchool: (day: number) => boolean): (day: number) => boolean {
  const anchor = dayNumber(textOf(classroom['rhythm_from']));
  if (Number.isNaN(anchor)) return () => true;
  if (classroom['rhythm'] === 'alternate_weeks') return (day) => (weekOf(day) - weekOf(anchor)) % 2 === 0;
  return classroom['rhythm'] === 'ab_days' ? alternateDays(isSchool, anchor) : () => true;
}

/** `classroom`: the record, or undefined where it has not arrived; members of another shape count as absent. */
export function calendarOf(classroom: Members | undefined): Calendar {
  const record = classroom ?? {};
  const week = Array.isArray(record['week']) ? idsOf(record['week']) : WEEKDAYS.slice(0, 5);
  const terms = stretches(record['terms'], 'open');
  const holidays = stretches(record['holidays'], 'single');
  const [on, off] = [days(record['days_on']), days(record['days_off'])];
  const isSchool = (day: number) => week.includes(WEEKDAYS[weekdayOf(day)]!) && (terms.length === 0 || isIn(terms, day)) && !isIn(holidays, day);
  const isInRhythm = rhythmOf(record, isSchool);
  const known = new Map<number, boolean>();
  const isWriting = (day: number): boolean => {
    let is = known.get(day);
    if (is === undefined) known.set(day, is = !off.has(day) && (on.has(day) || (isSchool(day) && isInRhythm(day))));
    return is;
  };
  const addWritingDays = (day: string, count: number, without?: Set<string>): string | undefined => {
    const start = dayNumber(day);
    let left = count;
    for (let at = start; at <= start + HORIZON_DAYS; at++) {
      if (at > start && isWriting(at) && !without?.has(dayText(at))) left--;
      if (left <= 0) return dayText(at);
    }
    return undefined;
  };
  return {
    isWritingDay: (day) => isWriting(dayNumber(day)),
    writingDaysBetween(after, until) {
      const last = dayNumber(until);
      let count = 0;
      for (let at = Math.max(dayNumber(after) + 1, last - HORIZON_DAYS); at <= last; at++) count += Number(isWriting(at));
      return count;
    },
    nextWritingDay: (day) => addWritingDays(day, 1),
    previousWritingDay(day) {
      const start = dayNumber(day);
      for (let at = start - 1; at >= start - HORIZON_DAYS; at--) if (isWriting(at)) return dayText(at);
      return undefined;
    },
    addWritingDays,
  };
}

/** The members of the class record after a tap on one day: a writing day becomes none, any other becomes one. What says so already is left out. */
export function tapDay(classroom: Members | undefined, day: string): { days_on: string[] | undefined; days_off: string[] | undefined } {
  const without = (member: string) => idsOf(classroom?.[member]).filter((one) => one !== day);
  const wanted = !calendarOf(classroom).isWritingDay(day);
  const [on, off] = [without('days_on'), without('days_off')];
  const isByPattern = calendarOf({ ...classroom, days_on: on, days_off: off }).isWritingDay(day);
  if (isByPattern !== wanted) (wanted ? on : off).push(day);
  return { days_on: on.length ? on : undefined, days_off: off.length ? off : undefined };
}
