/** Kinds of text. Records hold one of these codes, or a word of the class as it was written. */
import { t } from '../strings';

/** Practices, section 2: the codes of what ships, for which there are words in every language. */
export const GENRES = ['narrative', 'opinion', 'information', 'poetry', 'letter', 'response'] as const;

const isShipped = (genre: string): boolean => GENRES.some((code) => code === genre);

export const genreName = (genre: string): string => (isShipped(genre) ? t.choices[genre] ?? genre : genre);
