/**
 * A checklist: the writers of the class by the objectives of a piece, X for who struggles (practices 0.13). Pure.
 *
 * Nothing is kept for a blank: a symbol that is taken back leaves no trace in the record.
 */
import type { Id } from '../data/types';
import { keyedOf, textOf, type Members } from '../parts/records';
import { byRank } from './rank';

export const STATES = ['struggling', 'secure', 'absent'] as const;
export type State = (typeof STATES)[number];

/** As the schema has it. */
export const OBJECTIVES_MAX = 24;

export interface Objective { id: Id; text: string; skill?: Id }

type Marks = { [student: Id]: Members };

/** Blank, X, secure, and blank again; who was absent and is there now begins at blank. */
const NEXT: { [state in State]: State | undefined } = { struggling: 'secure', secure: undefined, absent: undefined };
export const nextState = (state: State | undefined): State | undefined => (state === undefined ? 'struggling' : NEXT[state]);

export function objectivesOf(list: Members): Objective[] {
  return byRank(keyedOf(list['objectives'])).map(([id, { text, skill }]) => ({ id, text: textOf(text).trim(), ...(typeof skill === 'string' ? { skill } : {}) })).filter(({ text }) => text);
}

const statesOf = (list: Members, student: Id): { [objective: Id]: Members } => keyedOf(keyedOf(list['marks'])[student]?.['states']);

export function stateOf(list: Members, student: Id, objective: Id): State | undefined {
  const state = statesOf(list, student)[objective]?.['state'];
  return STATES.find((one) => one === state);
}

/** The marks with some of one child's set; undefined makes a blank. */
function withStates(list: Members, student: Id, states: { [objective: Id]: State | undefined }): Marks | undefined {
  const { [student]: own, ...others } = keyedOf(list['marks']);
  const next = { ...statesOf(list, student) };
  for (const [objective, state] of Object.entries(states)) {
    const { state: _old, ...rest } = next[objective] ?? {};
    const entry = state === undefined ? rest : { ...rest, state };
    if (Object.keys(entry).length) next[objective] = entry;
    else delete next[objective];
  }
  const { states: _all, ...rest } = own ?? {};
  const mark = Object.keys(next).length ? { ...rest, states: next } : rest;
  const marks = Object.keys(mark).length ? { ...others, [student]: mark } : others;
  return Object.keys(marks).length ? marks : undefined;
}

/** The marks after one tap on one cell. */
export const tapped = (list: Members, student: Id, objective: Id): Marks | undefined => withStates(list, student, { [objective]: nextState(stateOf(list, student, objective)) });

export const isAbsent = (list: Members, student: Id): boolean => objectivesOf(list).some(({ id }) => stateOf(list, student, id) === 'absent');

/** A child who is away: every blank says so, what was marked before stays. Here again, those are blank. */
export function withAbsence(list: Members, student: Id): Marks | undefined {
  const away = isAbsent(list, student);
  const cells = objectivesOf(list).filter(({ id }) => stateOf(list, student, id) === (away ? 'absent' : undefined));
  return withStates(list, student, Object.fromEntries(cells.map(({ id }) => [id, away ? undefined : ('absent' as const)])));
}

/** Of `students`, in their order: those with an X for this objective. */
export const struggling = (list: Members, students: Id[], objective: Id): Id[] => students.filter((id) => stateOf(list, id, objective) === 'struggling');

export const secureCount = (list: Members, students: Id[], objective: Id): number => students.filter((id) => stateOf(list, id, objective) === 'secure').length;
