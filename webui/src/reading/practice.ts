/**
 * One adult's own practice, read out of what she wrote (practices 1.8, 1.24): for herself, on her phone. Nothing of it is kept anywhere
 * or shown to anybody else. Pure: the day it is comes from outside.
 */
import type { AnyRecord, Id } from '../data/types';
import { dayOf, type Days } from '../parts/days';
import { keyedOf, studentsOf, textOf } from '../parts/records';
import { dayNumber, dayPlus } from './calendar';

/** What is looked back on: long enough for a habit, short enough to change it. */
export const WEEKS_BACK = 4;

export interface Part { count: number; minutes: number; untimed: number } // `untimed`: without minutes

export interface Practice {
  whole: Part; // lessons for all
  groups: Part;
  single: Part; // conferences
  observations: number;
  contacts: number;
  perChild: number; // contacts of a child in a week, on average
  compliments: number;
  points: number; // notes with a teaching point
  answered: number; // of those, the ones where somebody asked whether it stuck
}

const WHERE: { [type: string]: 'whole' | 'groups' | 'single' } = { lesson: 'whole', session: 'groups', conference: 'single' };

const says = (note: AnyRecord, member: string): boolean => textOf(note[member]).trim() !== '';

export const lookBack = (today: string): Days => ({ from: dayPlus(today, 1 - 7 * WEEKS_BACK), to: today });

const dayIn = (record: AnyRecord): string => (record.type === 'lesson' ? textOf(record['on']) : dayOf(textOf(record.created?.at)));

/** `records`: notes and lessons of everybody; those of `me` count. `students`: how many children are in the class. */
export function practiceOf(records: AnyRecord[], me: Id, students: number, today: string): Practice {
  const days = lookBack(today);
  const mine = records.filter((record) => record.created?.by === me && dayIn(record) >= days.from && dayIn(record) <= days.to);
  const part = (): Part => ({ count: 0, minutes: 0, untimed: 0 });
  const found = { whole: part(), groups: part(), single: part(), observations: 0, contacts: 0, compliments: 0, points: 0, answered: 0 };
  for (const record of mine) {
    const where = WHERE[record.type];
    if (where) add(found[where], record['minutes']);
    if (record.type === 'observation') found.observations += 1;
    if (record.type !== 'lesson') found.contacts += new Set(studentsOf(record)).size;
    if (says(record, 'compliment')) found.compliments += 1;
    if (!says(record, 'teaching_point')) continue;
    found.points += 1;
    if (Object.values(keyedOf(record['outcomes'])).some((outcome) => textOf(outcome?.['status']))) found.answered += 1;
  }
  const first = mine.map(dayIn).sort()[0] ?? today;
  const weeks = Math.max(1, Math.ceil((dayNumber(today) - dayNumber(first) + 1) / 7));
  return { ...found, perChild: students ? found.contacts / students / weeks : 0 };
}

function add(part: Part, minutes: unknown): void {
  part.count += 1;
  if (typeof minutes === 'number') part.minutes += minutes;
  else part.untimed += 1;
}

/** The shares of the minutes in per cent, together 100; undefined where no minutes are known. */
export function balanceOf({ whole, groups, single }: Practice): { whole: number; groups: number; single: number } | undefined {
  const all = whole.minutes + groups.minutes + single.minutes;
  if (!all) return undefined;
  const share = (part: Part) => Math.round((part.minutes * 100) / all);
  return { whole: 100 - share(groups) - share(single), groups: share(groups), single: share(single) };
}

/** The middle one of the numbers; of an even count the lower of both. Undefined of none. */
export const middleOf = (numbers: number[]): number | undefined => [...numbers].sort((a, b) => a - b)[Math.floor((numbers.length - 1) / 2)];
