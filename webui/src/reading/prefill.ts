/** What a new note knows already: the lens of the day, and where the child's piece stands. Pure. */
import type { Id, Notebook, Shown } from '../data/types';
import { studentsOf, textOf, type Members } from '../parts/records';

/** A piece that is under way: the child's latest one that is neither finished nor published. */
export function pieceOf(notebook: Notebook, student: Id): Members & { id: Id } | undefined {
  const own = notebook.all('piece').map(({ record }) => record).filter((piece) => studentsOf(piece).includes(student) && !piece['finished'] && piece['stage'] !== 'publish');
  return own.sort((a, b) => (a.edited.at < b.edited.at ? 1 : -1))[0];
}

/** The latest lesson of the day; its skill and genre are what adults look for (practices 0.14). */
export function lensOf(notebook: Notebook, today: string): Members & { id: Id } | undefined {
  const lessons = notebook.all('lesson').map(({ record }) => record).filter((lesson) => lesson['on'] === today && !textOf(lesson['routine']));
  return lessons.sort((a, b) => (a.created.at < b.created.at ? 1 : -1))[0];
}

const MEMBERS = ['lesson', 'skill', 'genre', 'piece', 'stage'] as const;

/**
 * Members for a new note about `student` (none yet: the lens alone). Genre and stage come from the piece, else from the child's last
 * note; `notes`: those about the child, newest first.
 */
export function prefill(notebook: Notebook, student: Id | undefined, notes: Shown[], today: string): Members {
  const lens = lensOf(notebook, today);
  const piece = student === undefined ? undefined : pieceOf(notebook, student);
  const last = notes.find(({ record }) => record['genre'] !== undefined || record['stage'] !== undefined)?.record;
  const known: Members = {
    lesson: lens?.id, skill: lens?.['skill'], genre: piece?.['genre'] ?? lens?.['genre'] ?? last?.['genre'],
    piece: piece?.id, stage: piece?.['stage'] ?? last?.['stage'],
  };
  return Object.fromEntries(MEMBERS.filter((member) => known[member] !== undefined).map((member) => [member, known[member]]));
}
