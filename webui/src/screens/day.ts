/** What a writing day asks for beside Today and a note: these screens come in one file of their own (../parts/later.tsx). */
export { Search } from './search';
export { Coverage } from './coverage';
export { Student } from './student';
export { Students } from './students';
export { NewNote, Note } from './note';
export { TimerLine } from '../parts/timer';
export { inFront } from '../reading/front';
