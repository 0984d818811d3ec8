// The checklist: names by objectives, X for who struggles.
import assert from 'node:assert/strict';
import test from 'node:test';
import { load } from './load.mjs';

const { isAbsent, nextState, objectivesOf, secureCount, stateOf, struggling, tapped, withAbsence } = await load('reading/checklist.ts');

const objectives = { b: { text: 'Dialogue moves it on', rank: '2' }, a: { text: 'One small moment', rank: '1', skill: 'focus' } };
const list = { objectives, marks: { ana: { states: { a: { state: 'struggling' } } }, ben: { states: { a: { state: 'secure' }, b: { state: 'struggling' } } }, caro: { states: { a: { state: 'struggling' } } } } };
const after = (list, marks) => ({ ...list, marks });

test('0.13 a tap goes from blank to X, to secure, and back to blank', () => {
  assert.deepEqual([undefined, 'struggling', 'secure', 'absent'].map(nextState), ['struggling', 'secure', undefined, undefined]);
});

test('0.13 one tap changes one cell, and a blank leaves nothing behind', () => {
  const first = after({ objectives }, tapped({ objectives }, 'ana', 'a'));
  assert.deepEqual(first.marks, { ana: { states: { a: { state: 'struggling' } } } });
  const second = after(first, tapped(first, 'ana', 'a'));
  assert.equal(stateOf(second, 'ana', 'a'), 'secure');
  assert.equal(tapped(second, 'ana', 'a'), undefined);
});

test("0.13 other children, other objectives and what a newer version knows stay", () => {
  const known = { objectives, marks: { ana: { colour: 'red', states: { a: { state: 'secure', by: 'x' }, b: { state: 'absent' } } }, ben: { states: { b: { state: 'secure' } } } } };
  assert.deepEqual(tapped(known, 'ana', 'a'), { ben: known.marks.ben, ana: { colour: 'red', states: { a: { by: 'x' }, b: { state: 'absent' } } } });
});

test('0.13 objectives stand by their rank, and those without words are none', () => {
  assert.deepEqual(objectivesOf({ objectives: { ...objectives, c: { rank: '0' }, d: null } }), [{ id: 'a', text: 'One small moment', skill: 'focus' }, { id: 'b', text: 'Dialogue moves it on' }]);
});

test('0.13 who has an X, in the order of the class', () => {
  assert.deepEqual(struggling(list, ['caro', 'ben', 'ana', 'dan'], 'a'), ['caro', 'ana']);
  assert.equal(secureCount(list, ['ana', 'ben', 'caro'], 'a'), 1);
});

test('0.13 a child who is absent: the blanks say so, marks stay, and the same tap takes it back', () => {
  const away = after(list, withAbsence(list, 'ana'));
  assert.deepEqual(['a', 'b'].map((id) => stateOf(away, 'ana', id)), ['struggling', 'absent']);
  assert.ok(isAbsent(away, 'ana'));
  assert.deepEqual(withAbsence(away, 'ana').ana, { states: { a: { state: 'struggling' } } });
});

test('0.13 a list of another shape is read as blank', () => {
  for (const odd of [{}, { marks: 7, objectives: [] }, { marks: { ana: null } }, { marks: { ana: { states: 'X' } } }, { marks: { ana: { states: { a: 'X' } } } }, { marks: { ana: { states: { a: { state: 'great' } } } } }]) {
    assert.equal(stateOf(odd, 'ana', 'a'), undefined);
    assert.deepEqual(objectivesOf(odd), []);
    assert.equal(tapped(odd, 'ana', 'a').ana.states.a.state, 'struggling');
  }
});
