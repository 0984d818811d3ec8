/**
 * What an edit, an answer, a restore and an undo make of a record. Pure.
 */
import { isEqual, saysTheSame, tidy, valueAt, withValueAt } from './json';
import { AppError, type Answer, type AnyRecord, type Fork, type Question, type Stamp } from './types';

type Members = { [member: string]: unknown };

/** Members that are not for a screen to set. */
const OWN = new Set(['id', 'type', 'schema', 'created', 'edited', '_stamps', '_forks']);

const withoutOwn = (members: Members): Members => Object.fromEntries(Object.entries(members).filter(([name]) => !OWN.has(name)));

/** `before` with these members set; undefined removes one. What a merge keeps for itself is passed on untouched. */
function withMembers(before: AnyRecord, members: Members): AnyRecord {
  const set = Object.entries({ ...before, ...withoutOwn(members) }).filter(([, value]) => value !== undefined);
  return Object.fromEntries(set.map(([name, value]) => [name, OWN.has(name) ? value : tidy(value)])) as AnyRecord;
}

function withForks(record: AnyRecord, forks: { [path: string]: Fork } | undefined): AnyRecord {
  const { _forks, ...rest } = record;
  return (forks && Object.keys(forks).length > 0 ? { ...rest, _forks: forks } : rest) as AnyRecord;
}

/** A question about what the edit changed is answered by it: its author wrote over what was shown. */
function settleChanged(before: AnyRecord, after: AnyRecord): AnyRecord {
  const open = Object.entries(before._forks ?? {}).filter(([path]) => isEqual(valueAt(before, path), valueAt(after, path)));
  return withForks(after, Object.fromEntries(open));
}

export function edited(before: AnyRecord, members: Members, stamp: Stamp): AnyRecord {
  return { ...settleChanged(before, withMembers(before, members)), edited: stamp };
}

export function removed(before: AnyRecord, stamp: Stamp): AnyRecord {
  return edited(before, { deleted: { at: stamp.at, by: stamp.by } }, stamp);
}

/** An ordinary edit that leaves the question out and sets what was chosen, also where that was shown already. */
export function answered(before: AnyRecord, question: Question, answer: Answer, stamp: Stamp): AnyRecord {
  const { path } = question;
  const { [path]: fork, ...others } = before._forks ?? {};
  if (!fork) throw new AppError('question_settled', 'This question has been answered meanwhile. There is nothing left to decide.');
  if (!isEqual(fork, question.fork)) throw new AppError('question_changed', 'This question has changed since you opened it. Look at it once more.');
  const value = 'keep' in answer ? fork.sides[answer.keep]?.value : answer.write;
  const after = withValueAt(before, path, value === undefined ? undefined : tidy(value)) as AnyRecord;
  return { ...withForks(after, others), edited: stamp };
}

/** The members of an older version; who made the record stays, and questions are answered by it. */
export function restored(before: AnyRecord, old: AnyRecord, stamp: Stamp): AnyRecord {
  const { id, type, schema, created, _stamps } = before;
  const after = { ...(tidy(withoutOwn(old)) as Members), id, type, schema, created, edited: stamp };
  return (_stamps ? { ...after, _stamps } : after) as AnyRecord;
}

/** Takes back what led from `before` to `after`, and nothing that others did to `now` since. */
export function undone(now: AnyRecord, before: AnyRecord | undefined, after: AnyRecord, stamp: Stamp): AnyRecord {
  if (!before) return removed(now, stamp);
  if (saysTheSame(now, after) && isEqual(before._forks, after._forks)) return { ...before, edited: stamp };
  const names = [...new Set([...Object.keys(before), ...Object.keys(after)])];
  const changed = names.filter((name) => !OWN.has(name) && !isEqual(before[name], after[name]));
  return edited(now, Object.fromEntries(changed.map((name) => [name, before[name]])), stamp);
}
