// How changed words are shown: as phrases, without saying anything untrue of either text.
import assert from 'node:assert/strict';
import test from 'node:test';
import { load } from './load.mjs';

const { phrases } = await load('parts/phrases.ts');
const { words } = await load('data/compare.ts');

const shown = (before, after) => phrases(words(before, after)).map(({ kind, text }) => ({ same: text, removed: `[-${text}-]`, added: `{+${text}+}` })[kind]).join('');

test('words replaced side by side read as one phrase', () => {
  assert.equal(shown('with a plain sentence.', 'with a question to readers.'), 'with a [-plain sentence-]{+question to readers+}.');
});

test('a word put in stands alone, without the space after it', () => {
  assert.equal(shown('Ben read twice', 'Ben read aloud twice'), 'Ben read {+aloud +}twice');
});

test('changes far apart stay apart', () => {
  assert.equal(shown('one two three four', 'ein two three vier'), '[-one-]{+ein+} two three [-four-]{+vier+}');
});

test('both texts can be read out of the pieces, whatever changed', () => {
  const seed = 7_331;
  let state = seed;
  const random = (below) => {
    state = (state * 1_103_515_245 + 12_345) % 2_147_483_648;
    return Math.floor((state / 2_147_483_648) * below);
  };
  const text = () => Array.from({ length: random(9) }, () => ['a', 'b', 'c', ' ', '\n', '.'][random(6)]).join('');
  for (let round = 0; round < 3_000; round++) {
    const [before, after] = [text(), text()];
    const pieces = phrases(words(before, after));
    const without = (kind) => pieces.filter((piece) => piece.kind !== kind).map((piece) => piece.text).join('');
    assert.deepEqual([without('added'), without('removed')], [before, after], `seed ${seed}, round ${round}`);
  }
});
