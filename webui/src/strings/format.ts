/** Numbers, dates and the order of names, as the reader's own language has them. Nothing here decides; it only shows. */

const DAY_MS = 24 * 60 * 60 * 1000;

/** The language of the sentences; dates and plurals must not mix another one in. */
export const LANGUAGE = 'en';

const plural = new Intl.PluralRules(LANGUAGE);
/** Date order and the 24-hour clock are the reader's own where she speaks the language of the sentences. */
const region = typeof navigator !== 'undefined' && navigator.language.startsWith(LANGUAGE) ? navigator.language : LANGUAGE;
const time = new Intl.DateTimeFormat(region, { hour: 'numeric', minute: '2-digit' });
const weekday = new Intl.DateTimeFormat(region, { weekday: 'short', hour: 'numeric', minute: '2-digit' });
const thisYear = new Intl.DateTimeFormat(region, { day: 'numeric', month: 'short', hour: 'numeric', minute: '2-digit' });
const otherYear = new Intl.DateTimeFormat(region, { day: 'numeric', month: 'short', year: 'numeric' });
const day = new Intl.DateTimeFormat(region, { day: 'numeric', month: 'short', year: 'numeric', timeZone: 'UTC' });

const dayAndWeekday = new Intl.DateTimeFormat(region, { weekday: 'short', day: 'numeric', month: 'short', year: 'numeric' });

/** Chooses among the plural forms of the language; `other` is the one every language has. */
export function count(n: number, forms: { one?: string; other: string }): string {
  const form = plural.select(n);
  return (form === 'one' ? forms.one : undefined) ?? forms.other;
}

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
  if (days === 0 && date.getTime() <= startOfDay(now) + DAY_MS) return time.format(date);
  if (days < 7 && date.getTime() < now.getTime()) return weekday.format(date);
  return (date.getFullYear() === now.getFullYear() ? thisYear : otherYear).format(date);
}

/** The day of a moment, by the reader's own calendar. */
export const dayOfMoment = (at: string): string => dayAndWeekday.format(new Date(at));

/** Under a heading that says the day. */
export const clock = (at: string): string => time.format(new Date(at));

/** A calendar day as records hold it, YYYY-MM-DD. */
export function calendarDay(value: string): string {
  const date = new Date(`${value}T00:00:00Z`);
  return Number.isNaN(date.getTime()) ? value : day.format(date);
}

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
