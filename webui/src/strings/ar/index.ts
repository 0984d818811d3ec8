/** Arabic, in the shape of the English. */
import type { Strings } from '../en';
import { next } from './next';
import { shell } from './shell';
import { timer } from './timer';

export const strings: Strings = { ...shell, ...next, ...timer };
