/**
 * What changed about one student between two moments: asked of the service, which alone keeps it, a page at a time.
 */
import { ask, offline } from './api';
import { isObject } from './json';
import type { AnyRecord, Id, Step, Steps } from './types';

const TEXTS = ['record', 'version', 'by', 'device', 'at'];

function readStep(row: unknown): Step {
  if (!isObject(row) || !isObject(row.value) || !TEXTS.every((name) => typeof row[name] === 'string')) throw offline();
  const { record, version, by, device, at } = row as { [name: string]: string };
  const before = isObject(row.previous_value) ? { before: row.previous_value as AnyRecord } : {};
  return { id: record!, version: version!, by: by!, device: device!, at: at!, after: row.value as AnyRecord, ...before };
}

/** Oldest first. `after`: where the page before ended. An address holds nothing here that would have to be escaped. */
export async function fetchSteps(notebook: Id, student: Id, from: string, to: string, after?: string): Promise<Steps> {
  const query = `records=1&from=${from}&to=${to}${after === undefined ? '' : `&after=${after}`}`;
  const answer = await ask(`/api/v1/notebooks/${notebook}/students/${student}/versions?${query}`);
  if (!isObject(answer) || !Array.isArray(answer.versions)) throw offline();
  return { steps: answer.versions.map(readStep), ...(typeof answer.next === 'string' ? { next: answer.next } : {}) };
}
