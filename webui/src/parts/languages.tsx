/** Languages by their names in the reader's language: the one that names are sorted in, and those of a child (practices 1.17). */
import { Icon } from './icons';
import { ChoiceField } from './fields';
import { textOf } from './records';
import { collator, languageInUse } from '../strings/format';
import { t } from '../strings/seldom';

/** Offered first; a tag that somebody else's build wrote is shown too. */
const TAGS = [
  'am', 'ar', 'bn', 'de', 'en', 'es', 'fa', 'fr', 'gu', 'hi', 'hmn', 'ht', 'hy', 'it', 'ja', 'km', 'ko', 'my', 'ne', 'pa', 'pl', 'ps', 'pt', 'ro', 'ru', 'so', 'sq', 'sw', 'ta',
  'te', 'th', 'ti', 'tl', 'tr', 'uk', 'ur', 'vi', 'yo', 'zh', 'zh-Hant',
];

/** What a language is called; a tag that the browser cannot name as it stands. */
export function languageName(tag: string): string {
  try {
    return new Intl.DisplayNames([languageInUse()], { type: 'language' }).of(tag) ?? tag;
  } catch {
    return tag; // not a language tag at all: records come from other devices too
  }
}

function choices(extra: string): { value: string; name: string }[] {
  const order = collator(languageInUse());
  const tags = extra && !TAGS.includes(extra) ? [...TAGS, extra] : TAGS;
  return tags.map((value) => ({ value, name: languageName(value) })).sort((a, b) => order.compare(a.name, b.name));
}

export function LocaleChoice(props: { value: unknown; set: (tag: string | undefined) => void }) {
  const value = textOf(props.value);
  return <ChoiceField label={t.names.locale} none={t.names.asPhone} value={value} choices={choices(value)} set={(tag) => props.set(tag || undefined)} />;
}

/** Each chosen one is a button that takes it out again. */
export function LanguagesField(props: { value: unknown; set: (tags: string[] | undefined) => void }) {
  const chosen = Array.isArray(props.value) ? props.value.filter((tag): tag is string => typeof tag === 'string') : [];
  const set = (tags: string[]) => props.set(tags.length ? tags : undefined);
  return (
    <div class="stack">
      {chosen.length ? (
        <div class="chips" role="group" aria-label={t.names.languages}>
          {chosen.map((tag) => (
            <button type="button" class="chip" key={tag} aria-label={t.genres.remove(languageName(tag))} onClick={() => set(chosen.filter((other) => other !== tag))}>
              <span>{languageName(tag)}</span><Icon name="close" />
            </button>
          ))}
        </div>
      ) : null}
      <ChoiceField
        label={chosen.length ? t.names.add : t.names.languages} none={t.names.choose} value="" choices={choices('').filter(({ value }) => !chosen.includes(value))}
        set={(tag) => { if (tag) set([...chosen, tag]); }}
      />
    </div>
  );
}
