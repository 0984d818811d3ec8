/** The languages of the app. Each comes in two files: what the first screen says, and what the later ones do. */
import { speak } from '.';
import type { Strings } from './en';
import type { SeldomStrings } from './en/seldom';
import { formatFor } from './format';

interface Language {
  name: string; // in that language
  dir: 'ltr' | 'rtl';
  shell: () => Promise<{ strings: Strings }>;
  seldom: () => Promise<{ strings: SeldomStrings }>;
}

export const LANGUAGES = {
  en: { name: 'English', dir: 'ltr', shell: () => import('./en'), seldom: () => import('./en/seldom') },
  es: { name: 'Español', dir: 'ltr', shell: () => import('./es'), seldom: () => import('./es/seldom') },
  ar: { name: 'العربية', dir: 'rtl', shell: () => import('./ar'), seldom: () => import('./ar/seldom') },
} satisfies { [tag: string]: Language };

export type LanguageTag = keyof typeof LANGUAGES;

export const isLanguage = (tag: string | null): tag is LanguageTag => tag !== null && Object.hasOwn(LANGUAGES, tag);

/** The first of the reader's languages that the app has; English where there is none. */
export function languageOf(chosen: string | null, wanted: readonly string[]): LanguageTag {
  return [chosen, ...wanted.map((tag) => tag.split('-')[0] ?? '')].find(isLanguage) ?? 'en';
}

/** Words, dates and numbers in that language, from now on. Screens that are there already keep theirs. */
export async function speakIn(tag: LanguageTag): Promise<Language> {
  const language = LANGUAGES[tag];
  const { strings } = await language.shell();
  formatFor(tag);
  speak(strings);
  return language;
}
