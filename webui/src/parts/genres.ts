/** Kinds of text: those that ship have a name in every language, those of the class stand as it wrote them. */
import type { Notebook } from '../data/types';
import { textOf } from './records';
import { t } from '../strings/seldom';

export const GENRES = ['narrative', 'opinion', 'information', 'poetry', 'letter', 'response', 'free'] as const;

export const genreName = (genre: string): string => t.genres[genre] ?? genre;

/** What is offered: the shipped ones, the class's own, and the one in use though nobody offers it any more. */
export function genres(notebook: Notebook, used = ''): string[] {
  const own = notebook.get(notebook.id)?.record['genres'];
  const all = [...GENRES, ...(Array.isArray(own) ? own.map(textOf).filter(Boolean) : [])];
  return used && !all.includes(used) ? [...all, used] : all;
}
