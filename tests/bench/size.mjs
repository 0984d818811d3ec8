/**
 * What the first visit downloads: every file of the app, as the service sends it.
 */
import { readdirSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';

function files(folder) {
  return readdirSync(folder, { withFileTypes: true }).flatMap((entry) => {
    const path = join(folder, entry.name);
    return entry.isDirectory() ? files(path) : [path];
  });
}

/** @param {string} dist the built web client, uncompressed */
export function measureShell(dist) {
  const all = files(dist).map((path) => ({ raw: statSync(path).size, gzip: gzipSync(readFileSync(path), { level: 9 }).length }));
  return { files: all.length, raw: all.reduce((sum, file) => sum + file.raw, 0), gzip: all.reduce((sum, file) => sum + file.gzip, 0) };
}
