/**
 * What is made from the schema files and checked in for readers is what the generator makes today. To mend:
 *
 *   node sync/schema/generate.mjs md sync/schema/README.md
 *
 *   node tests/lint/generated.mjs
 */
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { report, root, run, textOf } from './project.mjs';

const README = 'sync/schema/README.md';
const { code, output } = await run(process.execPath, ['sync/schema/generate.mjs', 'md', '-']);
const kept = existsSync(join(root, README)) ? textOf(README) : '';
const offences = code !== 0 ? [output] : kept === output ? [] : [`${README}: differs from what the schema files say`];
report('generated', offences);
