/** The skills of a class in the order of what must come first (practices 2.7, 2.9). Pure. */
import type { Id } from '../data/types';
import { textOf, type Members } from '../parts/records';
import { rankBetween, ranksOf } from './rank';

type Skill = Members & { id: Id };

/** The ranks that the skills stand by when one of them moves: their own as far as these are in order, behind that new ones. */
function clearRanks(shown: Skill[], device: string): string[] {
  const ranks = shown.map((skill) => textOf(skill['rank']));
  const broken = ranks.findIndex((rank, i) => rank === '' || (i > 0 && ranks[i - 1]! >= rank));
  if (broken < 0) return ranks;
  if (broken === 0) return ranksOf(shown.length); // two phones that order the same list for the first time agree
  const clear = ranks.slice(0, broken);
  while (clear.length < ranks.length) clear.push(rankBetween(clear[clear.length - 1], undefined, device));
  return clear;
}

/**
 * The ranks that change when a skill goes one place up (-1) or down (1) in the list as it is shown. As a rule that is its own alone; where
 * some have none, or two have the same, these get one too, in the order that was shown. None at its end of the list.
 */
export function moveNeed(shown: Skill[], id: Id, by: -1 | 1, device: string): { id: Id; rank: string }[] {
  const at = shown.findIndex((skill) => skill.id === id);
  const other = at + by;
  if (at < 0 || other < 0 || other >= shown.length) return [];
  const ranks = clearRanks(shown, device);
  const rank = by < 0 ? rankBetween(ranks[other - 1], ranks[other], device) : rankBetween(ranks[other], ranks[other + 1], device);
  const next = shown.map((skill, i) => ({ id: skill.id, rank: i === at ? rank : ranks[i]! }));
  return next.filter((one, i) => one.rank !== textOf(shown[i]!['rank']));
}

/** The rank of a skill that comes last; undefined where the list was never ordered, and stands by name. */
export function lastRank(shown: Skill[], device: string): string | undefined {
  const last = shown.map((skill) => textOf(skill['rank'])).filter(Boolean).sort().pop();
  return last && rankBetween(last, undefined, device);
}
