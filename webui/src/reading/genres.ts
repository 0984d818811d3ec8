/** Kinds of text (practices 0.21, 1.5). Records hold a code of what ships, or a word of the class as it was written. Pure. */
import type { Notebook } from '../data/types';
import { textOf, type Members } from '../parts/records';
import { t } from '../strings/seldom';

/** Practices, section 2: there are words for these in every language. */
export const GENRES = ['narrative', 'opinion', 'information', 'poetry', 'letter', 'response', 'free'] as const;

/** Grades that write alike: kindergarten to 2, 3 to 5, 6 to 8 (practices 1.5). */
export const BANDS = ['k2', 'g35', 'g68'] as const;
export type Band = (typeof BANDS)[number];

const LAST_EARLY = 2;
const LAST_MIDDLE = 5;

/** The shipped kinds, then the class's own in its order; each once. */
export function genresOf(classroom: Members | undefined): string[] {
  const own = classroom?.['genres'];
  return [...new Set([...GENRES, ...(Array.isArray(own) ? own.map((word) => textOf(word).trim()).filter(Boolean) : [])])];
}

/** What is offered: those, and the one in use though nobody offers it any more. */
export const genresFor = (notebook: Notebook, used = ''): string[] => [...new Set([...genresOf(notebook.get(notebook.id)?.record), used].filter(Boolean))];

/** The class's own words alone. */
export const ownGenres = (classroom: Members | undefined): string[] => genresOf(classroom).slice(GENRES.length);

/** What a kind of text is called: a shipped one in the reader's language, a word of the class as it stands. */
export function genreName(genre: unknown): string {
  const code = textOf(genre);
  return GENRES.some((shipped) => shipped === code) ? t.choices[code] ?? code : code;
}

/** Equal but for capitals, and for how an accent is written. */
const sameWord = (a: string, b: string): boolean => a.normalize('NFC').toLowerCase() === b.normalize('NFC').toLowerCase();

/** The class's own words with one more; undefined: it is there already, or says nothing. */
export function withGenre(classroom: Members | undefined, word: string): string[] | undefined {
  const wanted = word.trim().normalize('NFC');
  const known = genresOf(classroom).some((genre) => sameWord(genre, wanted) || sameWord(genreName(genre), wanted));
  return wanted && !known ? [...ownGenres(classroom), wanted] : undefined;
}

/** The grades that a class says it has, as far as its words begin with one that is known: "K", "Grade 4", "5-6", "Year 3"; undefined otherwise. */
export function bandOf(grade: unknown): Band | undefined {
  const text = textOf(grade).trim();
  const number = /\d+/.exec(text)?.[0];
  if (number === undefined) return /^(pre-?)?k\b|^pk\b|kinder/i.test(text) ? 'k2' : undefined;
  return Number(number) <= LAST_EARLY ? 'k2' : Number(number) <= LAST_MIDDLE ? 'g35' : 'g68';
}
