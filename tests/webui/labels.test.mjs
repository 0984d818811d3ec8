// Labels: the measures of the sheets, what goes on which label, and what fits.
import assert from 'node:assert/strict';
import test from 'node:test';
import { load } from './load.mjs';

const { fitted, freeAfter, labelsOf, labelsOn, linesOn, lineWidthMm, NUDGE_MAX_MM, nudgeOf, PAPERS, placeOf, printedNotes, sheetsOf, TEMPLATE_NAMES, TEMPLATES } = await load('reading/labels.ts');

const NO_NUDGE = { xMm: 0, yMm: 0 };
const near = (a, b) => assert.ok(Math.abs(a - b) < 0.05, `${a} is not ${b}`);
/** Each letter is one wide. */
const letters = (text) => [...text].length;

test('0.12 the sheets have 30, 20 and 21 labels', () => {
  assert.deepEqual(TEMPLATE_NAMES.map((name) => labelsOn(TEMPLATES[name])), [30, 20, 21]);
});

test('0.12 Avery 5160 in points: 189 x 72, from 13.5 and 36, every 198 and 72', () => {
  const point = 25.4 / 72;
  const { widthMm, heightMm, leftMm, topMm, columnMm, rowMm } = TEMPLATES.avery5160;
  [[widthMm, 189], [heightMm, 72], [leftMm, 13.5], [topMm, 36], [columnMm, 198], [rowMm, 72]].forEach(([mm, points]) => near(mm, points * point));
});

test('0.12 labels stand in the middle of the paper, both ways', () => {
  for (const name of TEMPLATE_NAMES) {
    const template = TEMPLATES[name];
    const paper = PAPERS[template.paper];
    const last = placeOf(template, labelsOn(template), NO_NUDGE);
    near(paper.widthMm - last.xMm - template.widthMm, template.leftMm);
    near(paper.heightMm - last.yMm - template.heightMm, template.topMm);
  }
});

test('0.12 labels are numbered along the rows, and the nudge moves them all', () => {
  assert.deepEqual(placeOf(TEMPLATES.l7160, 1, NO_NUDGE), { xMm: 7.25, yMm: 15.15 });
  assert.deepEqual(placeOf(TEMPLATES.l7160, 3, NO_NUDGE), { xMm: 139.25, yMm: 15.15 });
  const { xMm, yMm } = placeOf(TEMPLATES.l7160, 4, { xMm: 0.5, yMm: -1 });
  near(xMm, 7.75);
  near(yMm, 15.15 + 38.1 - 1);
});

test('0.12 printing begins at the first free label, and goes on at the top of the next sheet', () => {
  const sheets = sheetsOf(TEMPLATES.l7160, 20, ['a', 'b', 'c', 'd']);
  assert.deepEqual(sheets, [[{ n: 20, label: 'a' }, { n: 21, label: 'b' }], [{ n: 1, label: 'c' }, { n: 2, label: 'd' }]]);
  assert.equal(freeAfter(TEMPLATES.l7160, 20, 4), 3);
  assert.equal(freeAfter(TEMPLATES.l7160, 20, 2), 1);
  assert.equal(sheetsOf(TEMPLATES.l7160, Number.NaN, ['a'])[0][0].n, 1);
});

test('0.12 a label of an inch takes 6 lines of 2.5 inches', () => {
  assert.equal(linesOn(TEMPLATES.avery5160), 6);
  near(lineWidthMm(TEMPLATES.avery5160), 2.5 * 25.4);
});

test('0.12 a text is broken at words, and its own line breaks stay', () => {
  assert.deepEqual(fitted('one two three\n\nfour', 6, 8, letters), { lines: ['one two', 'three', 'four'], cut: false });
  assert.deepEqual(fitted('', 6, 8, letters), { lines: [], cut: false });
});

test('0.12 a text that is too long is cut at a word, and says so', () => {
  assert.deepEqual(fitted('one two three four five', 2, 8, letters), { lines: ['one two', 'three …'], cut: true });
  assert.deepEqual(fitted('one two six four', 1, 8, letters), { lines: ['one …'], cut: true });
});

test('0.12 a word wider than a line, and a script without spaces, are parted where the line ends', () => {
  assert.deepEqual(fitted('小猫在花园里追蝴蝶', 3, 4, letters).lines, ['小猫在花', '园里追蝴', '蝶']);
  assert.deepEqual(fitted('abcdefghij', 3, 4, letters).lines, ['abcd', 'efgh', 'ij']);
});

const note = (id, day, students, own) => ({ record: { id, type: 'observation', created: { at: `${day}T12:00:00.000Z` }, students }, ...(own ? { private: true } : {}) });

test('0.12 a note is a label for each of its children, oldest first; what was printed, is older or is private stays off', () => {
  const notes = [note('d', '2026-11-30', ['ana'], true), note('c', '2026-11-29', ['ana', 'ben']), note('b', '2026-11-28', ['ben']), note('a', '2026-11-02', ['ana'])];
  const printed = printedNotes([{ record: { notes: ['b'] } }, { record: {} }, { record: { notes: 'x' } }]);
  const ids = (list) => list.map((one) => `${one.note.id} ${one.student}`);
  assert.deepEqual(ids(labelsOf(notes, printed, '2026-11-10')), ['c ana', 'c ben']);
  assert.deepEqual(ids(labelsOf(notes, new Set(), '')), ['a ana', 'b ben', 'c ana', 'c ben']);
});

test('0.12 a nudge that cannot be meant moves nothing', () => {
  assert.deepEqual(nudgeOf('1.5 -2'), { xMm: 1.5, yMm: -2 });
  for (const odd of [null, '', 'x y', `${NUDGE_MAX_MM + 1} -99`]) assert.deepEqual(nudgeOf(odd), NO_NUDGE);
});
