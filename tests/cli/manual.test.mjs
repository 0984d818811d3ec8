// What the program says about itself, and whose folders it keeps away from.
import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { chownSync } from 'node:fs';
import path from 'node:path';
import test from 'node:test';
import { assertRefused, makeFolder, run } from './folder.mjs';

const NOBODY = 65534;

/** The names in the first column of `backtable help`, without `help` itself. */
function commands() {
  const listed = [...run(['help']).out.matchAll(/^ {2}([a-z]+) /gm)].map((found) => found[1]);
  return listed.filter((name) => name !== 'help');
}

test('the manual page has every command, and man finds nothing wrong with it', () => {
  const page = run(['help', '--man']).out;
  assert.ok(commands().length >= 9);
  for (const name of commands()) assert.match(page, new RegExp(`^\\.B backtable ${name}( |$)`, 'm'));
  const set = spawnSync('man', ['--warnings', '-l', '-'], { input: page, env: { ...process.env, MANPAGER: 'cat', MANWIDTH: '100', LC_ALL: 'C.UTF-8' } });
  assert.equal(set.status, 0);
  assert.equal(set.stderr.toString(), '');
  assert.match(set.stdout.toString(), /--data DIR/);
});

test('every command has its help, and one that is not there says so', () => {
  for (const name of commands()) {
    const help = run(['help', name]);
    assert.equal(help.code, 0);
    assert.match(help.out, new RegExp(`^backtable ${name}\\b`));
  }
  assertRefused(run(['help', 'nothing']), 'usage');
  assertRefused(run(['nothing']), 'usage');
});

test('the version is the one that the package has', () => {
  assert.match(run(['--version']).out, /^backtable \d+\.\d+\.\d+\n$/);
});

test('the shell completes commands, and the options of each', () => {
  const completion = path.join(import.meta.dirname ?? path.dirname(new URL(import.meta.url).pathname), '../../packaging/deb/completion.bash');
  const complete = (...words) => {
    const script = `source ${completion}; COMP_WORDS=(backtable "$@"); COMP_CWORD=$#; _backtable; printf '%s\\n' "\${COMPREPLY[@]}"`;
    const env = { ...process.env, PATH: `${path.dirname(process.env.BT_PROGRAM)}:${process.env.PATH}` };
    const done = spawnSync('bash', ['-c', script, 'bash', ...words], { env });
    assert.equal(done.status, 0, done.stderr.toString());
    return done.stdout.toString().split('\n').filter(Boolean);
  };
  assert.deepEqual(complete('inv'), ['invite']);
  assert.deepEqual(complete('export', '--f'), ['--format']);
  assert.ok(complete('').includes('serve'));
  assert.deepEqual(complete('help', 'verif'), ['verify']);
});

test('another user\'s data folder is left alone', (t) => {
  const folder = makeFolder(t);
  const data = process.getuid() === 0 ? folder.data : '/';
  if (process.getuid() === 0) chownSync(folder.data, NOBODY, NOBODY);
  for (const command of [['classroom', 'list'], ['verify'], ['serve', '--port', '0']]) assertRefused(run([...command, '--data', data]), 'other_user');
});
