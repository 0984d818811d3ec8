/** Spanish, in the shape of the English. */
import type { Strings } from '../en';
import { next } from './next';
import { shell } from './shell';

export const strings: Strings = { ...next, ...shell };
