// Finding notes: no accent, case or way to write a letter stands between a teacher and what she wrote.
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import test from 'node:test';
import { load } from './load.mjs';

const { excerpt, fold, marked, search, spoken, TEXTS, wordsOf } = await load('reading/search.ts');

const at = (n) => ({ at: `2026-11-${String(n).padStart(2, '0')}T09:00:00Z`, by: 'p' });
const note = (id, members, n = 1) => ({ record: { id, type: 'observation', created: at(n), ...members }, place: 'shared' });
const student = (id, name, preferred_name) => ({ id, type: 'student', name, ...(preferred_name ? { preferred_name } : {}) });
const within = (notes, students = [], skills = []) => ({ notes, students, skills });
const finds = (query, text) => search(query, within([note('n', { words: text })])).notes.length === 1;

test('accents and case make no difference, either way', () => {
  for (const [query, text] of [['chloe', 'Chloé wrote'], ['CHLOÉ', 'chloe wrote'], ['ramirez', 'Ramírez'], ['strasse', 'Straße'], ['STRAßE', 'strasse'], ['oyvind', 'Øyvind'], ['lodz', 'Łódź'], ['istanbul', 'İstanbul'], ['οδος', 'ΟΔΟΣ']])
    assert.ok(finds(query, text), `${query} in ${text}`);
});

test('Arabic is found without hamza, vowel signs, tatweel, and with either ending', () => {
  for (const [query, text] of [['احمد', 'أَحْمَد كتب'], ['أحمد', 'احمد'], ['ليلي', 'ليلى حداد'], ['قصه', 'قصة قصيرة'], ['كتب', 'كـتـب اليوم'], ['كتاب', 'فتحت الكتاب'], ['سؤال', 'سوال'], ['12', '١٢ سطرًا'], ['ايمان', 'إيمان']])
    assert.ok(finds(query, text), `${query} in ${text}`);
});

test('scripts without spaces are found anywhere in a word', () => {
  for (const [query, text] of [['小明', '王小明今天写了一页'], ['하나', '김하나'], ['カタ', 'ｶﾀｶﾅ'], ['เขียน', 'วันนี้เขียนเรื่อง']]) assert.ok(finds(query, text), `${query} in ${text}`);
});

test('a word is found by its beginning, and not by its middle', () => {
  assert.ok(finds('quot', 'uses quotation marks'));
  assert.ok(!finds('tation', 'uses quotation marks'));
  assert.ok(finds('obrien', "O'Brien tried"));
  assert.ok(finds("don't", 'they dont know'));
});

test('several words must all occur, in whatever order and place', () => {
  const notes = [note('a', { words: 'long ending', compliment: 'strong lead' }), note('b', { words: 'strong' })];
  assert.deepEqual(search('lead ending', within(notes)).notes.map(({ record }) => record.id), ['a']);
  assert.deepEqual(search('strong', within(notes)).notes.map(({ record }) => record.id), ['a', 'b']);
});

test('nothing to look for finds nothing', () => {
  for (const query of ['', '  ', '–', "'"]) assert.deepEqual(search(query, within([note('a', { words: 'x' })])), { students: [], notes: [] });
});

test('names come first, by what the child is called too; notes about them follow, newest first', () => {
  const students = [student('s1', 'Ana Silva'), student('s2', 'Anastasia Roy', 'Nastia'), student('s3', 'Ben')];
  const notes = [note('new', { students: ['s2'], words: 'a lead' }, 9), note('mid', { students: ['s3'], words: 'sat with Ana' }, 5), note('old', { students: ['s1'] }, 1)];
  const found = search('ana', within(notes, students));
  assert.deepEqual(found.students.map(({ id }) => id), ['s1', 's2']);
  assert.deepEqual(found.notes.map(({ record }) => record.id), ['new', 'mid', 'old']);
  assert.deepEqual(search('nastia lead', within(notes, students)).notes.map(({ record }) => record.id), ['new']);
});

test('a note is found by its skill, its tags, and words about one child alone', () => {
  const skills = [{ id: 'k1', type: 'skill', name: 'Topic sentences' }];
  const notes = [note('skill', { skill: 'k1' }), note('tag', { tags: ['museum'] }), note('own', { outcomes: { s1: { words: 'needs a hook' } } })];
  for (const [query, id] of [['topic', 'skill'], ['museum', 'tag'], ['hook', 'own']]) assert.deepEqual(search(query, within(notes, [], skills)).notes.map(({ record }) => record.id), [id]);
});

test('every text of a note in the schema files is searched', () => {
  const texts = new Set();
  for (const type of ['observation', 'conference', 'session']) {
    const { members } = JSON.parse(readFileSync(new URL(`../../sync/schema/${type}.json`, import.meta.url), 'utf8'));
    for (const [name, { kind }] of Object.entries(members)) if (kind === 'text') texts.add(name);
  }
  assert.deepEqual([...texts].filter((name) => !TEXTS.includes(name)), []);
});

test('records of odd shapes are passed over, never thrown at', () => {
  const odd = [note('a', { words: 7, tags: 'x', outcomes: { s: null }, students: {} }), note('b', { outcomes: [], tags: [1, null], words: 'found' })];
  assert.deepEqual(search('found', within(odd, [{ id: 's', type: 'student' }])).notes.map(({ record }) => record.id), ['b']);
});

test('a new version of a note is read anew', () => {
  const first = note('a', { words: 'lead' });
  assert.equal(search('lead', within([first])).notes.length, 1);
  const next = { ...first, record: { ...first.record, words: 'ending' } };
  assert.equal(search('lead', within([next])).notes.length, 0);
  assert.equal(search('ending', within([next])).notes.length, 1);
});

const shown = (pieces) => pieces.map(({ text, hit }) => (hit ? `[${text}]` : text)).join('');

test('what was looked for is marked in the text as it was written', () => {
  for (const [query, text, marks] of [
    ['chloe', 'So Chloé wrote', 'So [Chloé] wrote'],
    ['ana an', 'Ana and Juana', '[Ana] [an]d Juana'],
    ['strasse', 'Die Straße', 'Die [Straße]'],
    ['احمد', 'كتب أَحْمَد اليوم', 'كتب [أَحْمَد] اليوم'],
    ['小明', '王小明写', '王[小明]写'],
    ['zoe', 'Zoe\u0308 sat', '[Zoe\u0308] sat'],
  ]) {
    assert.equal(shown(marked(text, wordsOf(query))), marks);
    assert.equal(marked(text, wordsOf(query)).map((piece) => piece.text).join(''), text);
  }
});

test('of a long text the part with the word is shown', () => {
  const long = `${'before '.repeat(60)}the museum was loud ${'after '.repeat(60)}`;
  const pieces = excerpt(long, wordsOf('museum'));
  assert.ok(pieces.some(({ text, hit }) => hit && text === 'museum'));
  assert.ok(shown(pieces).length < 240);
  assert.equal(pieces[0].text, '…');
  assert.equal(excerpt('short museum', wordsOf('museum')).map(({ text }) => text).join(''), 'short museum');
  assert.ok(shown(excerpt('字'.repeat(400), wordsOf('字'))).length < 900);
});

test('of a note the text that says the word is shown', () => {
  const one = note('a', { compliment: 'clear lead', words: 'about the zoo' }).record;
  assert.equal(spoken(one, wordsOf('zoo')), 'about the zoo');
  assert.equal(spoken(one, wordsOf('nothing')), 'clear lead');
});

test('folding twice changes nothing more', () => {
  for (const text of ['Ärger', 'ﷺ', 'ǅ', 'ŉ', 'İ', 'أحمد', '김', 'ﬁn', '½ Å']) assert.equal(fold(fold(text)), fold(text));
});
