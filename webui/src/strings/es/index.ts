/** Spanish, in the shape of the English. */
import type { Strings } from '../en';
import { errors } from './errors';
import { next } from './next';
import { shell } from './shell';
import { timer } from './timer';

export const strings: Strings = { ...errors, ...next, ...shell, ...timer };
