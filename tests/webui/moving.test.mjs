// A note that moved to the team: what of it stays with its author.
import assert from 'node:assert/strict';
import test from 'node:test';
import { load } from './load.mjs';

const { stayedBehind } = await load('data/moving.ts');

const record = (words, more = {}) => ({ id: 'n', type: 'observation', schema: 1, created: { by: 'a' }, edited: { at: words }, words, ...more });
const draft = (words, more = {}) => ({ base: 'v', sendBase: false, record: record(words), ...more });
const held = { record: record('One.') };

test('words that were typed elsewhere before the move was known stay', () => {
  assert.deepEqual(stayedBehind({ held, draft: draft('Two.') }, record('One.')), { words: 'Two.' });
  assert.deepEqual(stayedBehind({ held, sent: draft('Two.') }, record('One.')), { words: 'Two.' });
});

test('words that were shared when the note was taken out, so that a person is asked, stay', () => {
  const asked = { record: record('Two.', { _forks: { '/deleted': { ask: true, sides: [] } } }) };
  assert.deepEqual(stayedBehind({ held: asked }, record('One.')), { words: 'Two.' });
  const woven = { record: record('Two.', { _forks: { '/words': { ask: false, sides: [] } } }) };
  assert.equal(stayedBehind({ held: woven }, record('One.')), undefined);
});

test('nothing stays of what the team was given', () => {
  assert.equal(stayedBehind({ held, draft: draft('One.') }, record('One.', { schema: 2 })), undefined);
  assert.equal(stayedBehind({ draft: draft('One.', { fresh: true }) }, record('One.')), undefined);
});

test('what the team made of the note since does not bring the old words back', () => {
  assert.equal(stayedBehind({ held }, record('Three.')), undefined);
  assert.equal(stayedBehind({ draft: draft('One.', { fresh: true }) }, record('Three.')), undefined);
});
