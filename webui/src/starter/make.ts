/** What a class takes of the starter set, as the members of its own records. Pure: ids come from outside. */
import { ranksOf } from '../reading/rank';
import type { Starter, StarterProgression } from './types';

type Members = { [member: string]: unknown };

/** Members by new ids, in the order of the list. */
function keyed(list: Members[], newId: () => string): { [id: string]: Members } {
  const ranks = ranksOf(list.length);
  return Object.fromEntries(list.map((entry, at) => [newId(), { ...entry, rank: ranks[at] }]));
}

/** The members of a `progression` record. `newId` makes a UUIDv7. */
export function progressionOf({ category, band, name, steps, prompts }: StarterProgression, newId: () => string): Members {
  return {
    name, category, band,
    steps: keyed(steps.map((text) => ({ text })), newId),
    prompts: keyed(prompts.map(({ text, genres }) => (genres ? { text, genres } : { text })), newId),
  };
}

/** The members of a `prompt` record for each opener. */
export function openersOf({ openers }: Starter): Members[] {
  const ranks = ranksOf(openers.length);
  return openers.map((text, at) => ({ text, kind: 'opener', rank: ranks[at] }));
}
