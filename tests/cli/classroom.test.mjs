import assert from 'node:assert/strict';
import { existsSync, readFileSync, statSync } from 'node:fs';
import path from 'node:path';
import test from 'node:test';
import { assertRefused, git, makeFolder, origin, run } from './folder.mjs';

test('init makes a folder that only its user can read, and prints a link that works once', (t) => {
  const folder = makeFolder(t, { init: false });
  const out = folder.do(['init', '--origin', origin]);
  assert.match(out, new RegExp(`^${origin}/#join=[0-9A-Z]{10}$`, 'm'));
  assert.equal(statSync(folder.data).mode & 0o777, 0o700);
  for (const file of ['access.db', 'command_line', 'origin']) assert.equal(statSync(path.join(folder.data, file)).mode & 0o777, 0o600, file);
});

test('init again keeps the owner and gives another link', (t) => {
  const folder = makeFolder(t);
  const device = readFileSync(path.join(folder.data, 'command_line'), 'utf8');
  const first = JSON.parse(folder.do(['init', '--link', '--json'])), second = JSON.parse(folder.do(['init', '--link', '--json']));
  assert.notEqual(first.code, second.code);
  assert.equal(second.link, `${origin}/#join=${second.code}`);
  assert.equal(readFileSync(path.join(folder.data, 'command_line'), 'utf8'), device);
});

test('init without an address makes the folder, and a link needs one', (t) => {
  const folder = makeFolder(t, { init: false });
  folder.do(['init']);
  assertRefused(folder.run(['init', '--link']), 'no_origin');
});

test('a folder without Backtable is said to be none, and nothing is made in it', (t) => {
  const folder = makeFolder(t, { init: false });
  for (const args of [['classroom', 'list'], ['verify'], ['export', 'x']]) assertRefused(folder.run(args), 'no_data_folder');
  assert.equal(existsSync(folder.data), false);
});

test('a classroom is named by id, or by its name where only one has it', (t) => {
  const folder = makeFolder(t);
  const id = folder.do(['classroom', 'add', 'Room 12']).trim();
  assert.match(folder.do(['classroom', 'list']), new RegExp(`^${id}  Room 12$`, 'm'));
  assert.deepEqual(folder.records('Room 12'), folder.records(id));
  folder.do(['classroom', 'add', 'Room 12']);
  assertRefused(folder.run(['export', 'Room 12']), 'two_classrooms');
  assertRefused(folder.run(['export', 'Room 13']), 'unknown_classroom');
});

test('a name with quotes, line ends and a terminal’s escapes is kept, and printed without them', (t) => {
  const folder = makeFolder(t);
  const name = 'Room "12"\u001b[31m\n\\ ß';
  const id = folder.do(['classroom', 'add', name]).trim();
  assert.equal(folder.records(id)[0].name, name);
  assert.equal(folder.do(['classroom', 'list']).trim(), `${id}  Room "12"?[31m?\\ ß`);
});

test('no name of a classroom stands in paths, branches or commit messages', (t) => {
  const folder = makeFolder(t);
  const id = folder.do(['classroom', 'add', 'SECRETNAME']).trim();
  const seen = [git(folder.data, id, ['log', '--all', '--format=%an%ae%s%b']), git(folder.data, id, ['ls-tree', '-r', '--name-only', 'main']), git(folder.data, id, ['for-each-ref'])];
  assert.equal(seen.join('\n').includes('SECRETNAME'), false);
});

test('an invitation is a link with a code and a role', (t) => {
  const folder = makeFolder(t);
  folder.do(['classroom', 'add', 'Room 12']);
  const invitation = JSON.parse(folder.do(['invite', 'Room 12', '--role', 'coach', '--json']));
  assert.equal(invitation.link, `${origin}/#join=${invitation.code}`);
  assertRefused(folder.run(['invite', 'Room 12', '--role', 'principal']), 'bad_role');
});

test('help and words that are none', () => {
  assert.match(run(['help']).out, /import +add the students/);
  assert.match(run(['help', 'merge']).out, /merge\.backtable\.driver/);
  assert.equal(run([]).code, 2);
  for (const args of [['frobnicate'], ['help', 'frobnicate'], ['classroom', 'list', '--frobnicate'], ['import', 'x'], ['verify', 'x'], ['export', 'a', '--format', 'xml']])
    assertRefused(run(args), 'usage');
});
