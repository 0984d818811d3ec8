/**
 * The starter set: progressions and questions that a class may begin with, in our own words (practices 1.1, 1.2, 0.23).
 * A class takes what it wants of it; from then on these are records of its own, to be changed like any other.
 */
export type Goal = 'drawing' | 'engagement' | 'ideas' | 'focus' | 'structure' | 'elaboration' | 'word_choice' | 'spelling' | 'grammar' | 'partnerships';
export type Band = 'k2' | 'g35' | 'g68';
export type Genre = 'narrative' | 'opinion' | 'information' | 'poetry' | 'letter' | 'response';

export interface StarterPrompt { text: string; genres?: Genre[] } // no genres: for all

/** Steps stand from the first that a writer of the band takes to the last; the bands of one goal follow on each other. */
export interface StarterProgression { category: Goal; band: Band; name: string; steps: string[]; prompts: StarterPrompt[] }

export interface Starter { progressions: StarterProgression[]; openers: string[] } // openers: what an adult opens a conference with
