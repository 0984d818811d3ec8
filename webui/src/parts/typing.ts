/**
 * Typing while others' work arrives: three texts, and no word lost.
 *
 * The service merges what it is sent. This is only for the moment between a keystroke and the save that follows it, when a
 * colleague's change to the same field reaches the screen.
 */

/** The one stretch in which two texts differ: `before` has [start, beforeEnd), `after` has [start, afterEnd). */
export interface Stretch { start: number; beforeEnd: number; afterEnd: number }

export function stretch(before: string, after: string): Stretch {
  const shorter = Math.min(before.length, after.length);
  let start = 0;
  while (start < shorter && before.charCodeAt(start) === after.charCodeAt(start)) start++;
  let tail = 0;
  while (tail < shorter - start && before.charCodeAt(before.length - 1 - tail) === after.charCodeAt(after.length - 1 - tail)) tail++;
  // Half a surrogate pair is no place to cut.
  if (start > 0 && isHigh(before.charCodeAt(start - 1))) start--;
  if (tail > 0 && isLow(before.charCodeAt(before.length - tail))) tail--;
  return { start, beforeEnd: before.length - tail, afterEnd: after.length - tail };
}

const isHigh = (unit: number) => unit >= 0xd800 && unit <= 0xdbff;
const isLow = (unit: number) => unit >= 0xdc00 && unit <= 0xdfff;

/**
 * `seen` is what both grew from, `mine` what stands in the field, `theirs` what arrived.
 * Changes in different places both apply; in the same place both wordings stay, theirs first.
 */
export function reconcile(seen: string, mine: string, theirs: string): string {
  if (mine === seen || mine === theirs) return theirs;
  if (theirs === seen) return mine;
  const a = stretch(seen, mine);
  const b = stretch(seen, theirs);
  const typed = mine.slice(a.start, a.afterEnd);
  if (a.start > b.beforeEnd) {
    const shift = theirs.length - seen.length;
    return theirs.slice(0, a.start + shift) + typed + theirs.slice(a.beforeEnd + shift);
  }
  if (a.beforeEnd < b.start) return theirs.slice(0, a.start) + typed + theirs.slice(a.beforeEnd);
  return `${theirs}\n${mine}`;
}

/** Where the caret belongs after the field's text was replaced: on the same side of the change as before. */
export function caretAfter(before: string, after: string, caret: number): number {
  const { start, beforeEnd, afterEnd } = stretch(before, after);
  if (caret <= start) return caret;
  if (caret >= beforeEnd) return caret + (after.length - before.length);
  return Math.min(caret, afterEnd);
}
