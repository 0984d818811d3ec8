/**
 * What the history of a note and of a student costs in a notebook of five years, beside SQLite tables of the same rows.
 */
import { execFileSync } from 'node:child_process';
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { megabytes, ratio, spread, table, tell } from './figures.mjs';

export function measureHistory(program, folder, records) {
  mkdirSync(folder, { recursive: true });
  const file = join(folder, 'records');
  writeFileSync(file, records.map((record) => `${record.id} ${JSON.stringify(record)}\n`).join(''));
  const lines = execFileSync(program, [folder, file], { encoding: 'utf8' }).trim().split('\n');
  const told = Object.fromEntries(lines.map((line) => [line.split(' ')[0], line.split(' ').slice(1).map(Number)]));
  const row = (name, sqlite) => ({ rows: told[`${name}_rows`][0], ms: spread(told[name].map((ns) => ns / 1e6)), beside: ratio(told[name], told[sqlite]) });
  return {
    records: records.length,
    build: spread(told.build.map((ns) => ns / 1e6)),
    bytes: told.size[0],
    rows: [
      ['a note edited 50 times', row('history', 'history_sqlite')],
      ['the same, with the bytes of each version', row('history_values', 'history_sqlite')],
      ['the last of a student\'s five years', row('student', 'student_sqlite')],
      ['the same, with the bytes', row('student_values', 'student_sqlite')],
    ],
  };
}

export function tellHistory({ records, build, bytes, rows }) {
  const title = `History in a notebook of ${records} records (SQLite: the same rows and bytes selected in-process). The index is made in ${tell(build)} ms and has ${megabytes(bytes)} MB`;
  return table(title, ['what', 'versions', 'ms: min / median / max', 'beside SQLite'], rows.map(([what, row]) => [what, row.rows, tell(row.ms), tell(row.beside)]));
}
