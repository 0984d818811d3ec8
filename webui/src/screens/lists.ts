/** What is kept in lists and on paper: lessons, checklists, timers, partners, labels and slips, in one file of the app (../parts/later.tsx). */
export { Checklist, Checklists } from './checklists';
export { Labels } from './labels';
export { Lesson, LessonToday } from './lesson';
export { Peers } from './peers';
export { Slips } from './slips';
export { Timers } from './timers';
