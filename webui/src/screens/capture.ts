/** What folds in behind the form of a note: it comes in one file of its own, after the form (../parts/later.tsx). */
export { NoteMore } from '../parts/notemore';
export { NoteStep } from '../parts/notestep';
