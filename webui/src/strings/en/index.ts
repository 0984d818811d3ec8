/** English, and with it the list of everything the shell can say: what Today and a note need. A translation has the same shape. */
import { next } from './next';
import { shell } from './shell';

export const strings = { ...next, ...shell };

export type Strings = typeof strings;
