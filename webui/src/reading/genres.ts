/** Kinds of text. Records hold one of these codes, or a word of the class as it was written. */
import type { Notebook } from '../data/types';
import { textOf } from '../parts/records';
import { t } from '../strings';

/** Practices, section 2: the codes of what ships, for which there are words in every language. */
export const GENRES = ['narrative', 'opinion', 'information', 'poetry', 'letter', 'response'] as const;

const isShipped = (genre: string): boolean => GENRES.some((code) => code === genre);

export const genreName = (genre: string): string => (isShipped(genre) ? t.choices[genre] ?? genre : genre);

/** What is offered: the shipped ones, the class's own, and the one in use though nobody offers it any more. */
export function genresFor(notebook: Notebook, used = ''): string[] {
  const own = notebook.get(notebook.id)?.record['genres'];
  return [...new Set([...GENRES, ...(Array.isArray(own) ? own.map(textOf) : []), used].filter(Boolean))];
}
