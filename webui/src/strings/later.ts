/** The words of the later screens: asked for with the first of them. */
import { languageInUse } from './format';
import { LANGUAGES, isLanguage } from './languages';
import { speakSeldom } from './seldom';

let coming: Promise<void> | undefined;

/** Resolves once they are there; rejects where the file cannot be had, and may be asked again then. */
export function speakLater(): Promise<void> {
  const tag = languageInUse();
  coming ??= LANGUAGES[isLanguage(tag) ? tag : 'en'].seldom().then(({ strings }) => speakSeldom(strings));
  coming.catch(() => { coming = undefined; });
  return coming;
}
