/**
 * A data folder of its own for a test of the command line, checked by git before it is removed.
 */
import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { closeSync, existsSync, mkdtempSync, openSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';

const program = process.env.BT_PROGRAM;
if (!program) throw new Error('BT_PROGRAM must name the program to test');

export const origin = 'http://localhost:8080';

/** Runs the program; `input` goes to its standard input, which is never a terminal; its output may go to a file. */
export function run(args, { input = '', output } = {}) {
  const stdout = output ? openSync(output, 'w') : 'pipe';
  const done = spawnSync(program, args, { input, stdio: ['pipe', stdout, 'pipe'], maxBuffer: 64 * 1024 * 1024 });
  if (output) closeSync(stdout);
  if (done.error) throw done.error;
  return { code: done.status, out: done.stdout?.toString() ?? '', err: done.stderr.toString() };
}

/** What git finds wrong with the notebooks of a folder: nothing. */
export function checkWithGit(data) {
  const notebooks = path.join(data, 'notebooks');
  for (const id of existsSync(notebooks) ? readdirSync(notebooks) : []) {
    const fsck = spawnSync('git', ['-C', path.join(notebooks, id), 'fsck', '--strict', '--no-dangling', '--no-progress']);
    assert.equal(fsck.status, 0, `${fsck.stdout}${fsck.stderr}`);
  }
}

/** A fresh folder; `init` says whether Backtable is made in it. */
export function makeFolder(t, { init = true, base = tmpdir() } = {}) {
  const root = mkdtempSync(path.join(base, 'backtable-cli-'));
  const data = path.join(root, 'data');
  t.after(() => {
    checkWithGit(data);
    rmSync(root, { recursive: true, force: true });
  });
  const folder = {
    root,
    data,
    run: (args, options) => run([...args, '--data', data], options),
    /** Runs what must succeed and gives back its output. */
    do(args, options) {
      const done = folder.run(args, options);
      assert.equal(done.code, 0, done.err);
      return done.out;
    },
    file(name, content) {
      const file = path.join(root, name);
      writeFileSync(file, content);
      return file;
    },
    records: (classroom) => folder.do(['export', classroom]).trim().split('\n').filter(Boolean).map((line) => JSON.parse(line)),
    students: (classroom) => folder.records(classroom).filter((record) => record.type === 'student'),
    head: (classroom) => git(data, classroom, ['rev-parse', 'main']),
  };
  if (init) folder.do(['init', '--origin', origin]);
  return folder;
}

export function git(data, notebook, args) {
  const done = spawnSync('git', ['-C', path.join(data, 'notebooks', notebook), ...args]);
  assert.equal(done.status, 0, done.stderr.toString());
  return done.stdout.toString().trim();
}

/** The message is a sentence with a code in brackets behind it. */
export function assertRefused(done, code) {
  assert.equal(done.code, 2, `exit code of: ${done.err}`);
  assert.match(done.err, new RegExp(`^backtable.*[.?!].* \\(${code}\\)$`, 'm'));
}
