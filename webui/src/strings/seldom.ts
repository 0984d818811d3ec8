/** All words, for what comes in the later files of the app: the shell imports from index.ts alone. */
import { t as always } from '.';
import type { Strings } from './en';
import type { SeldomStrings } from './en/seldom';

export let t: Strings & SeldomStrings;

/** Labels of types, members and choices stand in both files: the shell has those that a note and its card show. */
export function speakSeldom(words: SeldomStrings): void {
  t = {
    ...always, ...words,
    types: { ...always.types, ...words.types }, members: { ...always.members, ...words.members }, choices: { ...always.choices, ...words.choices },
  };
}

/** Sentences for errors by their code; before the later words are there, the sentence that came with the error stands. */
export const errorWords = (): { [code: string]: string } => (t as typeof t | undefined)?.errors ?? {};
