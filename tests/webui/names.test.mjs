// Names in any script, in the order of the class's language.
import assert from 'node:assert/strict';
import test from 'node:test';
import { load } from './load.mjs';

const { byCallName, writers } = await load('parts/records.ts');

const NAMES = ['Zoe', 'Émile', 'Eva', 'Öyvind', 'Olga', '민수', '가영', 'ليلى', 'أحمد', '王小明', '李娜', 'Ćira', 'Cara'];
let made = 0;
const student = (name, more) => ({ id: `s${String(++made).padStart(2, '0')}`, type: 'student', created: { at: '2026-09-01T08:00:00.000Z' }, name, ...more });
const book = (locale, records) => ({
  id: 'c1', me: { person: 'p1' },
  get: (id) => (id === 'c1' ? { record: { id: 'c1', type: 'classroom', locale } } : undefined),
  all: (type) => records.filter((one) => one.type === type).map((record) => ({ record, place: 'shared' })),
});
const listed = (locale) => writers(book(locale, NAMES.map((name) => student(name)))).map(({ label }) => label);
const scriptsOf = (names) => [...new Set(names.map((name) => ['Latin', 'Arabic', 'Hangul', 'Han'].find((script) => new RegExp(`\\p{Script=${script}}`, 'u').test(name))))];

test('1.17 accents stand with their letters in an English class', () => {
  assert.deepEqual(listed('en').filter((name) => /\p{Script=Latin}/u.test(name)), ['Cara', 'Ćira', 'Émile', 'Eva', 'Olga', 'Öyvind', 'Zoe']);
});

test('1.17 a Swedish class has Ö behind Z, a Croatian one Ć behind C', () => {
  assert.equal(listed('sv').filter((name) => /\p{Script=Latin}/u.test(name)).pop(), 'Öyvind');
  const c = writers(book('hr', [student('Ćira'), student('Cvita')])).map(({ label }) => label);
  assert.deepEqual(c, ['Cvita', 'Ćira']);
});

test('1.17 the script of the class’s language comes first', () => {
  assert.equal(scriptsOf(listed('en'))[0], 'Latin');
  assert.equal(scriptsOf(listed('ko'))[0], 'Hangul');
  assert.equal(scriptsOf(listed('ar'))[0], 'Arabic');
  assert.equal(scriptsOf(listed('zh'))[0], 'Han');
});

test('1.17 within a script its own order holds', () => {
  const only = (locale, script) => listed(locale).filter((name) => new RegExp(`\\p{Script=${script}}`, 'u').test(name));
  assert.deepEqual(only('ko', 'Hangul'), ['가영', '민수']);
  assert.deepEqual(only('ar', 'Arabic'), ['أحمد', 'ليلى']);
  assert.deepEqual(only('zh', 'Han'), ['李娜', '王小明']);
});

test('1.17 chips follow what the children are called, in the language of the class too', () => {
  const called = (locale) => byCallName(writers(book(locale, [student('Abe', { preferred_name: 'Öyvind' }), student('Ben', { preferred_name: 'Zoe' }), student('Cid', { preferred_name: 'Olga' })]))).map(({ label }) => label);
  assert.deepEqual(called('sv'), ['Olga', 'Zoe', 'Öyvind']);
  assert.deepEqual(called('en'), ['Olga', 'Öyvind', 'Zoe']);
});

test('1.17 a language that no browser knows breaks nothing', () => {
  assert.equal(listed('not a tag!').length, NAMES.length);
  assert.equal(listed(undefined).length, NAMES.length);
});
