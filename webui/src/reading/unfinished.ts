/** Notes that were left open, to be finished when the room is quiet (practices 0.11). Pure. */
import type { Id, Shown } from '../data/types';
import { perList, studentsOf } from '../parts/records';

const open = perList((notes) => notes.filter(({ record }) => studentsOf(record).length === 0 || record['unfinished'] === true));

/** Those without a child, whoever wrote them, and those that their author put aside. Newest first, as the notes are. */
export const unfinished = (notes: readonly Shown[], me: Id): readonly Shown[] =>
  open(notes).filter(({ record }) => studentsOf(record).length === 0 || record.created.by === me);
