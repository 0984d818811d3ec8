// The starter set: one shape in every language, and what a class takes of it.
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import test from 'node:test';
import { load } from './load.mjs';

const TAGS = ['en', 'es', 'ar'];
const { GOALS } = await load('parts/records.ts');
const { loadStarter } = await load('starter/index.ts');
const { openersOf, progressionOf } = await load('starter/make.ts');
const sets = Object.fromEntries(await Promise.all(TAGS.map(async (tag) => [tag, await loadStarter(tag)])));
const schemaOf = (type) => JSON.parse(readFileSync(new URL(`../../sync/schema/${type}.json`, import.meta.url), 'utf8')).members;

const textsOf = ({ progressions, openers }) => [...progressions.flatMap(({ name, steps, prompts }) => [name, ...steps, ...prompts.map(({ text }) => text)]), ...openers];
const shapeOf = ({ progressions, openers }) => [...progressions.map(({ category, band, steps, prompts }) => ({ category, band, steps: steps.length, genres: prompts.map(({ genres }) => genres ?? 'all') })), openers.length];
const countIds = () => {
  let made = 0;
  return () => `id-${String(++made).padStart(3, '0')}`;
};

test('1.1 every goal category has a progression for each band, with 6 to 8 steps and 4 to 7 questions', () => {
  const wanted = GOALS.flatMap((category) => ['k2', 'g35', 'g68'].map((band) => `${category} ${band}`));
  assert.deepEqual(sets.en.progressions.map(({ category, band }) => `${category} ${band}`), wanted);
  for (const { category, steps, prompts } of sets.en.progressions) {
    assert.ok(steps.length >= 6 && steps.length <= 8, `${category}: ${steps.length} steps`);
    assert.ok(prompts.length >= 4 && prompts.length <= 7, `${category}: ${prompts.length} questions`);
  }
});

test('1.1 some questions are for some genres alone, and every genre is one that a note may have', () => {
  const genres = sets.en.progressions.flatMap(({ prompts }) => prompts.flatMap((prompt) => prompt.genres ?? []));
  assert.deepEqual([...new Set(genres)].sort(), ['information', 'letter', 'narrative', 'opinion', 'poetry', 'response']);
  for (const { prompts } of sets.en.progressions) assert.ok(prompts.some(({ genres: only }) => !only), 'some questions are for all');
});

for (const tag of TAGS) {
  test(`the set in ${tag} has the shape of the English one`, () => assert.deepEqual(shapeOf(sets[tag]), shapeOf(sets.en)));

  test(`in ${tag} nothing is said twice, and nothing is too long for a phone`, () => {
    const texts = textsOf(sets[tag]);
    assert.deepEqual(texts.filter((text, at) => texts.indexOf(text) !== at), []);
    const long = sets[tag].progressions.flatMap(({ name, steps, prompts }) => [
      ...[name].filter((text) => text.length > 50), ...steps.filter((text) => text.length > 90), ...prompts.map(({ text }) => text).filter((text) => text.length > 120),
    ]);
    assert.deepEqual(long, []);
  });

  test(`in ${tag} texts are as records hold them: composed, and without spaces around`, () => {
    assert.deepEqual(textsOf(sets[tag]).filter((text) => text !== text.normalize('NFC').trim() || /\s{2}/.test(text) || !text), []);
  });
}

test('no text is left in another language', () => {
  assert.deepEqual(textsOf(sets.ar).filter((text) => /\p{Script=Latin}/u.test(text)), []);
  const english = new Set(textsOf(sets.en));
  assert.deepEqual(textsOf(sets.es).filter((text) => english.has(text)), []);
});

test('a language that we have no set in gets the English one; a region makes no difference', async () => {
  assert.equal((await loadStarter('fr')).openers[0], sets.en.openers[0]);
  assert.equal((await loadStarter('es-MX')).openers[0], sets.es.openers[0]);
});

test('1.1 a progression that is taken keeps the order of its steps and questions, by rank', () => {
  for (const one of sets.en.progressions) {
    const { steps, prompts, ...members } = progressionOf(one, countIds());
    assert.deepEqual(members, { name: one.name, category: one.category, band: one.band });
    const inOrder = (entries) => Object.values(entries).sort((a, b) => (a.rank < b.rank ? -1 : 1));
    assert.deepEqual(inOrder(steps).map(({ text }) => text), one.steps);
    assert.deepEqual(inOrder(prompts).map(({ text, genres }) => (genres ? { text, genres } : { text })), one.prompts);
    assert.equal(new Set([...Object.keys(steps), ...Object.keys(prompts)]).size, one.steps.length + one.prompts.length);
  }
});

test('what is taken has the members that its record type has, and no other', () => {
  const { steps, prompts, ...rest } = progressionOf(sets.en.progressions[0], countIds());
  const known = schemaOf('progression');
  for (const member of Object.keys(rest)) assert.ok(known[member], member);
  for (const [members, entries] of [[known.steps, steps], [known.prompts, prompts]])
    for (const entry of Object.values(entries)) for (const member of Object.keys(entry)) assert.ok(members.each[member], member);
  assert.ok(known.category.choices.includes(rest.category) && known.band.choices.includes(rest.band));
});

test('0.23 the questions that open a conference come as questions of the class', () => {
  const openers = openersOf(sets.es);
  assert.deepEqual(openers.map(({ text }) => text), sets.es.openers);
  for (const { kind } of openers) assert.ok(schemaOf('prompt').kind.choices.includes(kind));
  assert.deepEqual([...openers].sort((a, b) => (a.rank < b.rank ? -1 : 1)), openers);
});
