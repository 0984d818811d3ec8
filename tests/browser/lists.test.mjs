// Lessons, timers, checklists, labels and partners in the real app: what a teacher does in a writing block, with one thumb.
import assert from 'node:assert/strict';
import test from 'node:test';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { startService } from '../http/service.mjs';
import { Phone } from './harness.mjs';
import * as teacher from './teacher.mjs';

const { t, goTo } = teacher;
const NAMES = ['Ana Ruiz', 'Ben Sato', '王小明', 'ليلى حداد'];

/** A class of one teacher on one phone. */
async function inClass(work) {
  const dataDir = mkdtempSync(join(tmpdir(), 'backtable-data-'));
  const service = await startService({ dataDir });
  const phone = new Phone(service.origin);
  try {
    await phone.open(`/#join=${service.ownerCode}`);
    await teacher.join(phone, 'Ms. Rivera');
    await teacher.createClass(phone, 'Room 12');
    await teacher.pasteList(phone, NAMES);
    await addSkill(phone, 'Narrowing');
    await work(phone);
    phone.checkQuiet();
  } catch (error) {
    error.message += `\n${await phone.describe()}`;
    throw error;
  } finally {
    await phone.dispose();
    await service.stop();
    rmSync(dataDir, { recursive: true, force: true });
  }
}

const button = (phone, name) => phone.page.getByRole('button', { name, exact: true });
const heading = (phone, name) => phone.page.getByRole('heading', { name, level: 1, exact: true }).waitFor();
const group = (phone, name) => phone.page.getByRole('group', { name, exact: true });
const saved = (phone) => phone.page.getByText(t.place.shared, { exact: true }).or(phone.page.getByText(t.place.phone, { exact: true })).first().waitFor();

async function addSkill(phone, name) {
  await goTo(phone, 'class/skills');
  await phone.page.getByLabel(t.skills.add, { exact: true }).fill(name);
  await button(phone, t.add).click();
  await phone.page.getByText(name, { exact: true }).waitFor();
}

test('0.14 two taps make the lens of the day, and Today shows it', () => inClass(async (phone) => {
  await goTo(phone, '');
  await phone.page.getByRole('link', { name: t.lens.choose, exact: true }).click();
  await button(phone, 'Narrowing').click();
  await saved(phone);
  await goTo(phone, '');
  await phone.page.getByRole('link', { name: `${t.lens.title}: Narrowing` }).click();
  await heading(phone, t.lesson.today);
  assert.equal(await button(phone, 'Narrowing').getAttribute('aria-pressed'), 'true');
}));

test('0.10 a code a child with one tap, taken back with one, and those who do not transfer become a group', () => inClass(async (phone) => {
  await goTo(phone, 'lesson');
  await button(phone, 'Narrowing').click();
  await saved(phone);
  const codeOf = (name, lens) => group(phone, t.lesson.partOf(name)).getByRole('button', { name: t.lesson.short[lens], exact: true });
  await codeOf(NAMES[0], 'not_transferring').click();
  await phone.page.getByText(t.lesson.noted).waitFor();
  await codeOf(NAMES[1], 'holds_back').click();
  await codeOf(NAMES[1], 'holds_back').and(phone.page.locator('[aria-pressed=true]')).waitFor();
  await button(phone, t.undo).click();
  await codeOf(NAMES[1], 'holds_back').and(phone.page.locator('[aria-pressed=false]')).waitFor();
  await button(phone, t.lesson.makeGroup).click();
  await heading(phone, `${t.choices.not_transferring}: Narrowing`);
  assert.equal(await button(phone, NAMES[0]).getAttribute('aria-pressed'), 'true');
}));

async function addObjective(phone, text) {
  await phone.page.getByLabel(t.checklist.objective, { exact: true }).first().fill(text);
  await phone.page.getByRole('button', { name: t.add, exact: true }).click();
  await phone.page.getByRole('group', { name: t.checklist.one, exact: true }).getByRole('button', { name: text, exact: true }).waitFor();
}

async function addChecklist(phone, title, objectives) {
  await goTo(phone, 'checklist/new');
  await phone.page.getByLabel(t.members.title, { exact: true }).fill(title);
  for (const text of objectives) await addObjective(phone, text);
}

const cellOf = (phone, name, objective, word) => phone.page.getByRole('button', { name: `${name}, ${objective}: ${word}`, exact: true });

test('0.13 taps in the grid go from blank to X to secure, and two more make a group of those with X', () => inClass(async (phone) => {
  await addChecklist(phone, 'Narrowing a story', ['One small moment', 'Dialogue']);
  for (const name of NAMES.slice(0, 3)) await cellOf(phone, name, 'Dialogue', t.checklist.blank).click();
  await cellOf(phone, NAMES[2], 'Dialogue', t.choices.struggling).click();
  await cellOf(phone, NAMES[2], 'Dialogue', t.choices.secure).waitFor();
  await phone.page.getByRole('table').getByRole('button', { name: 'Dialogue', exact: true }).click();
  await button(phone, t.checklist.makeGroup(2)).click();
  await heading(phone, 'Dialogue');
  const pressed = await Promise.all(NAMES.slice(0, 3).map((name) => button(phone, name).getAttribute('aria-pressed')));
  assert.deepEqual(pressed, ['true', 'true', 'false']);
}));

test('0.13 the grid is marked by keyboard alone', () => inClass(async (phone) => {
  await addChecklist(phone, 'Narrowing a story', ['One small moment', 'Dialogue']);
  await cellOf(phone, NAMES[0], 'One small moment', t.checklist.blank).focus();
  for (const key of ['ArrowDown', 'ArrowRight', 'Enter']) await phone.page.keyboard.press(key);
  await cellOf(phone, NAMES[1], 'Dialogue', t.choices.struggling).waitFor();
}));

const MM_PX = 96 / 25.4;

/** The labels as they lie on the paper, in millimetres from its top left corner: [[left, top, width, height], …]. */
async function printedLabels(phone) {
  await phone.page.emulateMedia({ media: 'print' });
  const boxes = await phone.page.evaluate(() => [...document.querySelectorAll('.label')].map((label) => {
    const { x, y, width, height } = label.getBoundingClientRect();
    return [x + scrollX, y + scrollY, width, height];
  }));
  await phone.page.emulateMedia({ media: null });
  return boxes.map((box) => box.map((px) => px / MM_PX));
}

const isNear = (found, wanted) => found.forEach((mm, i) => assert.ok(Math.abs(mm - wanted[i]) <= 0.2, `${found} is not ${wanted}`));
const choose = (phone, label, value) => phone.page.getByLabel(label, { exact: true }).selectOption(value);

test('0.12 labels lie on the paper within 0.2 mm of where the sheet has them', () => inClass(async (phone) => {
  await goTo(phone, 'class/labels');
  await button(phone, t.labels.blank).click();
  await choose(phone, t.labels.copies, '5');
  const [, second, , fourth] = await printedLabels(phone);
  isNear(second, [4.76 + 69.85, 12.7, 66.675, 25.4]);
  isNear(fourth, [4.76, 38.1, 66.675, 25.4]);
  await choose(phone, t.labels.sheet, 'avery5161');
  isNear((await printedLabels(phone))[3], [3.96 + 106.375, 38.1, 101.6, 25.4]);
  await choose(phone, t.labels.sheet, 'l7160');
  await choose(phone, t.labels.first, '20');
  const [twentieth, , next] = await printedLabels(phone);
  isNear(twentieth, [73.25, 15.15 + 6 * 38.1, 63.5, 38.1]);
  isNear([next[0], next[2], next[3]], [7.25, 63.5, 38.1]);
  const paper = await phone.page.pdf({ preferCSSPageSize: true });
  assert.equal(paper.toString('latin1').match(/\/Type\s*\/Page\b/g).length, 2);
  assert.match(paper.toString('latin1'), /\/MediaBox \[0 0 59\d(\.\d+)? 84\d(\.\d+)?\]/);
}));

test('0.12 what was printed is not printed again, and a long text is cut and says so', () => inClass(async (phone) => {
  await teacher.writeNote(phone, NAMES[0], { words: 'She narrows the story to one moment at the lake. '.repeat(12) });
  await teacher.writeNote(phone, NAMES[1], { words: 'Tries quotation marks.' });
  await goTo(phone, 'class/labels');
  await phone.page.getByText(t.labels.cut(1)).waitFor();
  await phone.page.evaluate(() => { globalThis.print = () => {}; });
  await button(phone, t.labels.print).click();
  await button(phone, t.labels.yes).click();
  await phone.page.getByText(t.labels.kept).waitFor();
  assert.equal(await phone.page.locator('.label').count(), 0);
  await button(phone, t.undo).click();
  await phone.page.locator('.label').nth(1).waitFor();
}));

test('0.28 a pair talks for the minutes of its timer, and who talked with whom is counted', () => inClass(async (phone) => {
  await goTo(phone, 'class/peers');
  for (const name of NAMES.slice(0, 2)) await button(phone, name).click();
  await button(phone, t.timer.start(t.timer.lengths(0.5, 5))).click();
  await button(phone, t.timer.stopInto(1)).click();
  await saved(phone);
  await button(phone, t.peers.next).click();
  await button(phone, NAMES[0]).click();
  await phone.page.getByText(`${NAMES[1]} (${t.peers.times(1)})`).waitFor();
}));

test('0.29 the slip is in the language that is chosen, on one page', () => inClass(async (phone) => {
  await goTo(phone, 'class/slips');
  await phone.page.locator('.slip').nth(1).waitFor();
  await button(phone, 'Español').click();
  await phone.page.locator('.slips[lang=es]').getByText('Pregunta').first().waitFor();
  await button(phone, 'العربية').click();
  await phone.page.locator('.slips[lang=ar][dir=rtl]').getByText('اسأل').first().waitFor();
  const paper = await phone.page.pdf({ preferCSSPageSize: true });
  assert.equal(paper.toString('latin1').match(/\/Type\s*\/Page\b/g).length, 1);
}));

test('a timer goes on after a reload, and gives its minutes to the note with one tap', () => inClass(async (phone) => {
  await phone.page.clock.install({ time: new Date('2026-11-30T09:00:00') });
  await goTo(phone, 'note/new');
  await button(phone, t.types.conference).click();
  await phone.page.getByRole('button', { name: t.timer.start(t.timer.lengths(5, 7)), exact: true }).click();
  await phone.page.clock.runFor('05:10');
  await phone.page.getByText(t.timer.phases.soft).waitFor();
  await goTo(phone, '');
  await phone.page.getByRole('timer').waitFor();
  await phone.page.clock.setFixedTime(new Date('2026-11-30T09:06:20'));
  await phone.page.reload();
  await phone.page.getByRole('timer').waitFor();
  await goTo(phone, 'note/new');
  await button(phone, NAMES[0]).click();
  await button(phone, t.timer.stopInto(6)).click();
  await phone.page.getByRole('timer').waitFor({ state: 'detached' });
  await saved(phone);
}));
