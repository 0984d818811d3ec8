import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import test from 'node:test';
import { assertRefused, makeFolder, run } from './folder.mjs';

const id = '019a0001-0000-7000-8000-000000000001';
const anna = { at: '2026-09-21T09:00:00.000Z', by: '019a0000-0000-7000-8000-00000000a001', device: '019a0000-0000-7000-8000-00000000d001' };
const ben = { at: '2026-09-21T10:00:00.000Z', by: '019a0000-0000-7000-8000-00000000a002', device: '019a0000-0000-7000-8000-00000000d002' };
const note = (members, edited = anna) => JSON.stringify({ id, type: 'observation', schema: 1, created: anna, edited, students: [id], ...members });

function write(t, texts) {
  const folder = makeFolder(t, { init: false });
  return { folder, files: texts.map((text, i) => folder.file(`side${i}`, text)) };
}

test('edits of different members are merged: exit code 0', (t) => {
  const { files } = write(t, [note({}), note({ mark: 'secure' }), note({ words: 'Two leads.' }, ben)]);
  const done = run(['merge', ...files]);
  assert.equal(done.code, 0, done.err);
  const { mark, words, _forks } = JSON.parse(done.out);
  assert.deepEqual([mark, words, _forks], ['secure', 'Two leads.', undefined]);
});

test('a disagreement is merged too and leaves a question: exit code 1', (t) => {
  const { files } = write(t, [note({}), note({ mark: 'secure' }), note({ mark: 'emerging' }, ben)]);
  const done = run(['merge', ...files]);
  assert.equal(done.code, 1, done.err);
  assert.equal(JSON.parse(done.out)._forks['/mark'].sides.length, 2);
});

test('a base that there never was is an empty file', (t) => {
  const { files } = write(t, ['', note({}), note({})]);
  assert.equal(run(['merge', ...files]).code, 0);
  assert.equal(run(['merge', '/dev/null', '/dev/null', files[2]]).code, 0);
});

test('one side may come from standard input', (t) => {
  const { files } = write(t, [note({}), note({})]);
  const done = run(['merge', ...files, '-'], { input: note({ words: 'x' }) });
  assert.equal(JSON.parse(done.out).words, 'x');
});

test('what is no record is refused with the side, the reason and a code', (t) => {
  const { files } = write(t, [note({}), note({}), '{"a":1,"a":2}', note({}).replaceAll(id, ben.by), '[]']);
  const [base, now, twice, other, list] = files;
  assertRefused(run(['merge', base, now, twice]), 'duplicate_key');
  assertRefused(run(['merge', base, now, list]), 'not_a_record');
  assertRefused(run(['merge', base, now, other]), 'other_record');
  assertRefused(run(['merge', base, now, '/nowhere']), 'no_file');
  assert.match(run(['merge', base, now, twice]).err, /EDIT/);
});

test('git merges records by it', (t) => {
  const { folder } = write(t, []);
  const at = path.join(folder.root, 'clone');
  const git = (...args) => spawnSync('git', ['-C', at, '-c', 'user.name=x', '-c', 'user.email=x@localhost', ...args]);
  const save = (members, edited, message) => {
    writeFileSync(path.join(at, 'records', `${id}.json`), note(members, edited));
    git('add', '.');
    assert.equal(git('commit', '-qm', message).status, 0);
  };
  mkdirSync(path.join(at, 'records'), { recursive: true });
  git('init', '-qb', 'main');
  git('config', 'merge.backtable.driver', `'${process.env.BT_PROGRAM}' merge %O %A %B -o %A`);
  writeFileSync(path.join(at, '.gitattributes'), 'records/** merge=backtable\n');
  save({}, anna, 'base');
  git('checkout', '-qb', 'other');
  save({ words: 'Two leads.' }, ben, 'words');
  git('checkout', '-q', 'main');
  save({ mark: 'secure' }, anna, 'mark');
  const merged = git('merge', '-q', 'other', '-m', 'merge');
  assert.equal(merged.status, 0, `${merged.stdout}${merged.stderr}`);
  const { mark, words } = JSON.parse(readFileSync(path.join(at, 'records', `${id}.json`), 'utf8'));
  assert.deepEqual([mark, words], ['secure', 'Two leads.']);
});
