/** Stretches of days that a teacher asks about, by her own calendar. Pure: the day it is comes from outside. */
import { todayAsDate } from '../strings/format';

export interface Days { from: string; to: string } // both YYYY-MM-DD, both included

const SEPTEMBER = 8;
const JANUARY = 0;

/** The moment a day begins or ends, as the service takes it. */
export const momentOf = (day: string, clock: '00:00:00' | '23:59:59'): string => `${new Date(`${day}T${clock}`).toISOString().slice(0, 19)}Z`;

export function daysBefore(now: Date, days: number): string {
  return todayAsDate(new Date(now.getFullYear(), now.getMonth(), now.getDate() - days));
}

/** School years begin on the first of September; the second term on the first of January. */
function schoolYear(now: Date): string {
  return todayAsDate(new Date(now.getMonth() < SEPTEMBER ? now.getFullYear() - 1 : now.getFullYear(), SEPTEMBER, 1));
}

/** The whole school year that a day is in, to its last day. */
export function yearOf(now: Date): Days {
  const from = schoolYear(now);
  return { from, to: todayAsDate(new Date(Number(from.slice(0, 4)) + 1, SEPTEMBER, 0)) };
}

function term(now: Date): string {
  return now.getMonth() < SEPTEMBER ? todayAsDate(new Date(now.getFullYear(), JANUARY, 1)) : schoolYear(now);
}

/** In the first term, the term is the school year so far: it is offered once. */
export function presets(now: Date): { name: 'weeks' | 'term' | 'year'; days: Days }[] {
  const to = todayAsDate(now);
  const all = [
    { name: 'weeks' as const, days: { from: daysBefore(now, 28), to } },
    { name: 'term' as const, days: { from: term(now), to } },
    { name: 'year' as const, days: { from: schoolYear(now), to } },
  ];
  return all.filter(({ name, days }) => name !== 'year' || days.from !== term(now));
}

/** The day of a moment, as a calendar day of the reader. */
export const dayOf = (at: string): string => todayAsDate(new Date(at));

export const isWithin = (at: string, { from, to }: Days): boolean => dayOf(at) >= from && dayOf(at) <= to;
