// The history over HTTP: of a note, of a student, and the class as it stood.
import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { readdirSync, rmSync } from 'node:fs';
import path from 'node:path';
import test from 'node:test';
import { colleague, command, get, newId, ownerWithClassroom, post, serviceFor } from './service.mjs';

/** A classroom with somebody who writes records one batch each, and remembers their versions. */
async function classroomFor(t) {
  const service = await serviceFor(t);
  const { owner, notebook } = await ownerWithClassroom(service);
  const bases = new Map();
  let seq = 0;
  const stamp = { at: '2026-11-20T10:00:00.000Z', by: owner.person, device: owner.device };
  const make = (id, members, type = 'observation') => ({ id, type, schema: 1, created: stamp, edited: stamp, ...members });
  const push = async (...records) => {
    seq += 1;
    const changes = records.map((record) => ({ id: record.id, base: bases.get(record.id) ?? null, record }));
    const ask = { protocol: 1, epoch: null, cursor: null, seq, changes };
    const { status, json } = await post(service.origin, `/api/v1/notebooks/${notebook}/sync`, ask, owner.token);
    assert.equal(status, 200);
    assert.deepEqual(json.refused, []);
    for (const { id, version } of json.stored) bases.set(id, version);
  };
  const read = (where, token = owner.token) => get(service.origin, `/api/v1/notebooks/${notebook}/${where}`, token);
  return { service, owner, notebook, make, push, read, student: newId() };
}

/** All pages of an address. */
async function readAll(room, where, list) {
  const rows = [];
  let pages = 0;
  for (let next = ''; next !== null; pages += 1) {
    const { status, json } = await room.read(`${where}${next && `${where.includes('?') ? '&' : '?'}after=${next}`}`);
    assert.equal(status, 200, JSON.stringify(json));
    rows.push(...json[list]);
    next = json.next;
  }
  return { rows, pages };
}

test('the versions of a note name the one before, and their bytes come along when asked for', async (t) => {
  const room = await classroomFor(t);
  const id = newId();
  for (const words of ['One.', 'Two.', 'Three.']) await room.push(room.make(id, { students: [room.student], words }));
  const { json } = await room.read(`records/${id}/versions`);
  assert.equal(json.next, null);
  const [third, second, first] = json.versions;
  assert.deepEqual([third.previous, second.previous, first.previous], [second.version, first.version, null]);
  const valued = await room.read(`records/${id}/versions?records=1`);
  assert.deepEqual(valued.json.versions.map((row) => row.value.words), ['Three.', 'Two.', 'One.']);
  const { value, ...rest } = valued.json.versions[0];
  assert.deepEqual(rest, third);
  assert.equal(value.id, id);
  const behind = await room.read(`records/${id}/versions?after=${third.commit}`);
  assert.deepEqual(behind.json.versions, [second, first]);
});

test('a note with many large versions comes in pages', async (t) => {
  const room = await classroomFor(t);
  const id = newId();
  for (let i = 0; i < 24; i += 1) await room.push(room.make(id, { students: [room.student], words: `${i} ${'x'.repeat(15_000)}.` }));
  const { rows, pages } = await readAll(room, `records/${id}/versions?records=1`, 'versions');
  assert.ok(pages > 1);
  assert.deepEqual(rows.map((row) => parseInt(row.value.words, 10)), Array.from({ length: 24 }, (_, i) => 23 - i));
});

test('what changed about a student comes oldest first, from every record that names the student', async (t) => {
  const room = await classroomFor(t);
  const [alone, shared, other] = [newId(), newId(), newId()];
  await room.push(room.make(room.student, { name: 'M' }, 'student'));
  await room.push(room.make(alone, { students: [room.student], words: 'One.' }));
  await room.push(room.make(other, { students: [newId()], words: 'Of another child.' }));
  await room.push(room.make(shared, { students: [newId(), room.student], words: 'Together.' }), room.make(alone, { students: [room.student], words: 'Two.' }));
  const { status, json } = await room.read(`students/${room.student}/versions?records=1`);
  assert.equal(status, 200);
  assert.equal(json.next, null);
  assert.deepEqual(json.versions.map((row) => row.record), [room.student, alone, ...[shared, alone].sort()]);
  const edit = json.versions.findLast((row) => row.record === alone);
  assert.deepEqual([edit.value.words, edit.previous_value.words], ['Two.', 'One.']);
  assert.equal(json.versions[0].previous_value, null);
  assert.deepEqual([edit.by, edit.device], [room.owner.person, room.owner.device]);
  const plain = await room.read(`students/${room.student}/versions`);
  assert.deepEqual(plain.json.versions, json.versions.map(({ value, previous_value, ...row }) => row));
});

test('a student of many notes comes in pages, each version once', async (t) => {
  const room = await classroomFor(t);
  const ids = Array.from({ length: 520 }, () => newId());
  for (let i = 0; i < ids.length; i += 130) {
    await room.push(...ids.slice(i, i + 130).map((id) => room.make(id, { students: [room.student] })));
  }
  const { rows, pages } = await readAll(room, `students/${room.student}/versions`, 'versions');
  assert.equal(pages, 2);
  assert.deepEqual(rows.map((row) => row.record).sort(), ids.sort());
  const valued = await readAll(room, `students/${room.student}/versions?records=1`, 'versions');
  assert.deepEqual(valued.rows.map((row) => row.record), rows.map((row) => row.record));
});

test('both ends of a stretch of time count, and nothing outside of it', async (t) => {
  const room = await classroomFor(t);
  await room.push(room.make(newId(), { students: [room.student] }));
  const { json } = await room.read(`students/${room.student}/versions`);
  const at = json.versions[0].at;
  const second = (by) => new Date(Date.parse(at) + by * 1000).toISOString();
  const count = async (query) => (await room.read(`students/${room.student}/versions?${query}`)).json.versions.length;
  assert.equal(await count(`from=${at}&to=${at}`), 1);
  assert.equal(await count(`to=${second(-1)}`), 0);
  assert.equal(await count(`from=${second(1)}`), 0);
  assert.equal(await count(`from=${at.replace('.000Z', 'Z')}`), 1);
});

test('the class as it stood has the versions of then, and every page is of the same commit', async (t) => {
  const room = await classroomFor(t);
  const ids = Array.from({ length: 20 }, () => newId());
  const words = 'x'.repeat(19_000);
  await room.push(...ids.map((id) => room.make(id, { students: [room.student], words })));
  const now = new Date(Date.now() + 60_000).toISOString();
  const first = (await room.read(`at/${now}`)).json;
  assert.ok(first.next);
  await room.push(room.make(newId(), { students: [room.student], words: 'Later.' }));
  const second = (await room.read(`at/${now}?after=${first.next}`)).json;
  assert.deepEqual([second.commit, second.at, second.next], [first.commit, first.at, null]);
  const told = [...first.records, ...second.records];
  assert.deepEqual(told.map((row) => row.id).sort(), ids.sort());
  assert.deepEqual(told[0].record.words, words);
  const before = (await room.read('at/2020-01-01T00:00:00Z')).json;
  assert.deepEqual(before, { commit: null, at: null, records: [], next: null });
});

test('what is asked in another form is refused, and a place that is not in the history is unknown', async (t) => {
  const room = await classroomFor(t);
  const id = newId();
  await room.push(room.make(id, { students: [room.student] }));
  const commit = '0123456789'.repeat(4);
  const refused = [
    `records/${id}/versions?after=1`, `records/${id}/versions?records=yes`, `records/${id}/versions?before=1`,
    `records/${id}/versions?records=1&records=1`, `records/${id}/versions?after=%31`, `records/${id}/versions?after`,
    `students/${room.student}/versions?from=2026-11-20`, `students/${room.student}/versions?to=2026-02-30T00:00:00Z`,
    `students/${room.student}/versions?after=${commit}`, 'at/2026-11-20T00:00:00Z?from=2026-11-20T00:00:00Z',
  ];
  for (const where of refused) {
    const { status, json } = await room.read(where);
    assert.deepEqual([where, status, json.error.code], [where, 400, 'bad_query']);
  }
  for (const instant of ['2026-11-20', '2026-11-20T00:00:00', '2026-13-20T00:00:00Z', '2026-11-20T24:00:00Z']) {
    const { status, json } = await room.read(`at/${instant}`);
    assert.deepEqual([instant, status, json.error.code], [instant, 400, 'bad_instant']);
  }
  for (const where of [`records/${id}/versions?after=${commit}`, `students/${room.student}/versions?after=${commit}:${id}`, `at/2026-11-20T00:00:00Z?after=${commit}:${id}`]) {
    const { status, json } = await room.read(where);
    assert.deepEqual([where, status, json.error.code], [where, 404, 'unknown_cursor']);
  }
});

test('an outsider hears of no history', async (t) => {
  const room = await classroomFor(t);
  const other = newId();
  await post(room.service.origin, '/api/v1/classrooms', { id: other, name: 'Room 6' }, room.owner.token);
  const teacher = await colleague(room.service, room.owner, other);
  for (const where of [`students/${room.student}/versions`, 'at/2026-11-20T00:00:00Z', `records/${room.student}/versions`]) {
    const { status, json } = await room.read(where, teacher.token);
    assert.deepEqual([status, json.error.code], [404, 'unknown_notebook']);
    assert.equal((await room.read(where, null)).status, 401);
  }
});

test('while another process makes the index, a note has its history all the same, and a student is asked for again', async (t) => {
  const room = await classroomFor(t);
  const id = newId();
  await room.push(room.make(id, { students: [room.student], words: 'One.' }));
  assert.equal((await room.read(`records/${id}/versions`)).json.versions.length, 1);
  const file = path.join(room.service.dataDir, 'index', `${room.notebook}.db`);
  const holder = spawn('sqlite3', [file], { stdio: ['pipe', 'pipe', 'inherit'] });
  t.after(() => holder.kill());
  holder.stdin.write("BEGIN IMMEDIATE; SELECT 'held';\n");
  await once(holder.stdout, 'data');
  await room.push(room.make(id, { students: [room.student], words: 'Two.' }));
  const walked = await room.read(`records/${id}/versions?records=1`);
  assert.deepEqual(walked.json.versions.map((row) => row.value.words), ['Two.', 'One.']);
  const behind = await room.read(`records/${id}/versions?after=${walked.json.versions[0].commit}`);
  assert.equal(behind.json.versions.length, 1);
  const busy = await room.read(`students/${room.student}/versions`);
  assert.deepEqual([busy.status, busy.json.error.code, busy.headers.get('retry-after')], [503, 'indexing', '1']);
  holder.stdin.end('ROLLBACK;\n');
  await once(holder, 'exit');
  assert.equal((await room.read(`students/${room.student}/versions`)).json.versions.length, 2);
});

test('a version brought back from the command line is an edit like any other, and phones get it', async (t) => {
  const room = await classroomFor(t);
  const id = newId();
  await room.push(room.make(id, { students: [room.student], words: 'One.', tags: ['first'] }));
  await room.push(room.make(id, { students: [room.student], words: 'Two.', deleted: { at: '2026-11-20T10:00:00.000Z', by: room.owner.person } }));
  const [second, first] = (await room.read(`records/${id}/versions`)).json.versions;
  const told = JSON.parse(await command('restore', id, '--version', first.version, '--json', '--yes', '--data', room.service.dataDir));
  assert.deepEqual(told.changed.sort(), ['deleted', 'tags', 'words']);
  const { versions } = (await room.read(`records/${id}/versions?records=1`)).json;
  assert.deepEqual(versions.slice(1).map((row) => row.version), [second.version, first.version]);
  assert.deepEqual([versions[0].version, versions[0].previous], [told.version, second.version]);
  const { edited, _stamps, ...rest } = versions[0].value;
  const { edited: before, _stamps: unused, ...old } = versions[2].value;
  assert.deepEqual(rest, old);
  assert.equal(edited.by, room.owner.person);
  assert.notEqual(edited.device, before.device);
  const shown = await command('restore', id, '--version', second.version, '--data', room.service.dataDir);
  assert.match(shown, /^- words: "One\."\n\+ words: "Two\."$/m);
});

test('an index that is deleted while the service runs comes back with the next question', async (t) => {
  const room = await classroomFor(t);
  await room.push(room.make(newId(), { students: [room.student] }));
  const folder = path.join(room.service.dataDir, 'index');
  for (let i = 0; i < 3; i += 1) {
    assert.equal((await room.read(`students/${room.student}/versions`)).json.versions.length, 1);
    assert.ok(readdirSync(folder).includes(`${room.notebook}.db`));
    rmSync(folder, { recursive: true });
  }
});
