/**
 * Places in a list as strings that sort by their bytes, so that one thing is moved by changing one member of it.
 *
 * A rank is a fraction in digits of base 36, without the "0." in front. Between any two that differ there is room for another;
 * every one that is made here ends with a tail of the device, so that two phones never give two things the same place.
 */
const DIGITS = '0123456789abcdefghijklmnopqrstuvwxyz';
const BASE = DIGITS.length;
const LAST = 'i'; // a fraction that ended with 0 would have no room before it
const TAIL_LEN = 6; // of a device's id; the beginning is the time, which two phones of one morning share

const digit = (rank: string, at: number): number => Math.max(0, DIGITS.indexOf(rank[at] ?? '0'));

const digitsOf = (rank: string, length: number): string => Array.from({ length }, (_, at) => DIGITS[digit(rank, at)]).join('');

/**
 * Strictly between both; what stands in front of `after` differs from it by a smaller digit, so any tail may follow. At an end of the
 * list it stays close to its neighbour: more will be put there.
 */
function middle(before: string, after: string | undefined, lean: 'front' | 'end' | 'between'): string {
  let same = 0;
  while (after !== undefined && same < after.length && digit(before, same) === digit(after, same)) same++;
  const head = digitsOf(before, same);
  const low = digit(before, same);
  const high = after === undefined || same >= after.length ? BASE : digit(after, same);
  if (high - low > 1) return head + DIGITS[{ front: high - 1, end: low + 1, between: (low + high) >> 1 }[lean]];
  return head + DIGITS[low] + middle(before.slice(same + 1), undefined, lean === 'front' ? lean : 'end');
}

/**
 * A rank after `before` and before `after`; undefined stands for the beginning or the end of the list. Where there is no room,
 * because both are the same or the wrong way round, it comes after `before`. `device` is the device's id.
 */
export function rankBetween(before: string | undefined, after: string | undefined, device: string): string {
  const tail = device.toLowerCase().replace(/[^0-9a-z]/g, '').slice(-TAIL_LEN);
  const room = after === undefined || (before ?? '') < after ? after : undefined;
  return middle(before ?? '', room, before === undefined ? 'front' : room === undefined ? 'end' : 'between') + tail + LAST;
}

/** The ranks of a list that is made at once: of one length, with room between them. */
export function ranksOf(count: number): string[] {
  const width = Math.max(2, count.toString(BASE).length + 1);
  const step = Math.max(1, Math.floor(BASE ** width / (count + 1)));
  return Array.from({ length: count }, (_, at) => ((at + 1) * step).toString(BASE).padStart(width, '0'));
}

/** `entries` by rank, those without one behind, then by key: the same order on every phone. */
export function byRank<T extends { rank?: unknown }>(entries: { [key: string]: T }): [string, T][] {
  const rank = (entry: T) => (typeof entry?.rank === 'string' && entry.rank ? entry.rank : '~');
  return Object.entries(entries)
    .filter(([, entry]) => entry !== null && typeof entry === 'object')
    .sort(([a, left], [b, right]) => (rank(left) < rank(right) ? -1 : rank(left) > rank(right) ? 1 : a < b ? -1 : 1));
}

/**
 * `entries` with `id` one place further up (-1) or down (1); the same object where it stands at that end already. As a rule one
 * rank changes; where some entries have none, or two have the same, all get new ones in the order they are shown in.
 */
export function moved<T extends { rank?: unknown }>(entries: { [key: string]: T }, id: string, by: -1 | 1, device: string): { [key: string]: T } {
  const order = byRank(entries);
  const at = order.findIndex(([key]) => key === id);
  const other = at + by;
  if (at < 0 || other < 0 || other >= order.length) return entries;
  const ranks = order.map(([, entry]) => (typeof entry.rank === 'string' ? entry.rank : ''));
  const isClear = ranks.every((rank, i) => rank !== '' && (i === 0 || ranks[i - 1]! < rank));
  const clear = isClear ? ranks : ranksOf(order.length);
  const rank = by < 0 ? rankBetween(clear[other - 1], clear[other], device) : rankBetween(clear[other], clear[other + 1], device);
  const kept = isClear ? entries : Object.fromEntries(order.map(([key, entry], i) => [key, { ...entry, rank: clear[i] }]));
  return { ...kept, [id]: { ...entries[id]!, rank } };
}

/** The rank of what is added behind all others. */
export function rankBehind(entries: { [key: string]: { rank?: unknown } }, device: string): string {
  const last = byRank(entries).map(([, entry]) => entry.rank).filter((rank): rank is string => typeof rank === 'string' && rank !== '').pop();
  return rankBetween(last, undefined, device);
}
