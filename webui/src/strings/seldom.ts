/** All words, for what comes in the second file of the app: the shell imports from index.ts alone. */
import { t as always } from '.';
import type { Strings } from './en';
import { enSeldom, type SeldomStrings } from './en_seldom';

export const t: Strings & SeldomStrings = { ...always, ...enSeldom };
