/** Samples of the same task for all: the baseline of the year, and before and after a unit (practices 2.4, 2.8). Pure. */
import type { AnyRecord, Id, Shown } from '../data/types';
import { keyedOf, markOf, studentsOf, textOf, type Mark, type Members } from '../parts/records';
import { dayOf } from '../parts/days';

export const PHASES = ['before', 'after'] as const;
export const SCORE_MAX = 100;

export interface Result { assessment: AnyRecord; mark: Mark | undefined; score: number | undefined; words: string }

export function onDay(assessment: AnyRecord): string {
  return textOf(assessment['on']) || dayOf(textOf((assessment.created as { at?: unknown } | undefined)?.at));
}

/** As they are read, the latest first. */
export function assessmentsOf(all: readonly Shown[]): AnyRecord[] {
  return all
    .map(({ record, preview }) => preview ?? record)
    .sort((a, b) => (onDay(a) !== onDay(b) ? (onDay(a) < onDay(b) ? 1 : -1) : a.id < b.id ? 1 : -1));
}

export const tookPart = (assessment: AnyRecord | Members, student: Id): boolean =>
  studentsOf(assessment).includes(student) || student in keyedOf((assessment as Members)['outcomes']);

export function resultOf(assessment: AnyRecord, student: Id): Result | undefined {
  if (!tookPart(assessment, student)) return undefined;
  const own = keyedOf(assessment['outcomes'])[student];
  const score = own?.['score'];
  return { assessment, mark: markOf(own?.['mark']), score: typeof score === 'number' ? score : undefined, words: textOf(own?.['words']) };
}

/** The members that write down something about one child; an empty result leaves the child among those who took part. */
export function withResult(assessment: Members, student: Id, result: Members): Members {
  const before = keyedOf(assessment['outcomes']);
  const own = Object.fromEntries(Object.entries({ ...before[student], ...result }).filter(([, value]) => value !== undefined && value !== ''));
  const { [student]: _gone, ...others } = before;
  const outcomes = Object.keys(own).length ? { ...others, [student]: own } : others;
  return { outcomes: Object.keys(outcomes).length ? outcomes : undefined, students: [...new Set([...studentsOf(assessment), student])] };
}

const isStart = (assessment: AnyRecord): boolean => assessment['kind'] === 'baseline' || assessment['phase'] === 'before';
const isEnd = (assessment: AnyRecord): boolean => assessment['kind'] !== 'baseline' && assessment['phase'] === 'after';

/**
 * What one child wrote at the start and at the end of a unit, latest first (practices 2.4). The start of an end is the latest sample
 * before it of the same genre that begins a unit, or else the baseline before it. A start whose end is still to come stands alone.
 */
export function startAndEnd(assessments: AnyRecord[], student: Id): { start: Result | undefined; end: Result | undefined }[] {
  const own = assessments.filter((one) => tookPart(one, student)); // latest first
  const used = new Set<Id>();
  const pairs = own.filter(isEnd).map((end) => {
    const earlier = own.filter((one) => isStart(one) && onDay(one) <= onDay(end));
    const start = earlier.find((one) => textOf(one['genre']) === textOf(end['genre'])) ?? earlier.find((one) => one['kind'] === 'baseline');
    if (start) used.add(start.id);
    return { day: onDay(end), start: start && resultOf(start, student), end: resultOf(end, student) };
  });
  const alone = own.filter((one) => !isEnd(one) && !used.has(one.id)).map((one) => ({ day: onDay(one), start: resultOf(one, student), end: undefined }));
  return [...pairs, ...alone].sort((a, b) => (a.day === b.day ? 0 : a.day < b.day ? 1 : -1)).map(({ start, end }) => ({ start, end }));
}

/** The sample that `assessment` is compared with for a child: undefined where it ends nothing, or nothing was written before. */
export const startOf = (assessment: AnyRecord, assessments: AnyRecord[], student: Id): Result | undefined =>
  startAndEnd(assessments, student).find(({ end }) => end?.assessment.id === assessment.id)?.start;

/** Who has no baseline since the school year began (practices 2.8). `from`: YYYY-MM-DD. */
export function withoutBaseline(assessments: AnyRecord[], students: Id[], from: string): Id[] {
  const baselines = assessments.filter((one) => one['kind'] === 'baseline' && onDay(one) >= from);
  return students.filter((student) => !baselines.some((one) => tookPart(one, student)));
}
