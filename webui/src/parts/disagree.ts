/**
 * What a question asks, read out of the record and its fork: who wants what, and which answers there are. Pure.
 */
import { isEqual, isObject, pointerSteps, valueAt } from '../data/json';
import type { Answer, AnyRecord, Json, Question, Stamp } from '../data/types';
import { members, type MemberRow } from '../generated/members';
import type { RecordType } from '../generated/schema';

export const DELETED = '/deleted';

/** `changed`: wrote in what another took out or deleted; `kept`: wants it kept, and changed nothing. */
export type Act = 'wrote' | 'chose' | 'tookOut' | 'deleted' | 'changed' | 'kept';

/** One way to settle the question, and who stands behind it. */
export interface Way {
  act: Act;
  by: Partial<Stamp>;
  value: Json | undefined;
  answer: Answer;
  members: string[]; // what a colleague changed in a record that another deleted, by JSON pointer
}

export interface Asked {
  ways: Way[];
  both: string | undefined; // texts: one wording after the other
  anew: 'words' | 'line' | undefined; // what the teacher's own answer is typed into
  others: readonly string[]; // choices that nobody took yet
}

const ID = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/;

function rowOf(record: AnyRecord, path: string): MemberRow | undefined {
  const known = Object.hasOwn(members, record.type) ? members[record.type as RecordType] : undefined;
  return known?.[`/${pointerSteps(path).map((step) => (ID.test(step) ? '*' : step)).join('/')}`];
}

const sameStamp = (a: Partial<Stamp>, b: Partial<Stamp>) => a.at === b.at && a.by === b.by && a.device === b.device;

/** An edit stamps all that it changed alike. */
const stampedBy = (record: AnyRecord, by: Partial<Stamp>): string[] =>
  Object.entries(record._stamps ?? {}).filter(([path, stamp]) => path !== DELETED && sameStamp(stamp, by)).map(([path]) => path);

/** Who wrote last in an object that another took out. */
function lastInside(record: AnyRecord, path: string): Partial<Stamp> {
  const inside = Object.entries(record._stamps ?? {}).filter(([at]) => at === path || at.startsWith(`${path}/`)).map(([, stamp]) => stamp);
  return inside.reduce<Partial<Stamp>>((last, stamp) => (last.at === undefined || last.at < stamp.at ? stamp : last), {});
}

function actOf(question: Question, value: Json | undefined, free: boolean, members: string[]): Act {
  if (question.path === DELETED) return value !== undefined ? 'deleted' : members.length > 0 ? 'changed' : 'kept';
  return value === undefined ? 'tookOut' : free ? 'wrote' : 'chose';
}

/** Where one took out what another wrote in, the fork holds the removal alone: what was written stands in the record. */
function standing({ record, path, fork }: Question): Way[] {
  const value = valueAt(record, path) as Json | undefined;
  if (path === DELETED || !isObject(value) || fork.sides.some((side) => isEqual(side.value, value))) return [];
  return [{ act: 'changed', by: lastInside(record, path), value, answer: { write: value }, members: [] }];
}

export function asked(question: Question): Asked {
  const { record, path, fork } = question;
  const row = rowOf(record, path);
  const isText = row?.kind === 'text' && fork.sides.every(({ value }) => value === undefined || typeof value === 'string');
  const isFree = isText || (row?.kind === 'value' && row.format === 'string');
  const sides = fork.sides.map((side, i): Way => {
    const members = path === DELETED && side.value === undefined ? stampedBy(record, side) : [];
    return { act: actOf(question, side.value, isFree, members), by: side, value: side.value, answer: { keep: i }, members };
  });
  const texts = [...new Set(fork.sides.map(({ value }) => value))].filter((value): value is string => typeof value === 'string' && value !== '');
  return {
    ways: [...sides, ...standing(question)],
    both: isText && texts.length > 1 ? texts.join('\n') : undefined,
    anew: isText ? 'words' : isFree ? 'line' : undefined,
    others: (row?.choices ?? []).filter((choice) => fork.sides.every(({ value }) => value !== choice)),
  };
}
