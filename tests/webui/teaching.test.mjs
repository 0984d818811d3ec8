// What was taught and whether it stuck, read out of the notes.
import assert from 'node:assert/strict';
import test from 'node:test';
import { load } from './load.mjs';

const { answered, lastStrength, library, livePoints, nextSteps, points, repeats, strengthsToName } = await load('reading/teaching.ts');

let made = 0;
const day = (n) => `2026-10-${String(n).padStart(2, '0')}T09:00:00.000Z`;
const note = (on, members) => ({ record: { id: `n${++made}`, type: 'conference', schema: 1, created: { at: day(on), by: 'p1', device: 'd1' }, students: ['s1'], ...members }, place: 'shared' });
const texts = (list) => list.map(({ text }) => text);

test('1.7 a teaching point is open until somebody says whether it stuck', () => {
  const taught = note(1, { teaching_point: 'Slow down the big moment.' });
  const [point] = points([taught], 's1');
  assert.deepEqual([point.status, point.on], ['open', undefined]);
});

test('1.7 the answer of one child leaves that of another, and all else that was said of both', () => {
  const before = { outcomes: { s1: { words: 'Asked for more.' }, s2: { status: 'practising', status_on: '2026-10-02' } } };
  assert.deepEqual(answered(before, 's1', { status: 'transferred' }, '2026-10-05'), {
    outcomes: { s1: { words: 'Asked for more.', status: 'transferred', status_on: '2026-10-05' }, s2: { status: 'practising', status_on: '2026-10-02' } },
  });
});

test('0.24 what is open or practised is live; what is transferred or dropped is not', () => {
  const of = (status) => note(1, { teaching_point: status, outcomes: { s1: { status } } });
  assert.deepEqual(texts(livePoints(['open', 'practising', 'transferred', 'dropped'].map(of), 's1')), ['open', 'practising']);
});

test('2.15 one point taught to three children has a state for each', () => {
  const taught = note(1, { students: ['s1', 's2', 's3'], teaching_point: 'Say who talks.', outcomes: { s1: { status: 'transferred' }, s2: { status: 'dropped' } } });
  assert.deepEqual(['s1', 's2', 's3'].map((id) => points([taught], id)[0].status), ['transferred', 'dropped', 'open']);
});

test('0.7 help is guided, prompted or independent, for each child', () => {
  const taught = note(1, { teaching_point: 'x', outcomes: { s1: { status: 'practising', transfer: 'prompted' } } });
  assert.equal(points([taught], 's1')[0].transfer, 'prompted');
});

test('0.22 the strength before a talk is the last one that was named, in a compliment or a TAG', () => {
  assert.equal(lastStrength([note(3, { words: 'x' }), note(2, { tell: 'The ending surprised me.' }), note(1, { compliment: 'older' })]).text, 'The ending surprised me.');
});

test('0.22 the same compliment again is told, whatever its capitals, accents and points', () => {
  const notes = [note(2, { compliment: 'Tu título llama la atención.' })];
  assert.equal(repeats('tu titulo llama la atencion', notes), true);
  assert.equal(repeats('Tu final llama la atención.', notes), false);
  assert.equal(repeats('  ', notes), false);
});

test('a transferred point is offered as a strength until it is named', () => {
  const taught = note(1, { teaching_point: 'Ends with a feeling.', outcomes: { s1: { status: 'transferred' } } });
  assert.deepEqual(texts(strengthsToName([taught], 's1')), ['Ends with a feeling.']);
  assert.deepEqual(strengthsToName([note(2, { compliment: 'Ends with a feeling' }), taught], 's1'), []);
});

test('next steps wait until another point is taught', () => {
  const notes = [note(4, { next_step: 'c' }), note(3, { teaching_point: 't', next_step: 'b' }), note(2, { next_step: 'a' })];
  assert.deepEqual(texts(nextSteps(notes)), ['c', 'b']);
});

test('2.12 the library has plans first, then what was taught, each once, for one skill or all', () => {
  const plan = { record: { id: 'plan1', type: 'plan', teaching_point: 'Zoom in.', skill: 'k1', created: { at: day(1) } } };
  const notes = [note(5, { teaching_point: 'zoom in', skill: 'k1' }), note(4, { teaching_point: 'Use talk.', skill: 'k2' }), note(3, { teaching_point: 'Use talk!', skill: 'k2' })];
  const all = library([plan], notes);
  assert.deepEqual(all.map(({ text, times, plan: of }) => [text, times, of]), [['Zoom in.', 1, 'plan1'], ['Use talk.', 2, undefined]]);
  assert.deepEqual(texts(library([plan], notes, 'k2')), ['Use talk.']);
});

test('records of another shape are read as if they said nothing', () => {
  const odd = [note(1, { teaching_point: 7, outcomes: 'x' }), note(2, { teaching_point: 't', outcomes: { s1: 4 } })];
  assert.deepEqual(points(odd, 's1').map(({ status }) => status), ['open']);
});
