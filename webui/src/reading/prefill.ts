/** What a new note knows already: the lens of the day, and where the child's piece stands. Pure. */
import type { Id, Notebook, Shown } from '../data/types';
import type { Members } from '../parts/records';
import { inherited, lensOfDay } from './lesson';
import { currentPiece, piecesOf } from './pieces';

/**
 * Members for a new note about `student` (none yet: the lens alone). Genre and stage come from the piece, else from the child's last
 * note; `notes`: those about the child, newest first.
 */
export function prefill(notebook: Notebook, student: Id | undefined, notes: readonly Shown[], today: string): Members {
  const lens = inherited(lensOfDay(notebook.all('lesson'), today));
  const piece = student === undefined ? undefined : currentPiece(piecesOf(notebook.all('piece')), student);
  const last = notes.find(({ record }) => record['genre'] !== undefined || record['stage'] !== undefined)?.record;
  const known: Members = { ...lens, genre: piece?.['genre'] ?? lens['genre'] ?? last?.['genre'], piece: piece?.id, stage: piece?.['stage'] ?? last?.['stage'] };
  return Object.fromEntries(Object.entries(known).filter(([, value]) => value !== undefined));
}
