/** Numbers, dates and the order of names, as the reader's own language has them. Nothing here decides; it only shows. */

const DAY_MS = 24 * 60 * 60 * 1000;

/** Date order and the 24-hour clock are the reader's own where she speaks the language of the sentences. */
function regionOf(language: string): string {
  return typeof navigator !== 'undefined' && navigator.language.startsWith(language) ? navigator.language : language;
}

/** One for each use; dates and plurals must not mix another language in. The digits are those of the sentences. */
function makeFormats(language: string) {
  const date = (options: Intl.DateTimeFormatOptions) => new Intl.DateTimeFormat(regionOf(language), { ...options, numberingSystem: 'latn' });
  return {
    language,
    plural: new Intl.PluralRules(language),
    time: date({ hour: 'numeric', minute: '2-digit' }),
    weekday: date({ weekday: 'short', hour: 'numeric', minute: '2-digit' }),
    thisYear: date({ day: 'numeric', month: 'short', hour: 'numeric', minute: '2-digit' }),
    otherYear: date({ day: 'numeric', month: 'short', year: 'numeric' }),
    day: date({ day: 'numeric', month: 'short', year: 'numeric', timeZone: 'UTC' }),
    weekdayOfDay: date({ weekday: 'short', day: 'numeric', month: 'short', timeZone: 'UTC' }),
    weekdayAlone: date({ weekday: 'short', timeZone: 'UTC' }),
    monthAlone: date({ month: 'narrow', timeZone: 'UTC' }),
    dayAndWeekday: date({ weekday: 'short', day: 'numeric', month: 'short', year: 'numeric' }),
    number: new Intl.NumberFormat(language, { numberingSystem: 'latn', maximumFractionDigits: 1 }),
    list: new Intl.ListFormat(language, { type: 'conjunction' }),
  };
}

let formats = makeFormats('en');

/** The language of the sentences, from now on. */
export function formatFor(language: string): void {
  formats = makeFormats(language);
}

export const languageInUse = (): string => formats.language;

/** The plural forms a language may have; `other` is the one that every language has. */
export type Forms = { [form in Intl.LDMLPluralRule]?: string } & { other: string };

/** Chooses among the plural forms of the language. */
export function count(n: number, forms: Forms): string {
  return forms[formats.plural.select(n)] ?? forms.other;
}

/** A text inside a sentence that may run the other way (first strong isolate to pop directional isolate). */
export const apart = (text: string): string => `\u2068${text}\u2069`;

/** What stands between the parts of a line: Arabic has its own. */
export const comma = (): string => (formats.language === 'ar' ? '، ' : ', ');

/** "Ana, Ben and Chen", as the language says it. */
export const listOf = (items: string[]): string => formats.list.format(items);

/** A number that may be no whole one, as the language writes it. */
export const decimal = (n: number): string => formats.number.format(n);

function startOfDay(date: Date): number {
  return new Date(date.getFullYear(), date.getMonth(), date.getDate()).getTime();
}

/** Calendar days between a moment and now: 0 is today. A clock ahead of ours gives 0, never a negative number. */
export function daysAgo(at: string, now = new Date()): number {
  return Math.max(0, Math.round((startOfDay(now) - startOfDay(new Date(at))) / DAY_MS));
}

/** A moment, as short as it can be said: the time today, the weekday within a week, else the date. */
export function moment(at: string, now = new Date()): string {
  const date = new Date(at);
  if (Number.isNaN(date.getTime())) return at;
  const days = daysAgo(at, now);
  if (days === 0 && date.getTime() <= startOfDay(now) + DAY_MS) return formats.time.format(date);
  if (days < 7 && date.getTime() < now.getTime()) return formats.weekday.format(date);
  return (date.getFullYear() === now.getFullYear() ? formats.thisYear : formats.otherYear).format(date);
}

/** The day of a moment, by the reader's own calendar. */
export const dayOfMoment = (at: string): string => formats.dayAndWeekday.format(new Date(at));

/** Under a heading that says the day. */
export const clock = (at: string): string => formats.time.format(new Date(at));

function ofDay(value: string, format: Intl.DateTimeFormat): string {
  const date = new Date(`${value}T00:00:00Z`);
  return Number.isNaN(date.getTime()) ? value : format.format(date);
}

/** A calendar day as records hold it, YYYY-MM-DD. */
export const calendarDay = (value: string): string => ofDay(value, formats.day);

/** The same with its weekday and without the year: a day of these weeks. */
export const nearDay = (value: string): string => ofDay(value, formats.weekdayOfDay);

const MONDAY = '2024-01-01';

/** The weekday as the language shortens it; 0 is Monday. */
export function weekdayName(index: number): string {
  return formats.weekdayAlone.format(new Date(Date.parse(`${MONDAY}T00:00:00Z`) + index * DAY_MS));
}

/** The month of a day as short as the language has it. */
export const monthLetter = (value: string): string => ofDay(value, formats.monthAlone);

/** Today as records hold it, by the reader's own calendar. */
export function todayAsDate(now = new Date()): string {
  const two = (n: number) => String(n).padStart(2, '0');
  return `${now.getFullYear()}-${two(now.getMonth() + 1)}-${two(now.getDate())}`;
}

/** The order of names in the class's language; an unknown tag falls back to the reader's own. */
export function collator(locale?: string): Intl.Collator {
  const known = locale ? supported(locale) : undefined;
  return new Intl.Collator(known, { sensitivity: 'base', numeric: true });
}

function supported(locale: string): string | undefined {
  try {
    return Intl.Collator.supportedLocalesOf(locale)[0];
  } catch {
    return undefined; // not a language tag at all: records come from other devices too
  }
}
