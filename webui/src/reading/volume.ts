/** How much a child writes, as the notes say it (practices 0.18). Pure. */
import type { AnyRecord, Id } from '../data/types';
import { dayOf, isWithin, type Days } from '../parts/days';
import { studentsOf } from '../parts/records';

export const UNITS = ['words', 'lines', 'pages'] as const;
export type Unit = (typeof UNITS)[number];

/** More is a slip of the thumb: the schema takes no larger one. */
export const VOLUME_MAX = 100_000;

export interface Volume { note: Id; on: string; amount: number; unit: Unit } // `on`: YYYY-MM-DD

export const unitOf = (value: unknown): Unit | undefined => UNITS.find((unit) => unit === value);

/** A whole number that a note may hold; undefined where the text is none. Digits of any script count. */
export function amountOf(text: string): number | undefined {
  const digits = [...text.trim()].map((letter) => digitOf(letter)).join('');
  return /^\d{1,6}$/.test(digits) && Number(digits) <= VOLUME_MAX ? Number(digits) : undefined;
}

/** Of a digit of the Arabic or Persian keyboard, its value; anything else as it is. */
function digitOf(letter: string): string {
  const code = letter.codePointAt(0)!;
  for (const zero of [0x660, 0x6f0]) if (code >= zero && code <= zero + 9) return String(code - zero);
  return letter;
}

/** What the notes say of one child between two days, oldest first. A volume without its unit says nothing. */
export function volumesOf(notes: AnyRecord[], student: Id, days: Days): Volume[] {
  return notes
    .filter((note) => studentsOf(note).includes(student) && isWithin(note.created.at, days))
    .flatMap((note) => {
      const [amount, unit] = [note['volume'], unitOf(note['volume_unit'])];
      return typeof amount === 'number' && Number.isFinite(amount) && amount >= 0 && unit ? [{ note: note.id, at: note.created.at, amount, unit }] : [];
    })
    .sort((a, b) => (a.at !== b.at ? (a.at < b.at ? -1 : 1) : a.note < b.note ? -1 : 1))
    .map(({ note, at, amount, unit }) => ({ note, on: dayOf(at), amount, unit }));
}

/** One series for each unit that was used, most used first: lines and pages do not add up. */
export function seriesOf(volumes: Volume[]): { unit: Unit; volumes: Volume[] }[] {
  return UNITS.map((unit) => ({ unit, volumes: volumes.filter((one) => one.unit === unit) }))
    .filter((series) => series.volumes.length)
    .sort((a, b) => b.volumes.length - a.volumes.length);
}
