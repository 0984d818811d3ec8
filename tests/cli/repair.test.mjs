// What is damaged is named; what can be read is brought back on demand; nothing that lies there is deleted.
import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { readFileSync, readdirSync, renameSync, truncateSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import test from 'node:test';
import { git, makeFolder } from './folder.mjs';

/** A classroom with a list, brought into packs. */
function makeClass(t) {
  const folder = makeFolder(t);
  const id = folder.do(['classroom', 'add', 'Room 5']).trim();
  folder.do(['import', id, folder.file('list.txt', 'Ana Lopez\nBen Okafor\n'), '--yes']);
  folder.do(['verify']);
  return { ...folder, id, repository: path.join(folder.data, 'notebooks', id) };
}

/** Other bytes in place of the stored form of one record. */
function damageRecord({ repository, data, id }, record) {
  const [, , blob] = git(data, id, ['ls-tree', '-r', 'main']).split('\n').find((line) => line.includes(record)).split(/\s/);
  const packs = path.join(repository, 'objects', 'pack');
  for (const index of readdirSync(packs).filter((name) => name.endsWith('.idx'))) {
    const shown = execFileSync('git', ['show-index'], { input: readFileSync(path.join(packs, index)), encoding: 'utf8' });
    const found = shown.split('\n').find((line) => line.includes(blob));
    if (!found) continue;
    const pack = path.join(packs, index.replace(/idx$/, 'pack'));
    const bytes = readFileSync(pack);
    bytes.fill('x', Number(found.split(' ')[0]) + 6, Number(found.split(' ')[0]) + 12);
    writeFileSync(`${pack}.other`, bytes);
    renameSync(`${pack}.other`, pack);
  }
}

test('verify names a record that cannot be read and changes nothing; --repair keeps all the others', (t) => {
  const folder = makeClass(t);
  const [lost, kept] = folder.students(folder.id);
  damageRecord(folder, lost.id);
  const head = folder.head(folder.id);
  const told = folder.run(['verify']);
  assert.equal(told.code, 1);
  assert.match(told.out, /is missing or is not what was written/);
  assert.match(told.out, /backup.*and from every phone/);
  assert.equal(folder.head(folder.id), head);
  const repaired = folder.run(['verify', '--repair']);
  assert.equal(repaired.code, 1);
  assert.match(repaired.err, /"event":"fell_back"/);
  assert.match(repaired.err, /phones bring what they hold"}/, 'said to its end');
  assert.equal(folder.run(['verify']).code, 0);
  assert.deepEqual(folder.students(folder.id), [kept]);
  const aside = path.join(folder.repository, 'damaged');
  assert.ok(readdirSync(path.join(aside, readdirSync(aside)[0])).some((name) => name.endsWith('.pack')));
});

test('a classroom whose head says nothing is opened all the same, aloud and with everything', (t) => {
  const folder = makeClass(t);
  const students = folder.students(folder.id);
  truncateSync(path.join(folder.repository, 'refs', 'heads', 'main'), 0);
  const first = folder.run(['export', folder.id]);
  assert.equal(first.code, 0, first.err);
  assert.match(first.err, /"event":"fell_back"/);
  assert.deepEqual(folder.students(folder.id), students);
  assert.equal(folder.run(['verify']).err, '');
});
