// The forms a note is written in, and what a new note knows already.
import assert from 'node:assert/strict';
import test from 'node:test';
import { load } from './load.mjs';

const { fieldsOf, KINDS, METHODS, SCRIPT, SESSION_KINDS, SOURCES, templateOf } = await load('reading/forms.ts');
const { prefill } = await load('reading/prefill.ts');
const { asked, prompts, promptsOf } = await load('reading/prompts.ts');
const { unfinished } = await load('reading/unfinished.ts');
const { t } = await load('strings/seldom.ts');

const names = (type, note) => fieldsOf(type, note).map(({ member }) => member);
let made = 0;
const record = (type, members, at = '2026-11-02T09:00:00.000Z') => ({ id: `${type}${++made}`, type, schema: 1, created: { at, by: 'p1', device: 'd1' }, edited: { at, by: 'p1', device: 'd1' }, ...members });
const book = (...records) => ({ id: 'c1', me: { person: 'p1' }, get: (id) => ({ record: records.find((one) => one.id === id) }), all: (type) => records.filter((one) => one.type === type).map((one) => ({ record: one, place: 'shared' })) });

test('0.9 a note says how the adult knows: by watching, talking or reading', () => {
  assert.deepEqual(SOURCES, ['observed', 'talked', 'read']);
});

test('0.26 three steps: the strength, a trait of writing, one concrete suggestion to revise or edit', () => {
  assert.deepEqual(names('conference', { template: 'three_step' }).slice(0, 4), ['compliment', 'trait', 'suggestion', 'suggestion_for']);
});

test('0.29 TAG: tell, one or two questions, and an idea that adds, removes or changes', () => {
  assert.deepEqual(names('conference', { template: 'tag' }), ['tell', 'ask', 'ask_again', 'give', 'give_for']);
});

test('a change of form hides nothing that was written', () => {
  assert.deepEqual(names('conference', { template: 'tag', teaching_point: 'Zoom in.' }).at(-1), 'teaching_point');
  assert.deepEqual(names('observation', { tell: 'x' }), ['tell']);
});

test('1.4 every kind of lesson has a name, a form and its planned minutes', () => {
  const kinds = [...Object.entries(KINDS), ...Object.entries(SESSION_KINDS)];
  assert.equal(kinds.length, 14);
  for (const [kind, { template, minutes }] of kinds) {
    assert.ok(t.choices[kind], kind);
    assert.ok(t.note.templates[template], template);
    assert.ok(minutes >= 1 && minutes <= 10, kind);
  }
});

test('a form that nobody here knows is shown as compliment, teaching point and next step', () => {
  assert.equal(templateOf('conference', { template: 'sonnet' }), 'compliment_teach');
});

test('2.13 the script of a group has six steps', () => {
  assert.equal(SCRIPT.length, 6);
  for (const step of SCRIPT) assert.ok(t.capture.scriptSteps[step], step);
});

test('2.14 a point is shown in five ways', () => {
  assert.equal(METHODS.length, 5);
  for (const method of METHODS) assert.ok(t.choices[method], method);
});

test('0.14 a new note begins with the lens of the day', () => {
  const lesson = record('lesson', { on: '2026-11-02', skill: 'k1', genre: 'poetry' });
  assert.deepEqual(prefill(book(lesson), undefined, [], '2026-11-02'), { lesson: lesson.id, skill: 'k1', genre: 'poetry' });
  assert.deepEqual(prefill(book(lesson), undefined, [], '2026-11-03'), {});
});

test('genre, piece and stage come from the piece under way, else from last time', () => {
  const piece = record('piece', { students: ['s1'], genre: 'letter', stage: 'draft' });
  const last = { record: record('conference', { students: ['s1'], genre: 'opinion', stage: 'plan' }) };
  assert.deepEqual(prefill(book(piece), 's1', [last], '2026-11-02'), { genre: 'letter', piece: piece.id, stage: 'draft' });
  assert.deepEqual(prefill(book(record('piece', { students: ['s1'], stage: 'publish', container: 'finished', finished: '2026-11-01' })), 's1', [last], '2026-11-02'), { genre: 'opinion', stage: 'plan' });
});

test('0.11 what I put aside waits for me, and a note without a child for everybody', () => {
  const mine = { record: record('observation', { students: ['s1'], unfinished: true }) };
  const another = { record: { ...record('observation', { students: ['s1'], unfinished: true }), created: { at: '', by: 'p2', device: 'd2' } } };
  const childless = { record: { ...record('observation', {}), created: { at: '', by: 'p2', device: 'd2' } } };
  const whole = { record: record('observation', { students: ['s1'] }) };
  assert.deepEqual(unfinished([mine, another, childless, whole], 'p1'), [mine, childless]);
});

test('0.23 questions of the class stand with openers first, and say when they were asked', () => {
  const [research, opener] = [record('prompt', { text: 'Why here?', kind: 'research' }), record('prompt', { text: 'Read me a line.', kind: 'opener' })];
  assert.deepEqual(prompts(book(research, opener)).map(({ text }) => text), ['Read me a line.', 'Why here?']);
  const uses = asked([{ record: record('conference', { prompts: [opener.id] }, '2026-11-01T09:00:00.000Z') }, { record: record('conference', { prompts: [opener.id] }, '2026-11-03T09:00:00.000Z') }]);
  assert.deepEqual(uses.get(opener.id), { times: 2, last: '2026-11-03T09:00:00.000Z' });
});

test('1.1 research prompts are those that suit the kind of text', () => {
  const progression = { prompts: { p1: { text: 'all', rank: 'a' }, p2: { text: 'opinion alone', genres: ['opinion'], rank: 'b' } } };
  assert.deepEqual(promptsOf(progression, 'poetry').map(({ text }) => text), ['all']);
  assert.deepEqual(promptsOf(progression).map(({ text }) => text), ['all', 'opinion alone']);
});

test('a card shows every text that a form can hold', async () => {
  const { TEXTS } = await load('reading/texts.ts');
  const { ALL_FIELDS } = await load('reading/forms.ts');
  assert.deepEqual(ALL_FIELDS.filter(({ choices }) => !choices).map(({ member }) => member).filter((member) => !TEXTS.includes(member)), []);
});
