import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { chmodSync, readFileSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import test from 'node:test';
import { assertRefused, git, makeFolder } from './folder.mjs';

function makeClass(t) {
  const folder = makeFolder(t);
  const id = folder.do(['classroom', 'add', 'Room 12']).trim();
  folder.do(['import', id, '-'], { input: 'Name\nAna Lopez\n=HYPERLINK("x")\n' });
  return { folder, id };
}

test('export prints every record on a line of its own, as it is stored', (t) => {
  const { folder, id } = makeClass(t);
  const lines = folder.do(['export', id]).trimEnd().split('\n');
  assert.equal(lines.length, 3);
  for (const line of lines) {
    const record = JSON.parse(line);
    const [stored] = git(folder.data, id, ['ls-tree', '-r', '--name-only', 'main']).split('\n').filter((name) => name.includes(record.id));
    assert.deepEqual(record, JSON.parse(git(folder.data, id, ['show', `main:${stored}`])));
  }
});

test('the table of notes has its header and its mark, and quotes every cell', (t) => {
  const { folder, id } = makeClass(t);
  const table = folder.do(['export', id, '--format', 'csv', '--bom']);
  assert.equal(table.split('\r\n')[0], '\ufeff"date","type","students","kind","skill","mark","source","compliment","teaching_point","next_step","words","student_said","suggestion","tell","ask","ask_again","give","tags","by","edited","id"');
  assertRefused(folder.run(['export', id, '--bom']), 'usage');
});

test('a note has its history, found in whichever classroom it is', (t) => {
  const { folder, id } = makeClass(t);
  folder.do(['classroom', 'add', 'Another']);
  const [student] = folder.students(id);
  const [version] = folder.do(['history', student.id, '--json']).trim().split('\n').map((line) => JSON.parse(line));
  assert.equal(version.by, student.created.by);
  assert.equal(version.device, student.created.device);
  assert.deepEqual(JSON.parse(git(folder.data, id, ['cat-file', 'blob', version.version])), student);
  assert.match(folder.do(['history', student.id]), new RegExp(version.version));
  assertRefused(folder.run(['history', student.id, '--classroom', 'Another']), 'unknown_record');
  assertRefused(folder.run(['history', student.created.by]), 'unknown_record');
  assertRefused(folder.run(['history', 'x']), 'bad_id');
});

test('verify finds nothing in a sound folder', (t) => {
  const { folder } = makeClass(t);
  assert.match(folder.do(['verify']), / 3 records, 3 versions read/);
  assert.match(folder.do(['verify']), /Everything is as it was written\./);
});

/** Zeros in place of an object's first bytes, in whichever pack it lies. */
function damageInItsPack(packs, version) {
  for (const name of readdirSync(packs).filter((each) => each.endsWith('.idx'))) {
    const listed = spawnSync('git', ['show-index'], { input: readFileSync(path.join(packs, name)), encoding: 'utf8' });
    const line = listed.stdout.split('\n').find((each) => each.includes(version));
    if (!line) continue;
    const pack = path.join(packs, name.replace('.idx', '.pack'));
    const bytes = readFileSync(pack);
    bytes.fill(0, Number.parseInt(line, 10) + 2, Number.parseInt(line, 10) + 8);
    chmodSync(pack, 0o600);
    writeFileSync(pack, bytes);
    return;
  }
  assert.fail(`${version} is in no pack`);
}

test('verify names a notebook with a damaged object, and ends with exit code 1', (t) => {
  const { folder, id } = makeClass(t);
  const version = JSON.parse(folder.do(['history', folder.students(id)[0].id, '--json'])).version;
  damageInItsPack(path.join(folder.data, 'notebooks', id, 'objects/pack'), version);
  const done = folder.run(['verify']);
  assert.equal(done.code, 1, done.err);
  assert.match(done.out, new RegExp(`^${id}: `, 'm'));
  rmSync(path.join(folder.data, 'notebooks'), { recursive: true }); // what is damaged on purpose is not for git to judge
});

test('output that does not arrive is a failure, not a short file', (t) => {
  const { folder, id } = makeClass(t);
  const full = readdirSync('/dev').includes('full');
  if (!full) return t.skip('NOT TESTED: /dev/full is not there');
  assertRefused(folder.run(['export', id], { output: '/dev/full' }), 'output');
});
