/** All words, for what comes in the later files of the app: the shell imports from index.ts alone. */
import { t as always } from '.';
import type { Strings } from './en';
import type { SeldomStrings } from './en/seldom';

export let t: Strings & SeldomStrings;

export function speakSeldom(words: SeldomStrings): void {
  t = { ...always, ...words };
}
