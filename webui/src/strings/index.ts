/** The words in use. They are there before the first screen is (languages.ts), so nothing reads them while it is loaded. */
import type { Strings } from './en';

export let t: Strings;

export function speak(words: Strings): void {
  t = words;
}
