// A backup is what can be restored: made beside a service or not, checked byte for byte, and never in anyone's way.
import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { appendFileSync, cpSync, existsSync, mkdirSync, readFileSync, readdirSync, rmSync, statSync, truncateSync, unlinkSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import test from 'node:test';
import { assertRefused, checkWithGit, makeFolder, run } from './folder.mjs';

const STUDENTS = 'Ana Lopez\nBen Okafor\nCleo Brandt\n';

/** A folder with two classrooms, one of them with a list, and a backup of it. */
function makeKept(t) {
  const folder = makeFolder(t);
  const first = folder.do(['classroom', 'add', 'Room 5']).trim();
  const second = folder.do(['classroom', 'add', 'Room 6']).trim();
  folder.do(['import', first, folder.file('list.txt', STUDENTS), '--yes']);
  const kept = path.join(folder.root, 'kept');
  assert.match(folder.do(['backup', kept]), /^Kept and read back: 2 classrooms, in /);
  return { ...folder, first, second, kept };
}

const everyFile = (folder) => readdirSync(folder, { withFileTypes: true })
  .flatMap((entry) => (entry.isDirectory() ? everyFile(path.join(folder, entry.name)) : [path.join(folder, entry.name)])).sort();
const contentOf = (folder) => everyFile(folder).map((file) => [path.relative(folder, file), readFileSync(file).toString('base64')]);
const epochOf = (data, id) => readFileSync(path.join(data, 'notebooks', id, 'epoch'), 'utf8').split('\n')[0];

test('what is restored is what was kept, under a new epoch', (t) => {
  const { data, root, first, second, kept, records, head } = makeKept(t);
  const before = [records(first), records(second), head(first), epochOf(data, first)];
  const other = path.join(root, 'other');
  const done = run(['restore', '--from', `${kept}/`, '--data', `${other}/`]);
  assert.equal(done.code, 0, done.err);
  assert.match(done.out, /^Restored: 2 classrooms/);
  const recordsOf = (id) => run(['export', id, '--data', other]).out.trim().split('\n').map((line) => JSON.parse(line));
  assert.deepEqual([recordsOf(first), recordsOf(second)], before.slice(0, 2));
  assert.equal(spawnSync('git', ['-C', path.join(other, 'notebooks', first), 'rev-parse', 'main']).stdout.toString().trim(), before[2]);
  assert.notEqual(epochOf(other, first), before[3]);
  assert.notEqual(epochOf(other, first), epochOf(other, second));
  assert.equal(run(['verify', '--data', other]).code, 0);
  // phones go on trusting the machine
  assert.deepEqual(readFileSync(path.join(other, 'tls/authority.pem')), readFileSync(path.join(data, 'tls/authority.pem')));
  // the same device of the same owner goes on writing
  const again = run(['import', first, '-', '--yes', '--data', other], { input: 'Dana Weiss\n' });
  assert.equal(again.code, 0, again.err);
  checkWithGit(other);
});

test('sha256sum checks it and git clones what is in it', (t) => {
  const { root, first, kept, students } = makeKept(t);
  const sums = spawnSync('sha256sum', ['--check', '--strict', '--quiet', 'manifest'], { cwd: kept });
  assert.equal(sums.status, 0, sums.stderr.toString());
  const listed = readFileSync(path.join(kept, 'manifest'), 'utf8').match(/^[0-9a-f]{64} {2}(.*)$/gm).length;
  assert.equal(everyFile(kept).length, listed + 1, 'nothing lies in it that is not in the list');
  const clone = path.join(root, 'clone');
  const cloned = spawnSync('git', ['clone', '-q', path.join(kept, 'notebooks', `${first}.bundle`), clone]);
  assert.equal(cloned.status, 0, cloned.stderr.toString());
  assert.equal(everyFile(path.join(clone, 'records')).filter((file) => readFileSync(file, 'utf8').includes('"type": "student"')).length, students(first).length);
});

test('only its owner may read it', (t) => {
  const { kept } = makeKept(t);
  const modeOf = (file) => statSync(file).mode & 0o777;
  assert.deepEqual([kept, path.join(kept, 'notebooks'), path.join(kept, 'tls')].map(modeOf), [0o700, 0o700, 0o700]);
  for (const file of everyFile(kept)) assert.equal(modeOf(file), 0o600, file);
});

test('a backup that was damaged is refused, whichever file it is, and nothing changes', (t) => {
  const { root, kept } = makeKept(t);
  const other = path.join(root, 'other');
  const damages = [
    (file) => truncateSync(file, statSync(file).size - 1),
    (file) => { const bytes = readFileSync(file); bytes[bytes.length >> 1] ^= 1; writeFileSync(file, bytes); },
    (file) => appendFileSync(file, 'x'),
    (file) => unlinkSync(file),
  ];
  for (const name of everyFile(kept).map((file) => path.relative(kept, file))) {
    for (const [i, damage] of damages.entries()) {
      const copy = path.join(root, 'copy');
      rmSync(copy, { recursive: true, force: true });
      cpSync(kept, copy, { recursive: true });
      damage(path.join(copy, name));
      assertRefused(run(['restore', '--from', copy, '--data', other]), name === 'manifest' && i === 3 ? 'no_backup' : 'backup_damaged');
      assert.deepEqual([existsSync(other), existsSync(`${other}.new`)], [false, false], name);
    }
  }
});

test('a list that names other files than a backup has is refused', (t) => {
  const { root, kept } = makeKept(t);
  const list = path.join(kept, 'manifest');
  const [first, ...lines] = readFileSync(list, 'utf8').trimEnd().split('\n');
  writeFileSync(path.join(root, 'secret'), 'x');
  const sum = spawnSync('sha256sum', [path.join(root, 'secret')]).stdout.toString().slice(0, 64);
  for (const name of ['../secret', '/etc/passwd', 'notebooks/../../secret', 'other', '.']) {
    if (name === 'other') writeFileSync(path.join(kept, 'other'), 'x');
    writeFileSync(list, `${[first.replace(/\d+ files/, `${lines.length + 1} files`), ...lines, `${sum}  ${name}`].join('\n')}\n`);
    assertRefused(run(['restore', '--from', kept, '--data', path.join(root, 'other')]), 'backup_damaged');
  }
});

test('the data that is in the way is kept, whole', (t) => {
  const { data, root, first, kept, records, run: runHere, do: doHere, file } = makeKept(t);
  doHere(['import', first, file('more.txt', 'Dana Weiss\n'), '--yes']);
  const before = contentOf(data).filter(([name]) => !/serve\.lock|access\.db/.test(name));
  const done = runHere(['restore', '--from', kept]);
  assert.equal(done.code, 0, done.err);
  assert.equal(records(first).filter((record) => record.type === 'student').length, 3);
  const [aside] = readdirSync(root).filter((name) => name.startsWith('data.before-'));
  assert.ok(done.out.includes(aside), done.out);
  assert.deepEqual(contentOf(path.join(root, aside)).filter(([name]) => !/serve\.lock|access\.db/.test(name)), before);
});

test('a folder of other things is not touched', (t) => {
  const { root, kept } = makeKept(t);
  const other = path.join(root, 'other');
  mkdirSync(other);
  writeFileSync(path.join(other, 'letter.txt'), 'x');
  assertRefused(run(['restore', '--from', kept, '--data', other]), 'not_empty');
  assert.deepEqual(readdirSync(other), ['letter.txt']);
  unlinkSync(path.join(other, 'letter.txt'));
  assert.equal(run(['restore', '--from', kept, '--data', other]).code, 0); // an empty one is as good as none
});

test('a backup is never written over, and what an earlier one left half-way is', (t) => {
  const { kept, root, run: runHere } = makeKept(t);
  const before = contentOf(kept);
  assertRefused(runHere(['backup', kept]), 'in_the_way');
  assert.deepEqual(contentOf(kept), before);
  const next = path.join(root, 'next');
  mkdirSync(`${next}.new`);
  writeFileSync(path.join(`${next}.new`, 'letter.txt'), 'x');
  assertRefused(runHere(['backup', next]), 'in_the_way'); // not ours
  writeFileSync(path.join(`${next}.new`, 'unfinished'), '');
  assert.equal(runHere(['backup', next]).code, 0);
  assert.deepEqual([existsSync(`${next}.new`), existsSync(path.join(next, 'unfinished')), existsSync(path.join(next, 'letter.txt'))], [false, false, false]);
});

test('a classroom that is damaged is named, and there is no backup', (t) => {
  const { data, root, first, run: runHere } = makeKept(t);
  const packs = path.join(data, 'notebooks', first, 'objects', 'pack');
  const aside = path.join(root, 'packs');
  cpSync(packs, aside, { recursive: true });
  for (const name of readdirSync(packs).filter((each) => each.endsWith('.pack'))) {
    const bytes = readFileSync(path.join(packs, name));
    bytes[bytes.length >> 1] ^= 1;
    rmSync(path.join(packs, name));
    writeFileSync(path.join(packs, name), bytes);
  }
  const done = runHere(['backup', path.join(root, 'next')]);
  assertRefused(done, 'damaged');
  assert.ok(done.err.includes(first), done.err);
  assert.deepEqual(readdirSync(root).filter((name) => name.startsWith('next')), []);
  rmSync(packs, { recursive: true });
  cpSync(aside, packs, { recursive: true });
});

test('what is no backup, or none at all, is said', (t) => {
  const { root, run: runHere } = makeFolder(t);
  assertRefused(runHere(['restore', '--from', path.join(root, 'none')]), 'no_backup');
  assertRefused(runHere(['restore', '--from']), 'usage');
  assertRefused(runHere(['backup']), 'usage');
});
