/**
 * Of a whole class, what the first screen shows (practices 0.15): with these records alone it reads as it does with all of them.
 */
import type { Id, Notebook, Shown } from '../data/types';
import { LATEST_NOTES, notes, studentsOf } from '../parts/records';
import { contactsIn } from './coverage';
import { openPoint } from './nextfive';
import { unfinished } from './unfinished';

/** Who is named, what a card says beside the words, and the lens of the day. */
const TYPES = ['classroom', 'student', 'person', 'skill', 'lesson'];

/** The latest of all and of each child, where a point is open, and what was left to be finished. */
export function notesInFront(all: readonly Shown[], me: Id): Set<Id> {
  const ids = new Set([...all.slice(0, LATEST_NOTES), ...unfinished(all, me)].map(({ record }) => record.id));
  const seen = new Set<Id>();
  for (const { record } of all) {
    const fresh = studentsOf(record).filter((student) => !seen.has(student));
    if (fresh.length) ids.add(record.id);
    for (const student of fresh) seen.add(student);
  }
  for (const [student, contacts] of contactsIn(all)) {
    const point = openPoint(contacts, student);
    for (const contact of [contacts[0], point]) if (contact) ids.add(contact.note.id);
  }
  return ids;
}

export const inFront = (notebook: Notebook): Id[] =>
  [...TYPES.flatMap((type) => notebook.all(type).map(({ record }) => record.id)), ...notesInFront(notes(notebook), notebook.me.person)];
