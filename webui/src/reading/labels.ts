/**
 * Sheets of labels, and what fits on one (practices 0.12; the measures are those of practices section 3). Pure: how wide a text is comes in
 * as a function, since only a page can measure.
 */
import type { AnyRecord, Id, Shown } from '../data/types';
import { idsOf, studentsOf, textOf } from '../parts/records';

const INCH_MM = 25.4;
const POINT_MM = INCH_MM / 72;

/** All in millimetres, from the top left corner of the paper, whichever way the language runs. */
export interface Template {
  paper: 'letter' | 'a4';
  across: number;
  down: number;
  widthMm: number; // of a label
  heightMm: number;
  leftMm: number; // of the first label
  topMm: number;
  columnMm: number; // from one to the next
  rowMm: number;
}

export const PAPERS = { letter: { widthMm: 8.5 * INCH_MM, heightMm: 11 * INCH_MM }, a4: { widthMm: 210, heightMm: 297 } } as const;

/** `avery5160`: 30 of 2.625 x 1 in. `avery5161`: 20 of 4 x 1 in. `l7160`: 21 of 63.5 x 38.1 mm. */
export const TEMPLATES: { readonly [name: string]: Template } = {
  avery5160: { paper: 'letter', across: 3, down: 10, widthMm: 2.625 * INCH_MM, heightMm: INCH_MM, leftMm: 0.1875 * INCH_MM, topMm: 0.5 * INCH_MM, columnMm: 2.75 * INCH_MM, rowMm: INCH_MM },
  avery5161: { paper: 'letter', across: 2, down: 10, widthMm: 4 * INCH_MM, heightMm: INCH_MM, leftMm: 0.156 * INCH_MM, topMm: 0.5 * INCH_MM, columnMm: 4.188 * INCH_MM, rowMm: INCH_MM },
  l7160: { paper: 'a4', across: 3, down: 7, widthMm: 63.5, heightMm: 38.1, leftMm: 7.25, topMm: 15.15, columnMm: 66, rowMm: 38.1 },
};
export const TEMPLATE_NAMES = ['avery5160', 'avery5161', 'l7160'];
export const templateOf = (name: string): Template => TEMPLATES[name] ?? TEMPLATES['avery5160']!;

/** Kept free around the words: a printer grips the paper a little off, and labels have round corners. */
export const MARGIN_MM = 0.0625 * INCH_MM;
/** 8 pt with 1.2 of leading: 6 lines on a label of an inch. */
export const LINE_MM = 8 * 1.2 * POINT_MM;
/** How far a sheet may be moved for one printer, each way. */
export const NUDGE_MAX_MM = 5;

export interface Nudge { xMm: number; yMm: number } // to the right and down

export const labelsOn = ({ across, down }: Template): number => across * down;
export const linesOn = ({ heightMm }: Template): number => Math.floor((heightMm - 2 * MARGIN_MM) / LINE_MM);
export const lineWidthMm = ({ widthMm }: Template): number => widthMm - 2 * MARGIN_MM;

/** Where the label number `n` (from 1, along the rows) has its top left corner. */
export function placeOf(template: Template, n: number, nudge: Nudge): { xMm: number; yMm: number } {
  const at = (n - 1) % labelsOn(template);
  return { xMm: template.leftMm + (at % template.across) * template.columnMm + nudge.xMm, yMm: template.topMm + Math.floor(at / template.across) * template.rowMm + nudge.yMm };
}

/** What is printed, cut into sheets; the first sheet begins at its first free label (from 1). */
export function sheetsOf<Label>(template: Template, first: number, labels: Label[]): { n: number; label: Label }[][] {
  const size = labelsOn(template);
  const from = Math.min(size, Math.max(1, Math.floor(first) || 1));
  const sheets: { n: number; label: Label }[][] = [];
  labels.forEach((label, i) => {
    const at = from - 1 + i;
    (sheets[Math.floor(at / size)] ??= []).push({ n: (at % size) + 1, label });
  });
  return sheets;
}

/** The first free label after `count` were printed from `first` on. */
export const freeAfter = (template: Template, first: number, count: number): number => ((first - 1 + count) % labelsOn(template)) + 1;

/** Words of a script without spaces may be parted anywhere; a word that is wider than a line has to be. */
function partsOf(word: string, width: (text: string) => number, room: number): string[] {
  if (width(word) <= room) return [word];
  const parts = [''];
  for (const letter of word) {
    const last = parts[parts.length - 1]!;
    if (last && width(last + letter) > room) parts.push(letter);
    else parts[parts.length - 1] = last + letter;
  }
  return parts;
}

/** The text in lines of at most `room`, in the unit of `width`. What does not fit is cut at a word, with an ellipsis, and `cut` says so. */
export function fitted(text: string, lines: number, room: number, width: (text: string) => number): { lines: string[]; cut: boolean } {
  const made: string[] = [];
  for (const paragraph of text.split('\n').map((line) => line.trim()).filter(Boolean)) {
    let line = '';
    for (const word of paragraph.split(/\s+/).flatMap((one) => partsOf(one, width, room))) {
      const longer = line ? `${line} ${word}` : word;
      if (!line || width(longer) <= room) line = longer;
      else {
        made.push(line);
        line = word;
      }
    }
    made.push(line);
  }
  if (made.length <= lines) return { lines: made, cut: false };
  const kept = made.slice(0, Math.max(0, lines));
  let last = kept.pop() ?? '';
  while (last.includes(' ') && width(`${last} …`) > room) last = last.slice(0, last.lastIndexOf(' '));
  return { lines: lines > 0 ? [...kept, `${last} …`] : [], cut: true };
}

/** Notes that stand on a sheet already. */
export const printedNotes = (sheets: readonly Shown[]): Set<Id> => new Set(sheets.flatMap(({ record }) => idsOf(record['notes'])));

/** What is for paper: a label for each child of each note, oldest first. A note for oneself alone stays off the sheet. */
export function labelsOf(notes: readonly Shown[], printed: Set<Id>, since: string): { note: AnyRecord; student: Id }[] {
  return notes
    .filter(({ record, private: own }) => !own && !printed.has(record.id) && textOf(record.created.at).slice(0, 10) >= since)
    .reverse()
    .flatMap(({ record }) => studentsOf(record).map((student) => ({ note: record, student })));
}

/** A printer's nudge as this device keeps it; nothing is moved where that is damaged. */
export function nudgeOf(text: string | null): Nudge {
  const [x, y] = (text ?? '').split(' ').map(Number);
  const sane = (value: number | undefined) => (value !== undefined && Math.abs(value) <= NUDGE_MAX_MM ? value : 0);
  return { xMm: sane(x), yMm: sane(y) };
}
