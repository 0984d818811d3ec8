/**
 * The tables of record types that are checked in for readers are those that the schema files make today. To mend, put
 * the output of `node sync/schema/generate.mjs md -` below the introduction.
 *
 *   node tests/lint/generated.mjs
 */
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { report, root, run, textOf } from './project.mjs';

const README = 'sync/schema/README.md';
const { code, output } = await run(process.execPath, ['sync/schema/generate.mjs', 'md', '-']);
const kept = existsSync(join(root, README)) ? textOf(README) : '';
const offences = code !== 0 ? [output] : kept.endsWith(output) ? [] : [`${README}: does not end with the tables that the schema files make`];
report('generated', offences);
