/**
 * What the first visit downloads: every file of the app, as the service sends it.
 */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';

/** @param {string} built where the web client was built: its build tells there what each file weighs */
export function measureShell(built) {
  const all = JSON.parse(readFileSync(join(built, 'sizes.json'), 'utf8'));
  return { files: all.length, raw: all.reduce((sum, file) => sum + file.raw, 0), gzip: all.reduce((sum, file) => sum + file.gzip, 0) };
}
