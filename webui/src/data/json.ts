/**
 * Plain JSON values: equality, pointers, and what may be stored at all.
 */
import type { AnyRecord } from './types';

type Members = { [member: string]: unknown };

export const isObject = (value: unknown): value is Members =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

export function isEqual(a: unknown, b: unknown): boolean {
  if (a === b) return true;
  if (Array.isArray(a)) return Array.isArray(b) && a.length === b.length && a.every((value, i) => isEqual(value, b[i]));
  if (!isObject(a) || !isObject(b)) return false;
  const keys = Object.keys(a);
  return keys.length === Object.keys(b).length && keys.every((key) => Object.hasOwn(b, key) && isEqual(a[key], b[key]));
}

/** What a merge or a save writes by itself: two records that differ here alone say the same. */
const OWN_MARKS = new Set(['edited', '_stamps']);

export function saysTheSame(a: AnyRecord, b: AnyRecord): boolean {
  const said = (record: AnyRecord) => Object.fromEntries(Object.entries(record).filter(([key]) => !OWN_MARKS.has(key)));
  return isEqual(said(a), said(b));
}

const byCodePoint = (a: string, b: string): number => {
  const [left, right] = [Array.from(a), Array.from(b)];
  for (let i = 0; i < left.length && i < right.length; i += 1) {
    const difference = left[i]!.codePointAt(0)! - right[i]!.codePointAt(0)!;
    if (difference !== 0) return difference;
  }
  return left.length - right.length;
};

/**
 * A value as a record may hold it. The only arrays in a record are sets of strings: sorted as UTF-8 sorts, each once.
 * U+0000 and halves of a surrogate pair (a keyboard can leave one) would make the service refuse the whole record.
 */
export function tidy(value: unknown): unknown {
  if (typeof value === 'string') {
    return value.replace(/[\0\p{Surrogate}]/gu, '');
  }
  if (Array.isArray(value)) return [...new Set(value.map((item) => tidy(item) as string))].sort(byCodePoint);
  if (!isObject(value)) return value;
  return Object.fromEntries(Object.entries(value).filter(([, item]) => item !== undefined).map(([key, item]) => [key, tidy(item)]));
}

export const pointerSteps = (pointer: string): string[] =>
  pointer.split('/').slice(1).map((step) => step.replace(/~1/g, '/').replace(/~0/g, '~'));

export function valueAt(record: unknown, pointer: string): unknown {
  let value = record;
  for (const step of pointerSteps(pointer)) value = isObject(value) && Object.hasOwn(value, step) ? value[step] : undefined;
  return value;
}

/** A copy with the member at `pointer` set, or without it when `value` is undefined. Objects on the way are made. */
export function withValueAt(record: Members, pointer: string, value: unknown): Members {
  const put = (holder: unknown, steps: string[]): unknown => {
    const [step, ...rest] = steps;
    if (step === undefined) return value;
    const { [step]: old, ...others } = isObject(holder) ? holder : {};
    const next = put(old, rest);
    return next === undefined ? others : { ...others, [step]: next };
  };
  return put(record, pointerSteps(pointer)) as Members;
}
