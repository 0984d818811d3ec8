/**
 * The web client passes TypeScript's strict check with the types that were made from the schema.
 *
 *   node tests/lint/types.mjs
 */
import { join } from 'node:path';
import { report, root, run } from './project.mjs';

const tsc = join(root, 'webui/node_modules/typescript/bin/tsc');
const offences = [];
for (const config of ['tsconfig.json', 'tsconfig.sw.json', 'tsconfig.worker.json']) {
  const { code, output } = await run(process.execPath, [tsc, '--noEmit', '--strict', '-p', join(root, 'webui', config)]);
  if (code !== 0) offences.push(...output.trimEnd().split('\n'));
}
report('types', offences);
