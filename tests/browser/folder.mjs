// The data folder, looked at as anybody with git can.
import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { program } from '../http/service.mjs';

const git = (folder, ...words) => execFileSync('git', ['-C', folder, ...words], { encoding: 'utf8', maxBuffer: 64 * 1024 * 1024 });

/** Between two checkpoints git sees a notebook as it was at the last one; verify makes one, beside a service too. */
export const settle = (dataDir) => execFileSync(program(), ['verify', '--data', dataDir]);

export function notebooksOf(dataDir) {
  settle(dataDir);
  const folder = join(dataDir, 'notebooks');
  return readdirSync(folder).map((name) => join(folder, name));
}

/** The records of a class as the command line gives them out. */
export function recordsOf(dataDir, name) {
  const lines = execFileSync(program(), ['export', name, '--data', dataDir], { encoding: 'utf8', maxBuffer: 64 * 1024 * 1024 });
  return lines.trim().split('\n').map((line) => JSON.parse(line));
}

/** No error, no dangling thing that a check would name. */
export function isSound(dataDir) {
  for (const notebook of notebooksOf(dataDir)) git(notebook, 'fsck', '--strict', '--no-dangling');
}

export const changesOf = (dataDir) => notebooksOf(dataDir).map((notebook) => git(notebook, 'log', '-p', '-m')).join('\n');

/** Names and note texts stand in records alone: not in a path, a branch, an author or a message. */
export function saysNothingOutsideRecords(dataDir, texts) {
  for (const notebook of notebooksOf(dataDir)) {
    const outside = [git(notebook, 'log', '--all', '--format=%an %ae %cn %ce %B %D'), git(notebook, 'ls-tree', '-r', '--name-only', 'HEAD'), git(notebook, 'for-each-ref')].join('\n');
    for (const text of texts) assert.ok(!outside.includes(text), `"${text}" stands outside the records`);
  }
}
