/** English, and with it the list of everything the shell can say: what Today and a note need. A translation has the same shape. */
import { shell } from './shell';

export const strings = { ...shell };

export type Strings = typeof strings;
