// What happens to words under the cursor when a colleague's change arrives in the same field.
import assert from 'node:assert/strict';
import test from 'node:test';
import { load } from './load.mjs';

const { caretAfter, reconcile, stretch } = await load('parts/typing.ts');

test('what arrives is shown where nothing was typed meanwhile', () => {
  assert.equal(reconcile('a', 'a', 'a and b'), 'a and b');
});

test('what was typed stays where nothing arrived', () => {
  assert.equal(reconcile('a', 'a plan', 'a'), 'a plan');
});

test('words typed at the end stay at the end of what arrived', () => {
  assert.equal(reconcile('Ben read.', 'Ben read. Loud.', 'Today Ben read.'), 'Today Ben read. Loud.');
});

test('words typed at the start stay there when the end changed', () => {
  assert.equal(reconcile('Ben read.', 'Today Ben read.', 'Ben read twice.'), 'Today Ben read twice.');
});

test('both wordings of the same place are kept', () => {
  assert.equal(reconcile('one', 'two', 'three'), 'three\ntwo');
});

test('two additions at the same place are both kept', () => {
  const both = reconcile('Ben read', 'Ben read aloud', 'Ben read twice');
  assert.match(both, /aloud/);
  assert.match(both, /twice/);
});

test('no typed word is lost, whatever arrives', () => {
  const seed = 20_261_121;
  let state = seed;
  const random = (below) => {
    state = (state * 1_103_515_245 + 12_345) % 2_147_483_648;
    return Math.floor((state / 2_147_483_648) * below);
  };
  const change = (text, word) => {
    const at = random(text.length + 1);
    return text.slice(0, at) + word + text.slice(at + random(3));
  };
  for (let round = 0; round < 2_000; round++) {
    const seen = 'the cat sat on the mat';
    const merged = reconcile(seen, change(seen, 'MINE'), change(seen, 'THEIRS'));
    assert.ok(merged.includes('MINE') && merged.includes('THEIRS'), `seed ${seed}, round ${round}: ${merged}`);
  }
});

test('a change never cuts a character of two units in half', () => {
  const { start, beforeEnd, afterEnd } = stretch('a😀b', 'a😁b');
  assert.deepEqual(['a😀b'.slice(start, beforeEnd), 'a😁b'.slice(start, afterEnd)], ['😀', '😁']);
});

test('the caret stays on its side of a change', () => {
  assert.equal(caretAfter('Ben read', 'Today Ben read', 8), 14);
  assert.equal(caretAfter('Ben read', 'Ben read twice', 3), 3);
});
