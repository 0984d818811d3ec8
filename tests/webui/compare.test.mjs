// What differs between two versions, as people look at it.
import assert from 'node:assert/strict';
import test from 'node:test';
import { load } from './load.mjs';

const { members, tokens, words } = await load('data/compare.ts');
const marked = (before, after) =>
  words(before, after).map(({ kind, text }) => ({ same: text, removed: `[-${text}-]`, added: `{+${text}+}` })[kind]).join('');

test('a changed word is marked, and its neighbours are not', () => {
  assert.equal(marked('She wrote a long story.', 'She wrote a short story.'), 'She wrote a [-long-]{+short+} story.');
});

test('words that were added at the end stand at the end', () => {
  assert.equal(marked('Uses dialogue.', 'Uses dialogue. Adds action.'), 'Uses dialogue.{+ Adds action.+}');
});

test('the pieces give both texts back, whatever they are', () => {
  const texts = ['', 'a', 'a b c', 'c b a', 'Ana’s 2nd draft', '她写了故事', 'e\u0301t\u00e9 \ud83d\ude00', 'x\ny\n\nz', 'b c a a'];
  for (const before of texts) {
    for (const after of texts) {
      const without = (kind) => words(before, after).filter((piece) => piece.kind !== kind).map((piece) => piece.text).join('');
      assert.deepEqual([without('added'), without('removed')], [before, after]);
    }
  }
});

test('no letter is cut from its accent, and a script without spaces goes letter by letter', () => {
  assert.deepEqual(tokens('cafe\u0301 她写 a-b'), ['cafe\u0301', ' ', '她', '写', ' ', 'a', '-', 'b']);
});

test('two long and different texts are shown whole', () => {
  const long = (word) => Array.from({ length: 2000 }, (_, i) => `${word}${i}`).join(' ');
  assert.deepEqual(words(long('a'), long('b')).map((piece) => piece.kind), ['removed', 'added']);
});

test('members are named by pointer, stamps and questions left out', () => {
  const before = { id: 'r', mark: 'secure', outcomes: { 'a/b': { mark: 'secure' } }, _stamps: {}, edited: { at: '1' } };
  const after = { id: 'r', words: 'w', outcomes: { 'a/b': { mark: 'not_yet' } }, _forks: {}, edited: { at: '2' } };
  assert.deepEqual(members(before, after), [
    { path: '/mark', before: 'secure' },
    { path: '/outcomes/a~1b/mark', before: 'secure', after: 'not_yet' },
    { path: '/words', after: 'w' },
  ]);
});
