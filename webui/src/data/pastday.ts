/**
 * The class as it stood at a moment, held in memory for as long as somebody looks at it: a notebook to read in. What is brought
 * back from it is an ordinary edit of the present.
 */
import { ask, offline } from './api';
import { isObject } from './json';
import { AppError, type AnyRecord, type Id, type Notebook, type Shown } from './types';

interface Page { records: AnyRecord[]; next?: string }

function readPage(answer: unknown): Page {
  if (!isObject(answer) || !Array.isArray(answer.records)) throw offline();
  const records = answer.records.map((row: unknown) => {
    if (!isObject(row) || !isObject(row.record)) throw offline();
    return row.record as AnyRecord;
  });
  return { records, ...(typeof answer.next === 'string' ? { next: answer.next } : {}) };
}

async function fetchAll(notebook: Id, at: string): Promise<AnyRecord[]> {
  const all: AnyRecord[] = [];
  let after: string | undefined;
  do {
    const page = readPage(await ask(`/api/v1/notebooks/${notebook}/at/${at}${after === undefined ? '' : `?after=${after}`}`));
    if (page.next !== undefined && page.next === after) throw offline(); // a service that goes in a circle
    all.push(...page.records);
    after = page.next;
  } while (after !== undefined);
  return all;
}

const past = () => Promise.reject(new AppError('past_day', 'This is a past day, and nothing can be changed in it. Go back to now first.'));

const NONE: Shown[] = [];

/** `now`: the notebook that is looked back from; what was shown of it stays as it is. */
export function readOnly(now: Notebook, asOf: string, records: readonly AnyRecord[]): Notebook {
  const shown = new Map<Id, Shown>(records.map((record) => [record.id, { record, place: 'shared' }]));
  const byType = new Map<string, Shown[]>();
  for (const item of shown.values()) {
    if (item.record.deleted) continue;
    const list = byType.get(item.record.type);
    if (list) list.push(item);
    else byType.set(item.record.type, [item]);
  }
  return {
    id: now.id,
    me: now.me,
    asOf,
    get: (id) => shown.get(id),
    all: <T extends AnyRecord>(type: string) => (byType.get(type) ?? NONE) as Shown<T>[],
    isWhole: () => true,
    keepFront: () => Promise.resolve(), // a start shows the present
    questions: () => [], // they are answered in the present
    state: () => ({ ...now.state(), unsent: 0, photosUnsent: 0, refused: 0, questions: 0, damaged: 0, readOnlyTypes: [] }),
    subscribe: (changed) => now.subscribe(changed),
    create: past,
    addPhoto: past,
    photo: (hash) => now.photo(hash),
    photoPlace: (hash) => now.photoPlace(hash),
    createMany: past,
    edit: past,
    remove: past,
    answer: past,
    undo: () => now.undo(),
    canUndo: () => now.canUndo(),
    versions: (id) => now.versions(id),
    version: (version) => now.version(version),
    restore: (id, old) => now.restore(id, old),
    steps: (student, from, to, after) => now.steps(student, from, to, after),
    asItStood: (at) => now.asItStood(at),
    syncNow: () => now.syncNow(),
    access: now.access,
    opened: (student) => now.opened(student),
    leaving: () => now.leaving(),
    lock: now.lock,
    isLetGo: () => now.isLetGo(),
    finishing: (work) => now.finishing(work),
    finished: () => now.finished(),
    applyUpdate: () => now.applyUpdate(),
    exportAll: (withPrivate) => now.exportAll(withPrivate),
    setPrivate: past,
  };
}

export async function fetchDay(now: Notebook, at: string): Promise<Notebook> {
  const records = await fetchAll(now.id, at);
  if (records.length === 0) throw new AppError('not_begun', 'There was nothing in this class yet on that day. Choose a later one.');
  return readOnly(now, at, records);
}
