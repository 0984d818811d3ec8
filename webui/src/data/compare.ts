/**
 * What differs between two versions of a record, and between two wordings. Pure, and only for people to look at: merging is
 * the service's.
 */
import { isEqual, isObject } from './json';
import type { AnyRecord, Change, Json, Piece } from './types';

/** What saving and merging keep for themselves. */
const OWN = new Set(['id', 'type', 'schema', 'created', 'edited', '_stamps', '_forks']);

/** Beyond this many cells of the comparison two wordings are shown whole, the earlier before the later. */
const CELLS_MAX = 1_000_000;

const step = (name: string): string => `/${name.replace(/~/g, '~0').replace(/\//g, '~1')}`;

function differences(path: string, before: unknown, after: unknown): Change[] {
  if (isEqual(before, after)) return [];
  if (isObject(before) && isObject(after)) {
    const names = [...new Set([...Object.keys(before), ...Object.keys(after)])].sort();
    return names.flatMap((name) => differences(path + step(name), before[name], after[name]));
  }
  const change: Change = { path };
  if (before !== undefined) change.before = before as Json;
  if (after !== undefined) change.after = after as Json;
  return [change];
}

/** What differs, by JSON pointer. A member that is an object on both sides is looked into. */
export function members(before: AnyRecord, after: AnyRecord): Change[] {
  const names = [...new Set([...Object.keys(before), ...Object.keys(after)])].filter((name) => !OWN.has(name)).sort();
  return names.flatMap((name) => differences(step(name), before[name], after[name]));
}

/** Scripts that are written without spaces: each letter is a word of its own. */
const SPACELESS = ['Han', 'Hiragana', 'Katakana', 'Thai', 'Lao', 'Khmer', 'Myanmar'].map((script) => `\\p{Script=${script}}`).join('');
const WORD = `(?:(?![${SPACELESS}])[\\p{L}\\p{N}\\p{M}'’])+`;
const TOKEN = new RegExp(`${WORD}|\\s+|.\\p{M}*`, 'gsu');

/** Words, runs of space, and every other character with its marks: never half a letter. */
export const tokens = (text: string): string[] => text.match(TOKEN) ?? [];

function append(pieces: Piece[], kind: Piece['kind'], text: string): void {
  const last = pieces.at(-1);
  if (text === '') return;
  if (last?.kind === kind) last.text += text;
  else pieces.push({ kind, text });
}

/** lengths[i][j]: the longest common run of tokens of a from i on and of b from j on, in order. */
function commonLengths(a: string[], b: string[]): Uint16Array[] {
  const lengths = Array.from({ length: a.length + 1 }, () => new Uint16Array(b.length + 1));
  for (let i = a.length - 1; i >= 0; i -= 1) {
    for (let j = b.length - 1; j >= 0; j -= 1) {
      const below = lengths[i + 1]!;
      lengths[i]![j] = a[i] === b[j] ? below[j + 1]! + 1 : Math.max(below[j]!, lengths[i]![j + 1]!);
    }
  }
  return lengths;
}

function middle(a: string[], b: string[], pieces: Piece[]): void {
  if (a.length * b.length > CELLS_MAX) {
    append(pieces, 'removed', a.join(''));
    append(pieces, 'added', b.join(''));
    return;
  }
  const lengths = commonLengths(a, b);
  let [i, j] = [0, 0];
  while (i < a.length || j < b.length) {
    if (i < a.length && j < b.length && a[i] === b[j]) {
      append(pieces, 'same', a[i]!);
      i += 1;
      j += 1;
    } else if (j === b.length || (i < a.length && lengths[i + 1]![j]! >= lengths[i]![j + 1]!)) append(pieces, 'removed', a[i++]!);
    else append(pieces, 'added', b[j++]!);
  }
}

/** The pieces of both texts in reading order; 'same' and 'removed' together are `before`, 'same' and 'added' are `after`. */
export function words(before: string, after: string): Piece[] {
  const [a, b] = [tokens(before), tokens(after)];
  let head = 0;
  while (head < a.length && head < b.length && a[head] === b[head]) head += 1;
  let tail = 0;
  while (tail < a.length - head && tail < b.length - head && a.at(-1 - tail) === b.at(-1 - tail)) tail += 1;
  const pieces: Piece[] = [];
  append(pieces, 'same', a.slice(0, head).join(''));
  middle(a.slice(head, a.length - tail), b.slice(head, b.length - tail), pieces);
  append(pieces, 'same', a.slice(a.length - tail).join(''));
  return pieces;
}
