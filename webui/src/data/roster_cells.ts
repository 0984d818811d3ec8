/**
 * A class list's text, row by row, cell by cell: rule 2 of tests/cases/roster/README.md.
 */
import { AppError } from './types';

export const ROW_MAX_BYTES = 1000; // in UTF-8; a longer line is prose

export type Separator = '\t' | ';' | ',' | ''; // '': a line is one cell

export interface CellRow {
  line: number; // where it begins, from 1
  cells: string[]; // empty ones at the end left out
  spaceAfterCommas: boolean; // every separator was followed by a space
}

const isSpace = (char: string): boolean => char === ' ' || char === '\t' || char === '\n' || char === '\r' || char === '\u00a0';

/** Only the space that spreadsheets and web pages put in is dropped: names in any script stay as entered. */
const tidyCell = (cell: string): string => cell.replace(/[ \t\n\r\u00a0]+/g, ' ').replace(/^ | $/g, '');

const utf8Bytes = (text: string): number => new TextEncoder().encode(text).length;

/** Rows that hold something, in order. Throws an AppError where the text cannot be a list. */
export function* readRows(text: string, separator: Separator): Generator<CellRow> {
  let at = 0;
  let lines = 0;

  function takeLineEnd(): boolean {
    if (text[at] !== '\n' && text[at] !== '\r') return false;
    at += text[at] === '\r' && text[at + 1] === '\n' ? 2 : 1;
    lines += 1;
    return true;
  }

  function readQuoted(): string {
    let cell = '';
    while (at < text.length) {
      if (text[at] === '"') {
        at += 1;
        if (text[at] !== '"') return cell;
      } else if (takeLineEnd()) {
        cell += '\n';
        continue;
      }
      cell += text[at];
      at += 1;
    }
    throw new AppError('open_quote', 'A quotation mark opens and never closes; add the closing one or remove it.');
  }

  function readCell(): string {
    while ((text[at] === ' ' || text[at] === '\t') && text[at] !== separator) at += 1;
    let cell = '';
    if (text[at] === '"') {
      at += 1;
      cell = readQuoted();
    }
    const begin = at;
    while (at < text.length && text[at] !== '\n' && text[at] !== '\r' && (separator === '' || text[at] !== separator)) at += 1;
    return tidyCell(cell + text.slice(begin, at));
  }

  function readRow(): CellRow {
    const row: CellRow = { line: lines + 1, cells: [], spaceAfterCommas: true };
    const begin = at;
    for (;;) {
      row.cells.push(readCell());
      if (utf8Bytes(text.slice(begin, at)) > ROW_MAX_BYTES) {
        throw new AppError('line_too_long', 'A line has more than 1000 bytes, so this is no class list; put one student on each line.');
      }
      if (at >= text.length || takeLineEnd()) break;
      at += 1; // the separator
      row.spaceAfterCommas &&= isSpace(text.charAt(at));
    }
    while (row.cells.at(-1) === '') row.cells.pop();
    return row;
  }

  while (at < text.length) {
    const row = readRow();
    if (row.cells.length > 0) yield row;
  }
}
