/**
 * Where one writer stands in a progression, as the notes say it: the latest note with a mark on a step is how the step stands
 * (practices 1.1, 1.2). Pure: what the notes are and which days are meant comes from outside.
 */
import type { AnyRecord, Id } from '../data/types';
import { dayOf, isWithin, type Days } from '../parts/days';
import { contentOf } from '../parts/draft';
import { GOALS, keyedOf, markFor, studentsOf, textOf, type Mark, type Members } from '../parts/records';
import { byRank } from './rank';

export interface Evidence { note: Id; at: string; step: Id; mark: Mark }

export interface StepProgress {
  id: Id;
  index: number; // from 0
  text: string;
  mark: Mark | undefined; // undefined: no note says anything yet
  evidence: Evidence[]; // newest first
}

export interface GrowthPoint { on: string; index: number; mark: Mark; note: Id } // `on`: YYYY-MM-DD; `index`: of the step

/** The steps in their order; those without words are not there yet. */
export function stepsOf(progression: AnyRecord | Members | undefined): { id: Id; text: string }[] {
  return byRank(keyedOf((progression as Members | undefined)?.['steps'])).map(([id, step]) => ({ id, text: textOf(step['text']).trim() })).filter(({ text }) => text);
}

/** What the notes say of one child on the steps of one progression, newest first. The child's own mark goes before the note's. */
export function evidenceOf(notes: AnyRecord[], student: Id, progression: Id): Evidence[] {
  return notes
    .filter((note) => note['progression'] === progression && textOf(note['step']) !== '' && studentsOf(note).includes(student))
    .flatMap((note) => {
      const mark = markFor(note, student);
      return mark ? [{ note: note.id, at: note.created.at, step: textOf(note['step']), mark }] : [];
    })
    .sort((a, b) => (a.at !== b.at ? (a.at < b.at ? 1 : -1) : a.note < b.note ? 1 : -1));
}

export function progressOf(notes: AnyRecord[], student: Id, progression: AnyRecord): StepProgress[] {
  const all = evidenceOf(notes, student, progression.id);
  return stepsOf(progression).map(({ id, text }, index) => {
    const evidence = all.filter(({ step }) => step === id);
    return { id, index, text, mark: evidence[0]?.mark, evidence };
  });
}

/** The step to teach next: the first behind the last secure one. Undefined: the last step is secure. */
export function nextStep(progress: StepProgress[]): StepProgress | undefined {
  return progress[progress.map(({ mark }) => mark).lastIndexOf('secure') + 1];
}

/** What a chart draws: every note with a mark on a step between two days, oldest first. */
export function growthOf(progress: StepProgress[], days: Days): GrowthPoint[] {
  return progress
    .flatMap(({ index, evidence }) => evidence.map(({ at, mark, note }) => ({ at, on: dayOf(at), index, mark, note })))
    .filter(({ at }) => isWithin(at, days))
    .sort((a, b) => (a.at !== b.at ? (a.at < b.at ? -1 : 1) : a.note < b.note ? -1 : 1))
    .map(({ on, index, mark, note }) => ({ on, index, mark, note }));
}

const BANDS = ['k2', 'g35', 'g68'];

/** Progressions in the order they are offered: by goal category, then by band, then by rank and name. */
export function inOrder(progressions: AnyRecord[]): AnyRecord[] {
  const place = (list: readonly string[], value: unknown) => (list.includes(textOf(value)) ? list.indexOf(textOf(value)) : list.length);
  const key = (record: AnyRecord) => `${textOf(record['rank']) || '~'} ${textOf(record['name'])} ${record.id}`;
  return [...progressions].sort((a, b) =>
    place(GOALS, a['category']) - place(GOALS, b['category']) || place(BANDS, a['band']) - place(BANDS, b['band']) || (key(a) < key(b) ? -1 : 1));
}

/** A note that says no more than that a child stands somewhere on a step: a second tap may change or take back its mark. */
export function isTapped(note: AnyRecord | undefined, student: Id, person: Id, today: string): boolean {
  if (!note || note.type !== 'observation' || note.deleted || note.created.by !== person || dayOf(note.created.at) !== today) return false;
  const said = Object.entries(contentOf(note)).filter(([, value]) => value !== undefined).map(([member]) => member);
  return studentsOf(note).join() === student && said.every((member) => ['students', 'progression', 'step', 'mark', 'template'].includes(member));
}

/** The places from the left on, each as far as `gap` behind the one before; never less than it is. */
function pushed(places: number[], gap: number): number[] {
  let least = -Infinity;
  return places.map((place) => {
    const at = Math.max(place, least);
    least = at + gap;
    return at;
  });
}

/**
 * Places on a line from 0 to `room`, in order, moved as little as needed to be `apart`: half of it back, half of it on. Where that does
 * not fit, closer together. Lengths in one unit.
 */
export function spread(places: number[], room: number, apart: number): number[] {
  const gap = Math.min(apart, room / Math.max(1, places.length - 1));
  const turned = (list: number[]) => list.map((place) => room - place).reverse();
  const inside = places.map((place) => Math.min(room, Math.max(0, place)));
  const on = turned(pushed(turned(pushed(inside, gap)).map((place) => Math.max(0, place)), gap));
  const back = pushed(turned(pushed(turned(inside), gap)).map((place) => Math.max(0, place)), gap);
  return on.map((place, at) => (place + back[at]!) / 2);
}
