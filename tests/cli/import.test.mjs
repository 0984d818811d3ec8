import assert from 'node:assert/strict';
import { spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import test from 'node:test';
import { assertRefused, git, makeFolder } from './folder.mjs';

function makeClass(t, options) {
  const folder = makeFolder(t, options);
  return { folder, id: folder.do(['classroom', 'add', 'Room 12']).trim() };
}

const names = (students) => students.map((student) => student.name).sort();

test('a list becomes students, in one commit', (t) => {
  const { folder, id } = makeClass(t);
  const before = Number(git(folder.data, id, ['rev-list', '--count', 'main']));
  const out = folder.do(['import', id, folder.file('list.csv', 'Name;ID\n"Lopez, Ana";7\nBen Okafor;8\n')]);
  assert.match(out, /2 new, 0 already here, 0 skipped\n2 students added/);
  const [ana, ben] = folder.students(id).sort((a, b) => a.external_id.localeCompare(b.external_id));
  assert.deepEqual([ana.name, ana.sort_name, ana.external_id], ['Ana Lopez', 'Lopez, Ana', '7']);
  assert.deepEqual([ben.name, ben.sort_name, ben.external_id], ['Ben Okafor', undefined, '8']);
  assert.equal(Number(git(folder.data, id, ['rev-list', '--count', 'main'])), before + 1);
});

test('Latin-1, a formula and a list from standard input', (t) => {
  const { folder, id } = makeClass(t);
  folder.do(['import', id, '-'], { input: Buffer.from("Nombre\nIn\xe9s Mu\xf1oz\n=cmd|'/C calc'!A0\n", 'latin1') });
  assert.deepEqual(names(folder.students(id)), ["=cmd|'/C calc'!A0", 'Inés Muñoz']);
});

test('the same list again changes nothing', (t) => {
  const { folder, id } = makeClass(t);
  const list = folder.file('list.txt', 'Ana Lopez\nBen Okafor\n');
  folder.do(['import', id, list]);
  const head = folder.head(id);
  assert.match(folder.do(['import', id, list]), /0 new, 2 already here/);
  assert.equal(folder.head(id), head);
});

test('two children of one name stay two, also the second time', (t) => {
  const { folder, id } = makeClass(t);
  const list = folder.file('list.txt', 'Ana Lopez\nAna Lopez\n');
  folder.do(['import', id, list]);
  folder.do(['import', id, list]);
  assert.deepEqual(names(folder.students(id)), ['Ana Lopez', 'Ana Lopez']);
});

test('a dry run shows the same and changes nothing', (t) => {
  const { folder, id } = makeClass(t);
  const head = folder.head(id);
  const preview = JSON.parse(folder.do(['import', id, '-', '--dry-run', '--json'], { input: 'Ana Lopez\n42\n' }));
  assert.deepEqual(preview, { imported: 0, rows: [{ line: 1, fate: 'new', name: 'Ana Lopez' }, { line: 2, fate: 'skipped', why: 'not_a_name' }] });
  assert.equal(folder.head(id), head);
});

test('what is no list is refused, and nothing is changed', (t) => {
  const { folder, id } = makeClass(t);
  const head = folder.head(id);
  const png = Buffer.from('89504e470d0a1a0a0000000d49484452', 'hex');
  const lists = { not_text: png, empty: '\n \n', not_a_list: '<html>', open_quote: '"Ana\n', too_large: 'a\n'.repeat(500_001), too_many: 'Ana\n'.repeat(501), line_too_long: 'a'.repeat(1001) };
  for (const [code, content] of Object.entries(lists)) assertRefused(folder.run(['import', id, folder.file('list', content)]), code);
  assertRefused(folder.run(['import', id, path.join(folder.root, 'nowhere')]), 'no_file');
  assertRefused(folder.run(['import', id, folder.root]), 'no_file');
  assert.equal(folder.head(id), head);
});

test('two imports at once are both stored', async (t) => {
  const { folder, id } = makeClass(t);
  const start = (name) => spawn(process.env.BT_PROGRAM, ['import', id, folder.file(name, `${name}\n`), '--data', folder.data], { stdio: 'ignore' });
  const both = [start('Ana'), start('Ben'), start('Chloe')].map((child) => once(child, 'exit'));
  assert.deepEqual((await Promise.all(both)).map(([code]) => code), [0, 0, 0]);
  assert.deepEqual(names(folder.students(id)), ['Ana', 'Ben', 'Chloe']);
});

test('while another process holds the notebook, nothing is stored and it says so', async (t) => {
  const { folder, id } = makeClass(t);
  const lock = path.join(folder.data, 'notebooks', id, 'write.lock');
  const holder = spawn('flock', ['--exclusive', lock, 'sh', '-c', 'echo held; exec cat'], { stdio: ['pipe', 'pipe', 'inherit'] });
  await once(holder.stdout, 'data');
  const head = folder.head(id);
  assertRefused(folder.run(['import', id, '-'], { input: 'Ana Lopez\n' }), 'busy');
  holder.stdin.end();
  await once(holder, 'exit');
  assert.equal(folder.head(id), head);
  folder.do(['import', id, '-'], { input: 'Ana Lopez\n' });
});

/** A small file system of its own, which only root can make; undefined for others. */
function mountSmall() {
  const at = mkdtempSync(path.join(tmpdir(), 'backtable-small-'));
  if (spawnSync('mount', ['-t', 'tmpfs', '-o', 'size=512k,mode=700', 'tmpfs', at]).status === 0) return at;
  rmSync(at, { recursive: true });
  return undefined;
}

function unmount(at) {
  assert.equal(spawnSync('umount', [at]).status, 0);
  rmSync(at, { recursive: true });
}

test('a full disk stores nothing and says so; with room again it works', (t) => {
  const base = mountSmall();
  if (!base) return t.skip('NOT TESTED: only root may mount a small file system');
  const { folder, id } = makeClass(t, { base });
  t.after(() => unmount(base)); // after the folder in it is removed
  const head = folder.head(id);
  const filler = path.join(base, 'filler');
  assert.notEqual(spawnSync('dd', ['if=/dev/zero', `of=${filler}`, 'bs=4k']).status, 0); // until nothing fits any more
  assertRefused(folder.run(['import', id, '-'], { input: 'Ana Lopez\nBen Okafor\n' }), 'disk');
  assert.equal(folder.head(id), head);
  spawnSync('rm', [filler]);
  folder.do(['import', id, '-'], { input: 'Ana Lopez\nBen Okafor\n' });
  assert.deepEqual(names(folder.students(id)), ['Ana Lopez', 'Ben Okafor']);
});
