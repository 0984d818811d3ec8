/** What most days do without: these screens come in one file of their own, after the first paint (../parts/later.tsx). */
export { About } from './about';
export { Group, Groups } from './groups';
export { People } from './people';
export { Questions } from './questions';
export { Roster } from './roster';
export { Skills } from './skills';
export { StudentDetails } from './details';
export { Versions } from './versions';
