// What the screens read out of the class.
import assert from 'node:assert/strict';
import test from 'node:test';
import { load } from './load.mjs';

const { byCallName, lastSeen, markFor, notes, present, skills, writers } = await load('parts/records.ts');

let made = 0;
const record = (type, members, at = '2026-09-01T08:00:00.000Z') => ({ id: `${type}${++made}`, type, schema: 1, created: { at, by: 'p1', device: 'd1' }, ...members });
const book = (...records) => ({
  id: 'c1', me: { person: 'p1' },
  get: (id) => records.filter((one) => one.id === id).map((one) => ({ record: one }))[0],
  all: (type) => records.filter((one) => one.type === type).map((one) => ({ record: one, place: 'shared' })),
});

test('two children of one name are told apart, and stay two', () => {
  const labels = writers(book(record('student', { name: 'Sam Lee', external_id: '44' }), record('student', { name: 'Sam Lee', external_id: '71' }))).map((one) => one.label);
  assert.deepEqual(labels.sort(), ['Sam Lee (44)', 'Sam Lee (71)']);
});

test('who left the class is not offered any more', () => {
  assert.deepEqual(writers(book(record('student', { name: 'Ana', left: '2026-10-01' }))), []);
});

test('lists follow the class list, chips what the children are called', () => {
  const list = writers(book(record('student', { name: 'Zoe Abara', sort_name: 'Abara, Zoe' }), record('student', { name: 'Ana Lee', sort_name: 'Lee, Ana' })));
  assert.deepEqual(list.map((one) => one.label), ['Zoe Abara', 'Ana Lee']);
  assert.deepEqual(byCallName(list).map((one) => one.label), ['Ana Lee', 'Zoe Abara']);
});

test('a contact is any observation or conference that names the child; the latest counts', () => {
  const all = notes(book(record('observation', { students: ['s1', 's2'] }, '2026-09-01T08:00:00.000Z'), record('conference', { students: ['s1'] }, '2026-09-03T08:00:00.000Z')));
  assert.deepEqual([...lastSeen(all)].sort(), [['s1', '2026-09-03T08:00:00.000Z'], ['s2', '2026-09-01T08:00:00.000Z']]);
});

test("a child's own mark goes before the mark of the note", () => {
  const note = { mark: 'secure', outcomes: { s1: { mark: 'not_yet' }, s2: { words: 'Read aloud.' } } };
  assert.deepEqual(['s1', 's2', 's3'].map((id) => markFor(note, id)), ['not_yet', 'secure', 'secure']);
});

test('a mark that this version does not know is no mark, and breaks nothing', () => {
  assert.equal(markFor({ mark: 'soaring', outcomes: 7 }, 's1'), undefined);
});

test('who has left a group is not present in it', () => {
  assert.deepEqual(present({ members: { s1: { from: '2026-09-01' }, s2: { from: '2026-09-01', to: '2026-09-20' } } }), ['s1']);
});

test('skills stand by their rank, those without one behind, by name', () => {
  const list = skills(book(record('skill', { name: 'Voice' }), record('skill', { name: 'Ideas' }), record('skill', { name: 'Leads', rank: 'b' }), record('skill', { name: 'Focus', rank: 'a' })));
  assert.deepEqual(list.map((one) => one.name), ['Focus', 'Leads', 'Ideas', 'Voice']);
});

test('records of another shape are read as empty', () => {
  const odd = book(record('student', { name: 7 }), record('observation', { students: 'everyone' }));
  assert.equal(writers(odd).length, 1);
  assert.equal(lastSeen(notes(odd)).size, 0);
});

test('an entry without members is left out of what is read by key', async () => {
  const { keyedOf } = await load('parts/records.ts');
  assert.deepEqual(keyedOf({ a: null, b: 4, c: { text: 'x' } }), { c: { text: 'x' } });
});
