/**
 * What changed about one student, read as acts of people. Pure.
 */
import { members } from './compare';
import type { AnyRecord, Change, Id, Step } from './types';

export type ActKind = 'begun' | 'changed' | 'deleted' | 'restored';

/** What one person did to one record in one go. `at`: when it was begun. */
export interface Act { kind: ActKind; by: Id; at: string; record: AnyRecord; changes: Change[] }

/** Words are saved while they are typed: what one person does to one record, with nobody else between, is one act until a pause. */
const PAUSE_MS = 30 * 60 * 1000;

interface Run { first: Step; last: Step }

const kindOf = (before: AnyRecord | undefined, after: AnyRecord): ActKind => {
  if (after.deleted) return 'deleted';
  if (!before) return 'begun';
  return before.deleted ? 'restored' : 'changed';
};

const goesOn = ({ last }: Run, next: Step): boolean =>
  last.by === next.by && Date.parse(next.at) - Date.parse(last.at) < PAUSE_MS && kindOf(next.before, next.after) === 'changed';

function runsOf(steps: readonly Step[]): Run[] {
  const runs: Run[] = [];
  const latest = new Map<Id, Run>(); // of each record
  for (const step of steps) {
    const run = latest.get(step.id);
    if (run && goesOn(run, step)) run.last = step;
    else {
      const fresh = { first: step, last: step };
      latest.set(step.id, fresh);
      runs.push(fresh);
    }
  }
  return runs;
}

/** Members kept by student: what lies under another child's id is not about this one. */
const BY_STUDENT = ['members', 'outcomes'];

function isAbout({ path }: Change, student: Id): boolean {
  const [, member = '', child] = path.split('/');
  return path !== '/deleted' && (child === undefined || child === student || !BY_STUDENT.includes(member));
}

/** As if every record had a place for each child, so that the first entry too is looked at child by child. */
const opened = (record: AnyRecord | undefined): AnyRecord => ({ ...Object.fromEntries(BY_STUDENT.map((member) => [member, {}])), ...record }) as AnyRecord;

/** Oldest first; an act that changed nothing about this student is left out. */
export function actsOf(steps: readonly Step[], student: Id): Act[] {
  const acts = runsOf(steps).map(({ first, last }): Act => {
    const changes = members(opened(first.before), opened(last.after)).filter((change) => isAbout(change, student));
    return { kind: kindOf(first.before, last.after), by: first.by, at: first.at, record: last.after, changes };
  });
  return acts.filter(({ kind, changes }) => kind !== 'changed' || changes.length > 0);
}
