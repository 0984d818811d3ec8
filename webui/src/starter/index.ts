/** Each language comes in a file of its own, when it is first wanted. */
import type { Starter } from './types';

const LANGUAGES: { [language: string]: () => Promise<{ starter: Starter }> } = {
  en: () => import('./en'),
  es: () => import('./es'),
  ar: () => import('./ar'),
};

/** The set in `language`, a tag such as 'es-MX'; in English where we have no other. */
export async function loadStarter(language: string): Promise<Starter> {
  const load = LANGUAGES[language.toLowerCase().split('-')[0] ?? ''] ?? LANGUAGES['en']!;
  return (await load()).starter;
}
