// What a question asks: who wants what, and which answers there are.
import assert from 'node:assert/strict';
import test from 'node:test';
import { load } from './load.mjs';

const { asked } = await load('parts/disagree.ts');

const ana = { at: '2026-09-01T09:00:00.000Z', by: 'ana', device: 'd1' };
const ben = { at: '2026-09-01T10:00:00.000Z', by: 'ben', device: 'd2' };
const question = (path, fork, members = {}, type = 'observation') =>
  ({ path, fork: { ask: true, ...fork }, record: { id: 'r', type, schema: 1, created: ana, edited: ben, ...members, _forks: { [path]: fork } } });
const acts = (q) => asked(q).ways.map(({ act, by }) => `${by.by} ${act}`);

test('two wordings may both stay, one after the other, or be written anew', () => {
  const q = question('/words', { base: 'b', sides: [{ ...ana, value: 'one' }, { ...ben, value: 'two' }] });
  assert.deepEqual(acts(q), ['ana wrote', 'ben wrote']);
  assert.deepEqual({ both: asked(q).both, anew: asked(q).anew }, { both: 'one\ntwo', anew: 'words' });
});

test('three wordings are three ways, and both means all', () => {
  const q = question('/words', { sides: [{ ...ana, value: 'one' }, { ...ben, value: 'two' }, { ...ben, device: 'd3', value: 'three' }] });
  assert.equal(asked(q).ways.length, 3);
  assert.equal(asked(q).both, 'one\ntwo\nthree');
});

test('a mark is one or the other, or one that nobody chose', () => {
  const q = question('/mark', { base: 'emerging', sides: [{ ...ana, value: 'secure' }, { ...ben, value: 'not_yet' }] });
  assert.deepEqual(acts(q), ['ana chose', 'ben chose']);
  assert.deepEqual({ both: asked(q).both, anew: asked(q).anew, others: asked(q).others }, { both: undefined, anew: undefined, others: ['emerging'] });
});

test("one child's mark has the choices of a mark", () => {
  const q = question('/outcomes/01890a5d-ac96-774b-bcce-b302099a8057/mark', { sides: [{ ...ana, value: 'secure' }, ben] });
  assert.deepEqual(acts(q), ['ana chose', 'ben tookOut']);
  assert.deepEqual(asked(q).others, ['not_yet', 'emerging']);
});

test('a name may be written anew, on one line', () => {
  const q = question('/name', { sides: [{ ...ana, value: 'Maya' }, { ...ben, value: 'Maja' }] }, {}, 'student');
  assert.deepEqual({ both: asked(q).both, anew: asked(q).anew }, { both: undefined, anew: 'line' });
});

test('deleted by one, changed by another: what the other changed is told', () => {
  const deleted = { at: ana.at, by: 'ana' };
  const q = question('/deleted', { sides: [{ ...ana, value: deleted }, ben] }, { words: 'w', _stamps: { '/words': ben, '/mark': ana } });
  assert.deepEqual(acts(q), ['ana deleted', 'ben changed']);
  assert.deepEqual(asked(q).ways[1].members, ['/words']);
  assert.deepEqual(asked(q).ways.map(({ answer }) => answer), [{ keep: 0 }, { keep: 1 }]);
});

test('who answered "keep it" and changed nothing wants to keep it', () => {
  const q = question('/deleted', { sides: [{ ...ana, value: { at: ana.at, by: 'ana' } }, ben] });
  assert.deepEqual(acts(q), ['ana deleted', 'ben kept']);
});

test('taken out by one, written in by another: the fork holds the removal alone, and what was written can be kept', () => {
  const inside = { mark: 'secure' };
  const q = question('/outcomes/s1', { base: { mark: 'not_yet' }, sides: [ana] }, { outcomes: { s1: inside }, _stamps: { '/outcomes/s1/mark': ben, '/mark': ana } });
  assert.deepEqual(acts(q), ['ana tookOut', 'ben changed']);
  assert.deepEqual(asked(q).ways.map(({ answer }) => answer), [{ keep: 0 }, { write: inside }]);
});

test('a record of a type that nobody here knows is asked about all the same', () => {
  const q = question('/later', { sides: [{ ...ana, value: 'x' }, { ...ben, value: 'y' }] }, {}, 'invention');
  assert.deepEqual(acts(q), ['ana chose', 'ben chose']);
});
