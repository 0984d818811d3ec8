/** What the page and its merge worker say to one another. */
import type { AnyRecord } from '../data/types';
import type { Known } from './schema';

/** The first of all, which nothing answers: the merge begins, and gets warm while it is asked nothing. */
export interface Begin { act: 'begin'; known: Known }

export type Ask =
  | { id: number; act: 'merge'; records: [base: AnyRecord, now: AnyRecord, edit: AnyRecord] }
  | { id: number; act: 'check'; records: readonly AnyRecord[] };

export type Found = { at: number; code: string }[];

/** No `record` and no `found`: it could not be done. */
export interface Reply { id: number; record?: AnyRecord; found?: Found }
