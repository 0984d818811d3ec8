/** What is taught, and towards what: these screens come in one file of their own (../parts/later.tsx). */
export { Goals } from './goals';
export { Plan, Plans } from './plans';
export { Points } from './points';
export { Progression } from './progression';
export { Progressions } from './progressions';
export { Prompts } from './prompts';
