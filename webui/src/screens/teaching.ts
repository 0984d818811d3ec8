/** What is taught, and towards what: these screens come in one file of their own (../parts/later.tsx). */
export { Plan, Plans } from './plans';
export { Points } from './points';
export { Prompts } from './prompts';
