// npm ci, but only when the lock file is not the one that node_modules was made from. Usage: node install.mjs [FOLDER]
// Several build folders share one node_modules, so one of them installs and the others wait.
import { execFileSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';

const folder = resolve(process.argv[2] ?? fileURLToPath(new URL('.', import.meta.url)));
const modules = join(folder, 'node_modules');
const stamp = join(modules, '.made-from');
const turn = join(folder, '.installing'); // a folder: making one is atomic everywhere
const TURN_TRIES = 600; // half a second each: five minutes, far longer than an installation takes

const wanted = createHash('sha256').update(readFileSync(join(folder, 'package-lock.json'))).digest('hex');
const isDone = () => existsSync(stamp) && readFileSync(stamp, 'utf8') === wanted;
const pause = (ms) => Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, ms);

function takeTurn() {
  for (let i = 0; i < TURN_TRIES; i += 1) {
    try {
      mkdirSync(turn);
      return;
    } catch (error) {
      if (error.code !== 'EEXIST') throw error;
      pause(500);
    }
  }
  throw new Error(`another installation seems to have stopped half-way; remove ${turn} and try again`);
}

if (!isDone()) {
  takeTurn();
  try {
    if (!isDone()) {
      execFileSync('npm', ['ci', '--ignore-scripts', '--no-audit', '--no-fund', '--loglevel=error'], { cwd: folder, stdio: 'inherit' });
      writeFileSync(stamp, wanted);
    }
  } finally {
    rmSync(turn, { recursive: true });
  }
}
