/**
 * Who was seen, when, by whom and on what (practices 0.15, 1.10, 1.14). Pure: the day it is comes from outside.
 *
 * A contact is a note that names the child: an observation, a conference or a session of a group. What two children say to each other
 * is none. Time is counted in writing days on which the child was there: with a cadence of n,
 *  - a child is due from the n-th of those days after the last contact on,
 *  - overdue when as many again have gone by, which is on the day after the 2n-th,
 *  - and soon due where the next writing day is the n-th. Whoever was seen today is not.
 * Seen on Friday 20 November with a cadence of 5 and the writing days 23, 24, 30 November, 1, 2, 3, 4, 7, 8 and 9 December, a child is
 * due on the 2nd and overdue after the 9th.
 */
import type { AnyRecord, Id, Shown } from '../data/types';
import { dayOf } from '../parts/days';
import { idsOf, perList, studentsOf, textOf, type Members } from '../parts/records';
import { dayPlus, weekStart, type Calendar } from './calendar';

export const CONTACT_TYPES: readonly string[] = ['observation', 'conference', 'session'];

/** Writing days from one contact to the next where neither the class nor the child has a cadence: once a school week (practices 1.14). */
export const USUAL_CADENCE = 5;

/** 'none': no cadence is wished for; 'calm': not due. */
export type CoverageState = 'none' | 'never' | 'calm' | 'soon' | 'due' | 'overdue';

export class Contact {
  constructor(readonly note: AnyRecord, readonly at: string) {}

  /** YYYY-MM-DD by the reader's calendar; read when asked for, which is seldom. */
  get day(): string { return dayOf(this.at); }
}

export interface Coverage {
  state: CoverageState;
  cadence: number; // in writing days; 0: none
  last?: string; // the day of the last contact
  since: number; // writing days behind it, without those the child was away
  due?: string; // the day it is due from; absent without a contact or a cadence, and where the calendar ends before
  week: number; // contacts in the ISO week of today
  away: boolean; // absent today
}

/** The notes that are contacts, as they read now. */
export const contactNotes = (all: readonly Shown[]): AnyRecord[] => all.map(({ record, preview }) => preview ?? record).filter(({ type }) => CONTACT_TYPES.includes(type));

/** By child, the latest first. A note that says no moment of writing is left out. */
export function contactsOf(notes: AnyRecord[]): Map<Id, Contact[]> {
  const contacts = new Map<Id, Contact[]>();
  for (const note of notes) {
    const at = textOf(note.created?.at);
    if (Number.isNaN(Date.parse(at))) continue;
    const contact = new Contact(note, at);
    const students = studentsOf(note);
    for (const student of students.length > 1 ? new Set(students) : students) {
      const list = contacts.get(student);
      if (list) list.push(contact);
      else contacts.set(student, [contact]);
    }
  }
  for (const list of contacts.values()) list.sort((a, b) => (a.at < b.at ? 1 : a.at > b.at ? -1 : 0));
  return contacts;
}

/** Those of a list of notes. */
export const contactsIn = perList((all) => contactsOf(contactNotes(all)));

const cadenceIn = (record: Members | undefined): number | undefined => {
  const cadence = record?.['cadence'];
  return typeof cadence === 'number' && cadence >= 0 ? Math.floor(cadence) : undefined;
};

/** The child's own, else the class's, else the usual one. */
export const cadenceOf = (student: Members, classroom: Members | undefined): number => cadenceIn(student) ?? cadenceIn(classroom) ?? USUAL_CADENCE;

/** `contacts`: of this child, the latest first. `today`: YYYY-MM-DD. */
export function coverageOf(student: Members, contacts: Contact[], classroom: Members | undefined, calendar: Calendar, today: string): Coverage {
  const cadence = cadenceOf(student, classroom);
  const absences = new Set(idsOf(student['absences']));
  const monday = weekStart(today);
  const earlier = contacts.findIndex(({ day }) => day < monday);
  const week = (earlier < 0 ? contacts : contacts.slice(0, earlier)).filter(({ day }) => day <= today).length;
  const last = contacts[0]?.day;
  const found = { cadence, week, away: absences.has(today) };
  if (last === undefined) return { ...found, state: cadence === 0 ? 'none' : 'never', since: 0 };
  const passed = (until: string) =>
    calendar.writingDaysBetween(last, until) - [...absences].filter((day) => day > last && day <= until && calendar.isWritingDay(day)).length;
  const since = passed(today);
  if (cadence === 0) return { ...found, state: 'none', last, since };
  const due = calendar.addWritingDays(last, cadence, absences);
  return { ...found, state: stateOf(cadence, since, passed(dayPlus(today, -1)), last >= today), last, since, ...(due === undefined ? {} : { due }) };
}

/** `before`: the writing days that had gone by when yesterday ended. */
function stateOf(cadence: number, since: number, before: number, seenToday: boolean): CoverageState {
  if (seenToday) return 'calm';
  if (before >= 2 * cadence) return 'overdue';
  if (since >= cadence) return 'due';
  return since === cadence - 1 ? 'soon' : 'calm';
}

/** A child for whom the time has come. */
export const isWaiting = ({ state }: Coverage): boolean => state === 'never' || state === 'due' || state === 'overdue';

/** The goal category that a note is about: that of its progression, else that of its skill; undefined where it says neither. */
export function categoryOf(note: AnyRecord, find: (id: Id) => AnyRecord | undefined): string | undefined {
  const of = (member: string) => textOf(find(textOf(note[member]))?.['category']);
  return of('progression') || of('skill') || undefined;
}

/** The last day somebody looked at that category with the child; undefined: nobody has. */
export function lastOn(contacts: Contact[], category: string, find: (id: Id) => AnyRecord | undefined): string | undefined {
  return contacts.find(({ note }) => categoryOf(note, find) === category)?.day;
}

/** Of those categories, the ones nobody has looked at with a child who was seen: "three adults saw this child, nobody on focus". */
export function nobodyOn(contacts: Contact[], categories: string[], find: (id: Id) => AnyRecord | undefined): string[] {
  return contacts.length ? [...new Set(categories)].filter((category) => lastOn(contacts, category, find) === undefined) : [];
}

/** The adults who saw the child, whoever did so last first. */
export const adultsOf = (contacts: Contact[]): Id[] => [...new Set(contacts.map(({ note }) => textOf(note.created.by)).filter(Boolean))];

/** The last day on which that adult saw the child; undefined: not yet. */
export const lastBy = (contacts: Contact[], adult: Id): string | undefined => contacts.find(({ note }) => note.created.by === adult)?.day;

/**
 * Who begins it (practices 1.10): 'never' where no note says that the child asked, 'only' where every contact came about because the
 * child did. A note that does not say is the adult's initiative. Undefined: both happen, or there is no contact yet ('never' needs one).
 */
export function asking(contacts: Contact[]): 'never' | 'only' | undefined {
  const asked = contacts.filter(({ note }) => note['asked_by'] === 'student').length;
  if (!contacts.length || (asked > 0 && asked < contacts.length)) return undefined;
  return asked === 0 ? 'never' : 'only';
}
