/**
 * A class list, as a teacher has it, read into students. The rules are those of tests/cases/roster/README.md, the same that the
 * service reads lists by; the same plain-text cases are run against both.
 */
import { readRows, type CellRow, type Separator } from './roster_cells';
import { plainText } from './roster_text';
import { AppError, type AnyRecord, type RosterPreview, type RosterRow } from './types';

const HEADER_ROWS = 5; // how far down a header is looked for
const MAX_ROWS = 500; // more is no class; a school imports class by class
const NAME_MAX_BYTES = 400; // as in the student's schema
const ID_MAX_BYTES = 200;

type Column = 'given' | 'family' | 'full' | 'id' | 'grade';

const WORDS: readonly (readonly [Column, string])[] = [
  ['given', 'first firstname given givenname givennames forename middlename nombre nombres primernombre segundonombre'],
  ['family', 'last lastname family familyname surname apellido apellidos primerapellido segundoapellido apellidopaterno apellidomaterno'],
  ['full', 'name fullname student studentname students pupil child learner alumno alumna alumnos estudiante estudiantes nombrecompleto nombreyapellido nombreyapellidos apellidosynombre apellidosynombres nombredelalumno'],
  ['id', 'id studentid number studentnumber no num numero matricula codigo idalumno iddelalumno externalid sisid'],
  ['grade', 'grade gradelevel year class homeroom section grado curso grupo clase'],
];
const COLUMNS = new Map(WORDS.flatMap(([column, words]) => words.split(' ').map((word) => [word, column] as const)));
const ACCENTS: { [letter: string]: string } = { á: 'a', é: 'e', í: 'i', ó: 'o', ú: 'u', ü: 'u', ñ: 'n' };
const NAMES: ReadonlySet<Column | undefined> = new Set(['given', 'family', 'full'] as const);

interface Plan { separator: Separator; titles: number; columns?: (Column | undefined)[] } // columns: where there is a header
interface Parts { given: string; family: string; full: string; id: string }

function columnOf(cell: string): Column | undefined {
  const letters = cell.replace(/\([^)]*\)?/g, '').replace(/[A-ZÁÉÍÓÚÜÑ]/g, (letter) => letter.toLowerCase());
  // Letters of other scripts stay, so that they match no word.
  return COLUMNS.get(letters.replace(/[áéíóúüñ]/g, (letter) => ACCENTS[letter]!).replace(/[\0-\x2f\x3a-\x60\x7b-\x7f]/g, ''));
}

/** The first rows; a list that cannot be read with this separator may be fine with the one that is chosen in the end. */
function rowsWith(text: string, separator: Separator, most: number): CellRow[] {
  const rows: CellRow[] = [];
  try {
    for (const row of readRows(text, separator)) {
      if (rows.push(row) === most) break;
    }
  } catch (error) {
    if (!(error instanceof AppError)) throw error;
  }
  return rows;
}

function findHeader(text: string): Plan | undefined {
  let best: (Plan & { words: number }) | undefined;
  let otherWords = false;
  for (const separator of ['\t', ';', ',', ''] as const) {
    for (const [titles, { cells }] of rowsWith(text, separator, HEADER_ROWS).entries()) {
      const columns = cells.map(columnOf);
      const words = columns.filter(Boolean).length;
      const named = columns.some((column) => NAMES.has(column));
      if (!named && columns[0] && cells.length >= 2) otherWords = true;
      if (!named || (separator !== '' && cells.length < 2)) continue;
      if (!best || titles < best.titles || (titles === best.titles && words > best.words)) best = { separator, titles, columns, words };
    }
  }
  if (!best && otherWords) throw new AppError('no_name_column', 'The header has no column for names; call one "Name", or two "First name" and "Last name".');
  return best;
}

function planWithoutHeader(text: string): Plan {
  for (const separator of ['\t', ';', ','] as const) {
    const rows = rowsWith(text, separator, Infinity);
    if (rows.length === 0 || rows.filter((row) => row.cells.length >= 2).length * 2 < rows.length) continue;
    const pairs = rows.filter((row) => row.cells.length === 2);
    const spaced = pairs.filter((row) => row.spaceAfterCommas);
    const lastFirst = separator === ',' && rows.every((row) => row.cells.length <= 2) && spaced.length * 2 > pairs.length;
    return { separator: lastFirst ? '' : separator, titles: 0 };
  }
  return { separator: '', titles: 0 };
}

function partsByHeader(cells: string[], columns: (Column | undefined)[]): Parts {
  const all = (column: Column) => cells.filter((cell, i) => columns[i] === column && cell !== '');
  const parts: Parts = { given: '', family: '', full: '', id: all('id')[0] ?? '' };
  if (columns.includes('family')) return { ...parts, given: all('given').join(' '), family: all('family').join(' ') };
  return { ...parts, full: columns.includes('given') ? all('given').join(' ') : all('full')[0] ?? '' };
}

function partsByPlace([first = '', second = '']: string[]): Parts {
  const isFamily = second !== '' && !/[0-9]/.test(second) && !first.includes(',');
  return isFamily ? { given: first, family: second, full: '', id: '' } : { given: '', family: '', full: first, id: '' };
}

/** "Last, First" in one cell is two parts. */
function splitFull(parts: Parts): Parts {
  const comma = parts.full.indexOf(',');
  const trim = (text: string) => text.replace(/^ +| +$/g, '');
  return comma < 0 ? parts : { ...parts, full: '', family: trim(parts.full.slice(0, comma)), given: trim(parts.full.slice(comma + 1)) };
}

const bytesOf = (text: string): number => new TextEncoder().encode(text).length;

function readChild(row: CellRow, plan: Plan, ids: Set<string>): RosterRow {
  const { given, family, full, id } = splitFull(plan.columns ? partsByHeader(row.cells, plan.columns) : partsByPlace(row.cells));
  const name = full || [given, family].filter(Boolean).join(' ');
  const sortName = given && family ? `${family}, ${given}` : '';
  const reasons: [string, boolean][] = [
    ['extra_cells', plan.columns !== undefined && row.cells.length > plan.columns.length],
    ['no_name', name === ''],
    ['not_a_name', !/[a-z\x80-\uffff]/i.test(name)],
    ['too_long', bytesOf(name) > NAME_MAX_BYTES || bytesOf(sortName) > NAME_MAX_BYTES || bytesOf(id) > ID_MAX_BYTES],
    ['id_twice', ids.has(id)],
  ];
  const why = reasons.find(([, applies]) => applies)?.[0];
  if (why) return { line: row.line, fate: 'skipped', name: '', why, members: {} };
  if (id) ids.add(id);
  const members = { name, ...(sortName ? { sort_name: sortName } : {}), ...(id ? { external_id: id } : {}) };
  return { line: row.line, fate: 'new', name, members };
}

/** Every number first: a name must not take a child away from the row that has its number. */
function meet(rows: RosterRow[], present: AnyRecord[]): RosterRow[] {
  const free = new Set(present.filter((student) => !student.deleted));
  const here = new Set<RosterRow>();
  const rules: ((members: RosterRow['members'], student: AnyRecord) => boolean)[] = [
    (members, student) => members.external_id !== undefined && members.external_id === student.external_id,
    (members, student) => members.name === student.name && (members.external_id === undefined || student.external_id === undefined),
  ];
  for (const rule of rules) {
    for (const row of rows.filter(({ fate }) => fate === 'new')) {
      const student = here.has(row) ? undefined : [...free].find((candidate) => rule(row.members, candidate));
      if (!student) continue;
      free.delete(student);
      here.add(row);
    }
  }
  return rows.map((row) => (here.has(row) ? { ...row, fate: 'here' } : row));
}

/** Reads pasted text or a file's bytes; `present` are the class's students. Throws an AppError for what is no list. */
export function read(list: string | Uint8Array, present: AnyRecord[]): RosterPreview {
  const text = plainText(list);
  const plan = findHeader(text) ?? planWithoutHeader(text);
  const rows: RosterRow[] = [];
  const ids = new Set<string>();
  let index = -1;
  for (const row of readRows(text, plan.separator)) {
    index += 1;
    if (plan.columns && index === plan.titles) continue;
    if (rows.length === MAX_ROWS) throw new AppError('too_many', 'The list has more than 500 rows; import one class at a time.');
    const isTitle = plan.columns !== undefined && index < plan.titles;
    rows.push(isTitle ? { line: row.line, fate: 'skipped', name: '', why: 'title', members: {} } : readChild(row, plan, ids));
  }
  if (!rows.some(({ fate }) => fate === 'new')) throw new AppError('no_names', 'No name was found in the list; put one student on each line.');
  return { rows: meet(rows, present) };
}
