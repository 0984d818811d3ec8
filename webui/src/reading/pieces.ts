/**
 * The pieces of the class: where each is, the stages it went through, and who has what (practices 0.19, 0.20, 0.21).
 * Pure: the day it is and new ids come from outside.
 */
import type { AnyRecord, Id, Shown } from '../data/types';
import { dayOf } from '../parts/days';
import { keyedOf, studentsOf, textOf, type Members } from '../parts/records';
import { STAGES } from './forms';

export { STAGES };
export type Stage = (typeof STAGES)[number];

/** Where the paper is: the notebook, the two pockets of the folder, the journal for answers to texts (practices 0.19). */
export const CONTAINERS = ['notebook', 'in_progress', 'finished', 'response_journal'] as const;
export type Container = (typeof CONTAINERS)[number];

export interface StageSpan { id: Id; stage: Stage; on: string; days: number } // `days`: from one stage to the next, or until today

const DAY_MS = 24 * 60 * 60 * 1000;
const DATE = /^\d{4}-\d{2}-\d{2}$/;

export const stageOf = (value: unknown): Stage | undefined => STAGES.find((stage) => stage === value);

/** A piece that nobody has put anywhere is being written. */
export function containerOf(piece: AnyRecord | Members): Container {
  const said = CONTAINERS.find((container) => container === (piece as Members)['container']);
  return said ?? (textOf((piece as Members)['finished']) ? 'finished' : 'in_progress');
}

/** Calendar days from one day to a later one, both YYYY-MM-DD; 0 where a clock was wrong. */
export function daysBetween(from: string, to: string): number {
  const days = Math.round((Date.parse(`${to}T00:00:00Z`) - Date.parse(`${from}T00:00:00Z`)) / DAY_MS);
  return Number.isFinite(days) ? Math.max(0, days) : 0;
}

/** The stages it went through, oldest first; of one day, as they were tapped. */
export function stageHistory(piece: AnyRecord | Members, today: string): StageSpan[] {
  const rows = Object.entries(keyedOf((piece as Members)['stages']))
    .flatMap(([id, row]) => {
      const [stage, on] = [stageOf(row?.['stage']), textOf(row?.['on'])];
      return stage && DATE.test(on) ? [{ id, stage, on }] : [];
    })
    .sort((a, b) => (a.on !== b.on ? (a.on < b.on ? -1 : 1) : a.id < b.id ? -1 : 1));
  const end = textOf((piece as Members)['finished']) || today;
  return rows.map((row, i) => ({ ...row, days: daysBetween(row.on, rows[i + 1]?.on ?? end) }));
}

/** Where a piece stands, and for how many days: since the last time it came to this stage. */
export function standsAt(piece: AnyRecord, today: string): { stage: Stage; days: number } | undefined {
  const history = stageHistory(piece, today);
  const stage = stageOf(piece['stage']) ?? history[history.length - 1]?.stage;
  if (!stage) return undefined;
  let since: string | undefined;
  for (let i = history.length - 1; i >= 0 && history[i]!.stage === stage; i--) since = history[i]!.on;
  return { stage, days: daysBetween(since ?? begunOn(piece), textOf(piece['finished']) || today) };
}

/** The members that bring a piece to a stage; undefined: it is there already. `id`: of the new row of its history. */
export function toStage(piece: AnyRecord | Members, stage: Stage, today: string, id: Id): Members | undefined {
  const members = piece as Members;
  if (stageOf(members['stage']) === stage) return undefined;
  return { stage, stages: { ...keyedOf(members['stages']), [id]: { stage, on: today } } };
}

/** The members that put a piece somewhere else. Finishing has a day; taking a piece out of the finished ones takes the day too. */
export function toContainer(piece: AnyRecord | Members, container: Container, today: string): Members {
  return { container, finished: container === 'finished' ? textOf((piece as Members)['finished']) || today : undefined };
}

/** A new piece as it begins: being written, at its plan (practices 0.20). */
export function beginning(students: Id[], today: string, id: Id, genre?: string): Members {
  return { students, container: 'in_progress', stage: 'plan', stages: { [id]: { stage: 'plan', on: today } }, ...(genre ? { genre } : {}) };
}

export function begunOn(piece: AnyRecord): string {
  return dayOf(textOf((piece.created as { at?: unknown } | undefined)?.at));
}

/** The day something last happened to it, as far as its own members say. */
function movedOn(piece: AnyRecord): string {
  const last = Object.values(keyedOf(piece['stages'])).map((row) => textOf(row?.['on'])).sort().pop() ?? '';
  return [last, textOf(piece['finished']), begunOn(piece)].sort().pop()!;
}

export function latestFirst(a: AnyRecord, b: AnyRecord): number {
  const [left, right] = [movedOn(a), movedOn(b)];
  return left !== right ? (left < right ? 1 : -1) : a.id < b.id ? 1 : -1;
}

/** The pieces as they are read, the one that moved last first. */
export function piecesOf(all: readonly Shown[], student?: Id): AnyRecord[] {
  const read = all.map(({ record, preview }) => preview ?? record);
  return (student === undefined ? read : read.filter((piece) => studentsOf(piece).includes(student))).sort(latestFirst);
}

/** The piece that a child is at: the one in progress that moved last. `pieces`: latest first. */
export function currentPiece(pieces: AnyRecord[], student: Id): AnyRecord | undefined {
  return pieces.find((piece) => containerOf(piece) === 'in_progress' && studentsOf(piece).includes(student));
}

/** Who has what, and who has nothing in progress (practices 0.19). */
export function audit(pieces: AnyRecord[], students: Id[]): { student: Id; counts: { [container in Container]: number }; hasNothing: boolean }[] {
  return students.map((student) => {
    const counts = { notebook: 0, in_progress: 0, finished: 0, response_journal: 0 };
    for (const piece of pieces) if (studentsOf(piece).includes(student)) counts[containerOf(piece)]++;
    return { student, counts, hasNothing: counts.in_progress === 0 };
  });
}

/** How many children are at each stage of their current piece (practices 0.20). */
export function byStage(pieces: AnyRecord[], students: Id[], today: string): { stage: Stage; count: number }[] {
  const at = students.map((student) => currentPiece(pieces, student)).map((piece) => (piece ? standsAt(piece, today)?.stage : undefined));
  return STAGES.map((stage) => ({ stage, count: at.filter((one) => one === stage).length }));
}

/** The genre of the unit: what most of the pieces in progress are; undefined where none says (practices 1.6, month-long units). */
export function unitGenre(pieces: AnyRecord[]): string | undefined {
  const counts = new Map<string, number>();
  for (const piece of pieces) {
    const genre = textOf(piece['genre']);
    if (genre && containerOf(piece) === 'in_progress') counts.set(genre, (counts.get(genre) ?? 0) + 1);
  }
  return [...counts].sort(([a, left], [b, right]) => right - left || (a < b ? -1 : 1))[0]?.[0];
}

/** What happened to a piece, newest first: its stages, and the notes about it (practices 0.20). */
export type Happening = { on: string; stage: StageSpan } | { on: string; note: Shown };

export function timelineOf(piece: AnyRecord, notes: readonly Shown[], today: string): Happening[] {
  const about = notes.filter(({ record }) => record['piece'] === piece.id);
  const stages = stageHistory(piece, today).map((stage) => ({ on: stage.on, stage })).reverse();
  // Of one day, the notes stand above the stages: a talk is most often what moves a piece on.
  return [...about.map((note) => ({ on: dayOf(note.record.created.at), note })), ...stages].sort((a, b) => (a.on === b.on ? 0 : a.on < b.on ? 1 : -1));
}
