import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { rmSync } from 'node:fs';
import path from 'node:path';
import test from 'node:test';
import { assertRefused, makeFolder } from './folder.mjs';

const lines = (text) => text.trim().split('\n').map((line) => JSON.parse(line));

/** A classroom of two children. */
function makeClass(t) {
  const folder = makeFolder(t);
  const id = folder.do(['classroom', 'add', 'Room 12']).trim();
  folder.do(['import', id, '-'], { input: 'Ana\nBea\n' });
  const [ana, bea] = ['Ana', 'Bea'].map((name) => folder.students(id).find((student) => student.name === name));
  return { folder, id, ana, bea };
}

const inZone = (folder, zone, args) => {
  const done = spawnSync(process.env.BT_PROGRAM, [...args, '--data', folder.data], { env: { ...process.env, TZ: zone } });
  assert.equal(done.status, 0, done.stderr.toString());
  return done.stdout.toString();
};

test('the history of a student is all that has to do with the student, within the days asked for', (t) => {
  const { folder, ana, bea } = makeClass(t);
  const [own] = lines(folder.do(['history', ana.id, '--json']));
  assert.deepEqual([own.record, own.previous, own.by], [ana.id, null, ana.created.by]);
  assert.match(folder.do(['history', ana.id]), new RegExp(`student ${ana.id}, begun`));
  assert.doesNotMatch(folder.do(['history', ana.id]), new RegExp(bea.id));
  assert.equal(folder.do(['history', ana.id, '--to', '2020-01-01']), '');
  assert.equal(folder.do(['history', ana.id, '--from', '2100-01-01']), '');
  assert.equal(lines(folder.do(['history', ana.id, '--from', '2020-01-01', '--to', '2100-01-01', '--json'])).length, 1);
});

test('a time without a zone is of this machine', (t) => {
  const { folder, ana } = makeClass(t);
  const [{ at }] = lines(folder.do(['history', ana.id, '--json']));
  const local = (hours, seconds = 0) => new Date(Date.parse(at) + hours * 3_600_000 + seconds * 1000).toISOString().slice(0, 19);
  const count = (zone, args) => inZone(folder, zone, ['history', ana.id, '--json', ...args]).split('\n').filter(Boolean).length;
  for (const [zone, hours] of [['UTC0', 0], ['EST5', -5], ['WEST-14', 14]]) {
    assert.equal(count(zone, ['--to', local(hours)]), 1, zone);
    assert.equal(count(zone, ['--to', local(hours, -1)]), 0, zone);
    assert.equal(count(zone, ['--from', local(hours)]), 1, zone);
    assert.equal(count(zone, ['--from', local(hours, 1)]), 0, zone);
    const day = local(hours).slice(0, 10);
    assert.equal(count(zone, ['--from', day, '--to', day]), 1, zone);
  }
});

test('a time in another form is refused', (t) => {
  const { folder, id, ana } = makeClass(t);
  for (const when of ['yesterday', '2026-02-30', '2026-1-1', '2026-11-20T25:00', '2026-11-20T10:00:00+01:00', ' 2026-11-20']) {
    assertRefused(folder.run(['at', id, when]), 'bad_time');
    assertRefused(folder.run(['history', ana.id, '--from', when]), 'bad_time');
  }
  assertRefused(folder.run(['history', id, '--from', '2026-11-20']), 'usage');
});

test('a class as it stood is counted, or printed as export does', (t) => {
  const { folder, id } = makeClass(t);
  assertRefused(folder.run(['at', id, '2000-01-01']), 'too_early');
  assert.match(folder.do(['at', id, '2100-01-01']), /^Room 12, last change .*\n(.*\n)*? +2 {2}student$/m);
  const told = JSON.parse(folder.do(['at', 'Room 12', '2100-01-01', '--json']));
  assert.deepEqual([told.commit, told.records.student], [folder.head(id), 2]);
  for (const format of ['jsonl', 'csv']) {
    assert.equal(folder.do(['at', id, '2100-01-01', '--format', format]), folder.do(['export', id, '--format', format]));
  }
  assertRefused(folder.run(['at', id, '2100-01-01', '--format', 'xml']), 'usage');
});

test('only a version of the record itself is brought back, and none that says the same', (t) => {
  const { folder, id, ana, bea } = makeClass(t);
  const [first] = lines(folder.do(['history', ana.id, '--json']));
  const again = folder.do(['restore', ana.id, '--version', first.version, '--yes']);
  assert.match(again, /nothing was changed/);
  const [other] = lines(folder.do(['history', bea.id, '--json']));
  assertRefused(folder.run(['restore', ana.id, '--version', other.version]), 'unknown_version');
  assertRefused(folder.run(['restore', ana.id, '--version', '0'.repeat(40)]), 'unknown_version');
  assertRefused(folder.run(['restore', ana.id]), 'usage');
  assertRefused(folder.run(['restore', 'ana', '--version', first.version]), 'bad_id');
  assert.equal(lines(folder.do(['history', ana.id, '--json'])).length, 1);
  assert.equal(folder.students(id).length, 2);
});

test('an index that was deleted comes back with the next command', (t) => {
  const { folder, ana } = makeClass(t);
  const before = folder.do(['history', ana.id]);
  rmSync(path.join(folder.data, 'index'), { recursive: true });
  assert.equal(folder.do(['history', ana.id]), before);
});

test('verify finds an index that tells something else than the history, once', (t) => {
  const { folder, id } = makeClass(t);
  folder.do(['verify']);
  const changed = spawnSync('sqlite3', [path.join(folder.data, 'index', `${id}.db`), 'UPDATE versions SET version = zeroblob(20)']);
  assert.equal(changed.status, 0, changed.stderr.toString());
  const done = folder.run(['verify']);
  assert.equal(done.code, 1, done.err);
  assert.match(done.out, new RegExp(`^${id}: the index told something else`, 'm'));
  assert.match(folder.do(['verify']), /Everything is as it was written/);
});
