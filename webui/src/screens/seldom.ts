/** What most days do without: these screens come in one file of their own, after the first paint (../parts/later.tsx). */
export { Class } from './class';
export { ChooseClass, FirstClass, Join } from './door';
export { About } from './about';
export { Changes } from './changes';
export { Closed } from './closed';
export { StudentDetails } from './details';
export { Group, Groups } from './groups';
export { ChooseDay, PastClass, PastGroup, PastNote } from './past';
export { Locked } from './locked';
export { Log } from './log';
export { People } from './people';
export { Phone } from './phone';
export { Questions } from './questions';
export { Roster } from './roster';
export { Settings } from './settings';
export { Skills } from './skills';
export { Versions } from './versions';
export { PastBanner } from '../parts/pastbanner';
