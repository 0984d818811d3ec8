/**
 * What the minutes of a week are enough for, what they were used for, and when everybody will have been seen (practices 1.6, 1.12).
 * Pure: the day it is comes from outside. A plan and a forecast are help, never a demand.
 */
import type { AnyRecord, Id } from '../data/types';
import { dayOf } from '../parts/days';
import { studentsOf, type Members } from '../parts/records';
import { dayPlus, weekStart, type Calendar } from './calendar';

/** The week of practices 1.12: 150 minutes, conferences of 5, groups of 3 children and 10 minutes. */
export const USUAL_WEEK = { week_minutes: 150, conference_minutes: 5, group_minutes: 10, group_size: 3 } as const;

const MEASURED_DAYS = 3; // writing days that a round has to have lasted before its own pace says anything
const WEEKS_AHEAD = 4;

export interface Plan {
  minutes: number; // a week
  conferences: number; // if all of them were conferences
  groups: number; // if all of them were groups
  groupContacts: number; // children in those groups
}

export interface WeekSoFar { minutes: number; conferences: number; groups: number; observations: number; contacts: number; untimed: number } // `untimed`: notes without minutes

/** A round is through when every child was seen once since it began; the next begins with the next contact. */
export interface Round { began?: string; seen: Id[]; left: Id[]; before?: { began: string; ended: string } } // `before`: the last one that went through

export interface Forecast {
  left: number; // children that this round has not reached
  perDay: number; // children a writing day
  source: 'round' | 'before' | 'plan'; // whose pace it is: of this round, of the one before, or the planned one
  periods: number; // writing days it takes
  weeks: number; // the same in full weeks of writing, to a tenth
  closes?: string; // the day; absent where the calendar has not that many
}

export function minutesIn(record: Members | undefined, member: keyof typeof USUAL_WEEK): number {
  const minutes = record?.[member];
  return typeof minutes === 'number' && minutes > 0 ? Math.floor(minutes) : USUAL_WEEK[member];
}

export function planOf(classroom: Members | undefined): Plan {
  const minutes = classroom?.['week_minutes'] === 0 ? 0 : minutesIn(classroom, 'week_minutes');
  const groups = Math.floor(minutes / minutesIn(classroom, 'group_minutes'));
  return { minutes, conferences: Math.floor(minutes / minutesIn(classroom, 'conference_minutes')), groups, groupContacts: groups * minutesIn(classroom, 'group_size') };
}

/** `notes`: contacts. `today`: YYYY-MM-DD; the week is its ISO week, up to today. */
export function weekSoFar(notes: AnyRecord[], today: string): WeekSoFar {
  const found = { minutes: 0, conferences: 0, groups: 0, observations: 0, contacts: 0, untimed: 0 };
  const monday = weekStart(today);
  for (const note of notes) {
    const day = dayOf(note.created.at);
    if (day < monday || day > today) continue;
    found[note.type === 'conference' ? 'conferences' : note.type === 'session' ? 'groups' : 'observations'] += 1;
    found.contacts += new Set(studentsOf(note)).size;
    if (typeof note['minutes'] === 'number') found.minutes += note['minutes'];
    else found.untimed += 1;
  }
  return found;
}

/** `notes`: contacts in any order. Children who are not in `students` (any more) are not waited for. */
export function roundOf(students: Id[], notes: AnyRecord[]): Round {
  const seen = new Set<Id>();
  let began: string | undefined;
  let before: Round['before'];
  for (const note of [...notes].sort((a, b) => (a.created.at < b.created.at ? -1 : 1))) {
    const here = studentsOf(note).filter((id) => students.includes(id));
    if (!here.length) continue;
    began ??= dayOf(note.created.at);
    for (const id of here) seen.add(id);
    if (seen.size < students.length) continue;
    before = { began, ended: dayOf(note.created.at) };
    began = undefined;
    seen.clear();
  }
  return { seen: [...seen], left: students.filter((id) => !seen.has(id)), ...(began ? { began } : {}), ...(before ? { before } : {}) };
}

/** The writing days of a full week: of the next weeks, the one with most, so that holidays and weeks without writing make no period longer. */
function daysAWeek(calendar: Calendar, today: string): number {
  const weeks = Array.from({ length: WEEKS_AHEAD }, (_, week) => dayPlus(weekStart(today), 7 * week - 1));
  return Math.max(...weeks.map((sunday) => calendar.writingDaysBetween(sunday, dayPlus(sunday, 7))));
}

/** Undefined: nobody to see, or nothing to reckon with: no writing day, or no minutes. */
export function forecastOf(students: Id[], notes: AnyRecord[], classroom: Members | undefined, calendar: Calendar, today: string): Forecast | undefined {
  const { began, seen, left, before } = roundOf(students, notes);
  const week = daysAWeek(calendar, today);
  if (!left.length || !week) return undefined;
  const lasted = (from: string, until: string) => calendar.writingDaysBetween(dayPlus(from, -1), until);
  const planned = Math.floor(planOf(classroom).minutes / week / minutesIn(classroom, 'conference_minutes'));
  const own = began !== undefined && lasted(began, today) >= MEASURED_DAYS ? { perDay: seen.length / lasted(began, today), source: 'round' as const } : undefined;
  const earlier = before && lasted(before.began, before.ended) > 0 ? { perDay: students.length / lasted(before.began, before.ended), source: 'before' as const } : undefined;
  const { perDay, source } = own ?? earlier ?? { perDay: planned, source: 'plan' as const };
  if (!perDay) return undefined;
  const periods = Math.ceil(left.length / perDay);
  const isBegun = notes.some((note) => dayOf(note.created.at) === today); // today's period counts where it is still to come
  const closes = calendar.addWritingDays(isBegun ? today : dayPlus(today, -1), periods);
  return { left: left.length, perDay, source, periods, weeks: Math.round((periods / week) * 10) / 10, ...(closes === undefined ? {} : { closes }) };
}
