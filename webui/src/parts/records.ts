/**
 * What the screens read out of the class: pure functions over the records this phone holds.
 *
 * Records come from other devices and newer versions too, so a member may be missing or of another shape than today's
 * schema says; the readers here give an empty value then, and never throw.
 */
import type { AnyRecord, Id, Me, Membership, Notebook, Shown } from '../data/types';
import { collator } from '../strings/format';
import { t } from '../strings';
import { to } from './route';

export const NOTE_TYPES = ['observation', 'conference', 'session'] as const;
export type NoteType = (typeof NOTE_TYPES)[number];
export const MARKS = ['not_yet', 'emerging', 'secure'] as const;
export type Mark = (typeof MARKS)[number];
export const GROUP_KINDS = ['temporary', 'intervention', 'rotation', 'table', 'partner'];
export const GOALS = ['drawing', 'engagement', 'ideas', 'focus', 'structure', 'elaboration', 'word_choice', 'spelling', 'grammar', 'partnerships'];

export type Members = { [member: string]: unknown };

export const textOf = (value: unknown): string => (typeof value === 'string' ? value : '');
const isText = (value: unknown): value is string => typeof value === 'string';
/** Not to be changed: it is the record's own list where nothing has to be left out. */
export const idsOf = (value: unknown): Id[] => (Array.isArray(value) ? (value.every(isText) ? value : value.filter(isText)) : []);
const isMembers = (value: unknown): value is Members => value !== null && typeof value === 'object' && !Array.isArray(value);

/** An object's parts by their key; one that has no members of its own is not among them. */
export function keyedOf(value: unknown): { [key: string]: Members } {
  if (!isMembers(value)) return {};
  if (Object.values(value).every(isMembers)) return value as { [key: string]: Members };
  return Object.fromEntries(Object.entries(value).filter((entry): entry is [string, Members] => isMembers(entry[1])));
}
export const markOf = (value: unknown): Mark | undefined => MARKS.find((mark) => mark === value);

export const isNote = (record: AnyRecord): boolean => NOTE_TYPES.some((type) => type === record.type);
/** The screen that shows the record; some types have none. */
export function hrefOf(record: AnyRecord): string | undefined {
  if (isNote(record)) return to.note(record.id);
  return { student: to.student(record.id), group: to.group(record.id), lesson: to.lessonOf(record.id), checklist: to.checklist(record.id), piece: to.piece(record.id), assessment: to.assessment(record.id) }[record.type];
}

/** The classes of a person; a notebook of her own goes with its class and is none. */
export const classesOf = (me: Me): Membership[] => me.notebooks.filter(({ private_of }) => private_of === undefined);

export const studentsOf = (note: AnyRecord | Members): Id[] => idsOf((note as Members)['students']);

/** The record itself, or a note about that student. */
export const concerns = (record: AnyRecord, id: Id): boolean => record.id === id || studentsOf(record).includes(id);

/** The mark of one child in a note: the child's own where there is one, else the note's. */
export function markFor(note: Members, student: Id): Mark | undefined {
  return markOf(keyedOf(note['outcomes'])[student]?.['mark']) ?? markOf(note['mark']);
}

/** What the child is called, in a list or on a chip. */
export function callName(record: AnyRecord | undefined): string {
  return textOf(record?.['preferred_name']) || textOf(record?.['name']) || t.noName;
}

/** `inside`: within a sentence, where "you" has no capital. */
export function personName(notebook: Notebook, id: Id, inside = false): string {
  if (id === notebook.me.person) return inside ? t.youInside : t.you;
  return textOf(notebook.get(id)?.record['name']) || t.someone;
}

/** The name itself, also one's own: where two people are set side by side, "you" would be one name too few. */
export function fullName(notebook: Notebook, id: Id): string {
  return textOf(notebook.get(id)?.record['name']) || personName(notebook, id);
}

export interface Writer {
  id: Id;
  label: string; // what the child is called; told apart where two are called the same
  record: AnyRecord;
  called: number; // its place by what it is called, in the order of the class's language
}

function classLocale(notebook: Notebook): string {
  return textOf(notebook.get(notebook.id)?.record['locale']);
}

const byName = new WeakMap<readonly Shown[], { locale: string; list: Writer[] }>();

/** The writers of the class by name. Those who left stay in old notes and are not offered. Not to be changed. */
export function writers(notebook: Notebook): Writer[] {
  const [students, locale] = [notebook.all('student'), classLocale(notebook)];
  const known = byName.get(students);
  if (known?.locale === locale) return known.list;
  const list = sortedWriters(students.map(({ record }) => record).filter((record) => !record['left']), locale);
  byName.set(students, { locale, list });
  return list;
}

function sortedWriters(present: AnyRecord[], locale: string): Writer[] {
  const order = collator(locale);
  const times = new Map<string, number>();
  for (const record of present) times.set(callName(record), (times.get(callName(record)) ?? 0) + 1);
  const key = (record: AnyRecord) => textOf(record['sort_name']) || textOf(record['name']);
  const all = present.map((record) => ({ id: record.id, record, label: tellApart(record, times.get(callName(record)) ?? 1), called: 0 }));
  const by = (name: (one: Writer) => string) => all.sort((a, b) => order.compare(name(a), name(b)) || (a.id < b.id ? -1 : 1));
  by(({ label }) => label).forEach((one, place) => { one.called = place; });
  return by(({ record }) => key(record));
}

/** By what the child is called: the order a teacher looks in when she taps a name, while lists follow the class list. */
export const byCallName = (list: Writer[]): Writer[] => [...list].sort((a, b) => a.called - b.called);

/** Two children of one name are two children: the full name, the school's number or the about line says which. */
function tellApart(record: AnyRecord, sharing: number): string {
  const called = callName(record);
  if (sharing < 2) return called;
  const name = textOf(record['name']);
  const more = name !== called ? name : textOf(record['external_id']) || textOf(record['about']).slice(0, 24) || record.id.slice(-4);
  return `${called} (${more})`;
}

const asRead = (shown: Shown): Shown => (shown.preview ? { ...shown, record: shown.preview } : shown);

/** So many of the newest stand on the first screen. */
export const LATEST_NOTES = 8;

/** A screen asks more often than notes change: the list is made again when one of those it came from is another. */
const made = new WeakMap<Notebook, { from: (readonly Shown[])[]; list: readonly Shown[] }>();

/** Newest first by the moment of writing; ids break ties so that the order is the same on every phone. Not to be changed. */
export function notes(notebook: Notebook): readonly Shown[] {
  const from = NOTE_TYPES.map((type) => notebook.all(type));
  const last = made.get(notebook);
  if (last?.from.every((part, i) => part === from[i])) return last.list;
  const list = from.flat().map(asRead).sort(newestFirst);
  made.set(notebook, { from, list });
  return list;
}

/** Those about one child. */
export const notesAbout = (notebook: Notebook, student: Id): readonly Shown[] => notes(notebook).filter(({ record }) => studentsOf(record).includes(student));

export function newestFirst(a: Shown, b: Shown): number {
  const [left, right] = [a.record.created.at, b.record.created.at];
  if (left !== right) return left < right ? 1 : -1;
  return a.record.id < b.record.id ? 1 : -1;
}

/** What is read out of a list of notes, kept as long as the list is: a screen asks again with every change of anything. */
export function perList<T>(read: (all: readonly Shown[]) => T): (all: readonly Shown[]) => T {
  const known = new WeakMap<readonly Shown[], { value: T }>();
  return (all) => {
    const kept = known.get(all) ?? { value: read(all) };
    known.set(all, kept);
    return kept.value;
  };
}

/** When each writer was last seen: a contact is any note that names the child. */
export const lastSeen = perList((all) => {
  const seen = new Map<Id, string>();
  for (const { record } of all)
    for (const student of studentsOf(record)) {
      const at = seen.get(student);
      if (at === undefined || at < record.created.at) seen.set(student, record.created.at);
    }
  return seen;
});

/** Skills in the class's order: by rank where there is one, then by name. */
export function skills(notebook: Notebook): AnyRecord[] {
  const order = collator(classLocale(notebook));
  const rank = (record: AnyRecord) => textOf(record['rank']) || '~';
  return notebook
    .all('skill')
    .map((shown) => shown.record)
    .sort((a, b) => (rank(a) < rank(b) ? -1 : rank(a) > rank(b) ? 1 : order.compare(textOf(a['name']), textOf(b['name']))));
}

export function skillName(notebook: Notebook, id: unknown): string {
  return typeof id === 'string' ? textOf(notebook.get(id)?.record['name']) : '';
}

/** Who is in the group now: joined, and not left. */
export function present(group: Members): Id[] {
  return Object.entries(keyedOf(group['members'])).filter(([, member]) => !member['to']).map(([id]) => id);
}
