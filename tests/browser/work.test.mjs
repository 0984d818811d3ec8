// What the children write, on a phone: pieces and stages, samples of one task, support levels, and the class's own order and words.
import assert from 'node:assert/strict';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import test from 'node:test';
import { startService } from '../http/service.mjs';
import { recordsOf } from './folder.mjs';
import { Phone } from './harness.mjs';
import * as teacher from './teacher.mjs';

const { t, goTo } = teacher;
const CLASS = Array.from({ length: 25 }, (_, i) => `Student ${String.fromCharCode(65 + i)}`);
const [ANA, BEN, CHLOE] = CLASS;
const SKILLS = Array.from({ length: 13 }, (_, i) => `Skill ${String.fromCharCode(65 + i)}`);

const button = (phone, name) => phone.page.getByRole('button', { name, exact: true });
const field = (phone, label) => phone.page.getByRole('textbox', { name: label, exact: true });
const link = (phone, name) => phone.page.getByRole('link', { name, exact: true });
const heading = (phone, name, level = 1) => phone.page.getByRole('heading', { name, level, exact: true });
const group = (phone, name) => phone.page.getByRole('group', { name, exact: true });
const chip = (phone, of, name) => group(phone, of).getByRole('button', { name, exact: true });
const isOn = (phone, of, name) => group(phone, of).locator('[aria-pressed=true]').filter({ hasText: name }).waitFor();
const said = (phone, text) => phone.page.getByRole('status').getByText(text, { exact: true }).waitFor();

const openWork = async (phone, name) => {
  await goTo(phone, 'class/status');
  await link(phone, name).click();
  await heading(phone, name).waitFor();
};

test('the work of a class', async (story) => {
  const dataDir = mkdtempSync(join(tmpdir(), 'backtable-data-'));
  const service = await startService({ dataDir });
  const phone = new Phone(service.origin);
  try {
    await phone.open(`/#join=${service.ownerCode}`);
    await teacher.join(phone, 'Ms. Rivera');
    await teacher.createClass(phone, 'Room 12');
    await teacher.pasteList(phone, CLASS);
    await teacher.isReadyOffline(phone);
    await phone.context.setOffline(true); // everything here works with the network gone

    await story.test('0.20 a child without a piece gets one in one tap, and one more takes it back', async () => {
      await goTo(phone, 'class/status');
      await button(phone, t.pieces.beginFor(ANA)).click();
      await isOn(phone, t.pieces.stageOf(ANA), t.choices.plan);
      await teacher.undo(phone);
      await button(phone, t.pieces.beginFor(ANA)).waitFor();
    });

    await story.test('0.20 the stage of every child is a tap away, without leaving the screen', async () => {
      await button(phone, t.pieces.beginFor(ANA)).click();
      await button(phone, t.pieces.beginFor(BEN)).click();
      await chip(phone, t.pieces.stageOf(ANA), t.choices.draft).click();
      await isOn(phone, t.pieces.stageOf(ANA), t.choices.draft);
      await chip(phone, t.pieces.stageOf(ANA), t.choices.revise).click();
      await isOn(phone, t.pieces.stageOf(ANA), t.choices.revise);
      await isOn(phone, t.pieces.stageOf(BEN), t.choices.plan);
      await teacher.undo(phone);
      await isOn(phone, t.pieces.stageOf(ANA), t.choices.draft);
      assert.equal(await heading(phone, t.pieces.status).count(), 1);
    });

    await story.test('0.20 a piece tells how it went: its stages, and the notes about it', async () => {
      await goTo(phone, 'pieces');
      await phone.page.getByRole('link', { name: ANA }).click();
      await field(phone, t.pieces.name).fill('The day the lights went out');
      await link(phone, t.pieces.note).click();
      await field(phone, t.note.words).fill('Tried a flashback here.');
      await teacher.done(phone);
      await heading(phone, 'The day the lights went out').waitFor();
      const cards = await phone.page.locator('.cards > .card').allInnerTexts();
      assert.deepEqual(cards.map((text) => [/flashback/, /Draft/, /Plan/].findIndex((part) => part.test(text))), [0, 1, 2]);
    });

    await story.test('0.19 the register says where each text is, and who has nothing in progress', async () => {
      await chip(phone, t.pieces.container, t.choices.finished).click();
      await phone.page.getByLabel(t.pieces.finished, { exact: true }).waitFor();
      await teacher.savedWords(phone).waitFor();
      await goTo(phone, 'pieces');
      await button(phone, t.pieces.counted(t.choices.finished, 1)).click();
      await phone.page.getByRole('link', { name: 'The day the lights went out' }).waitFor();
      await button(phone, t.pieces.nothing(CLASS.length - 1)).click();
      await button(phone, t.pieces.beginFor(ANA)).waitFor();
      assert.equal(await button(phone, t.pieces.beginFor(BEN)).count(), 0);
    });

    await story.test('0.21 a piece that answers to a text says to which', async () => {
      await button(phone, t.pieces.all(2)).click();
      await phone.page.getByRole('link', { name: BEN }).click();
      await heading(phone, t.pieces.story, 2).waitFor();
      assert.equal(await field(phone, t.pieces.responseTo).count(), 0);
      await button(phone, t.choices.response).click();
      await field(phone, t.pieces.responseTo).fill('A poem about snow');
      await teacher.savedWords(phone).waitFor();
    });

    await story.test('1.5 a kind of text in the words of the class is offered for a piece', async () => {
      await goTo(phone, 'class/genres');
      await field(phone, t.genres.add).fill('All-about book of ours');
      await button(phone, t.add).click();
      await button(phone, t.genres.remove('All-about book of ours')).waitFor();
      await goTo(phone, 'piece/new');
      await button(phone, 'All-about book of ours').waitFor();
    });

    await story.test('0.18 a note says how much was written, and the page of the child shows it over the year', async () => {
      await goTo(phone, 'note/new');
      await button(phone, BEN).click();
      await phone.page.getByText(t.note.more, { exact: true }).click();
      await field(phone, t.volume.amount).fill('18');
      await teacher.done(phone);
      await openWork(phone, BEN);
      await phone.page.getByText(t.volume.chart(t.choices.lines, 1)).waitFor();
      await phone.page.locator('summary').filter({ hasText: t.choices.lines }).click();
      await phone.page.getByRole('cell', { name: '18', exact: true }).waitFor();
      await phone.page.getByRole('cell').getByRole('link').click();
      await field(phone, t.note.words).waitFor();
    });

    await story.test('2.8 the baseline of the year: whoever did not write it is named', async () => {
      await goTo(phone, 'assessment/new');
      await isOn(phone, t.samples.kind, t.choices.baseline);
      await field(phone, t.samples.prompt).fill('Write about a place you know well.');
      await chip(phone, t.note.markFor(ANA), t.choices.emerging).click();
      await teacher.savedWords(phone).waitFor();
      await goTo(phone, 'class/assessments');
      await phone.page.getByText(t.samples.noBaseline(CLASS.length - 1)).waitFor();
    });

    await story.test('2.4 the end of a unit stands beside its start, for one child', async () => {
      await goTo(phone, 'assessment/new');
      await chip(phone, t.samples.kind, t.choices.on_demand).click();
      await chip(phone, t.samples.phase, t.choices.after).click();
      await field(phone, t.samples.prompt).fill('Write about another place.');
      await chip(phone, t.note.markFor(ANA), t.choices.secure).click();
      await teacher.savedWords(phone).waitFor();
      await openWork(phone, ANA);
      const sides = await phone.page.locator('.sides').first().locator('.side').allInnerTexts();
      assert.match(sides[0], new RegExp(`${t.samples.sideStart}[^]*know well[^]*${t.choices.emerging}`));
      assert.match(sides[1], new RegExp(`${t.samples.sideEnd}[^]*another place[^]*${t.choices.secure}`));
    });

    await story.test('2.6 a class of 25 is sorted in 25 taps, and a tap is taken back by one more', async () => {
      await goTo(phone, 'class/support');
      for (const [at, name] of CLASS.entries()) await chip(phone, t.support.levelOf(name), t.support.levels[['most', 'medium', 'least'][at % 3]]).click();
      await said(phone, t.support.counts(25, 25));
      await chip(phone, t.support.levelOf(ANA), t.support.levels.least).click();
      await isOn(phone, t.support.levelOf(ANA), t.support.levels.least);
      await teacher.undo(phone);
      await isOn(phone, t.support.levelOf(ANA), t.support.levels.most);
      assert.equal(await phone.page.getByText(t.support.noStretch).count(), CLASS.filter((_, at) => at % 3 === 2).length);
    });

    await story.test('2.6 no other screen shows a level', async () => {
      await openWork(phone, CHLOE);
      const work = await phone.page.evaluate(() => location.hash.slice(2));
      for (const route of ['', 'students', work, work.replace('/work', ''), work.replace('/work', '/details'), 'class/status', 'pieces', 'class', 'class/list']) {
        await goTo(phone, route);
        await phone.page.getByRole('heading', { level: 1 }).waitFor();
        const text = await phone.page.locator('main').innerText();
        for (const level of ['most', 'medium', 'least']) assert.ok(!text.includes(t.choices[level]), `${route}: ${t.choices[level]}`);
      }
    });

    await story.test('2.7 twelve skills in the teacher’s order are on a note at once, the rest behind one tap', async () => {
      await goTo(phone, 'class/skills');
      for (const name of SKILLS) {
        await field(phone, t.skills.add).fill(name);
        await button(phone, t.add).click();
        await phone.page.getByText(name, { exact: true }).waitFor();
      }
      await button(phone, t.needs.up(SKILLS[12])).click();
      await phone.page.waitForFunction(([name]) => [...document.querySelectorAll('main summary bdi')].map((one) => one.textContent).indexOf(name) === 11, [SKILLS[12]]);
      await goTo(phone, 'note/new');
      await button(phone, SKILLS[12]).waitFor();
      assert.equal(await button(phone, SKILLS[11]).count(), 0);
      await button(phone, t.more).click();
      await button(phone, SKILLS[11]).waitFor();
    });

    await story.test('1.17 names follow the language that the class says', async () => {
      await goTo(phone, 'class');
      await phone.page.getByLabel(t.names.locale, { exact: true }).selectOption('ko');
      await field(phone, t.names.grade).fill('Grade 4');
      await goTo(phone, 'class/list');
      await field(phone, t.roster.paste).fill('가영\nليلى حداد\nÉmile Zola');
      await button(phone, t.roster.preview).click();
      await button(phone, t.roster.add(3)).click();
      await phone.page.getByText(t.roster.added(3)).waitFor();
      await goTo(phone, 'students');
      await phone.page.getByRole('link', { name: '가영' }).waitFor();
      const names = await phone.page.locator('.rows .row-title bdi').allInnerTexts();
      assert.deepEqual([names[0], names[1], names[names.length - 1]], ['가영', 'Émile Zola', 'ليلى حداد']);
    });

    await story.test('what was written without a network reaches the team', async () => {
      await phone.context.setOffline(false);
      await teacher.isShared(phone);
      const pieces = recordsOf(dataDir, 'Room 12').filter(({ type }) => type === 'piece');
      assert.equal(pieces.length, 2);
      assert.deepEqual(Object.values(pieces.find((one) => one.title).stages).map(({ stage }) => stage), ['plan', 'draft']);
    });
    phone.checkQuiet();
  } finally {
    await phone.dispose();
    await service.stop();
    rmSync(dataDir, { recursive: true, force: true });
  }
});
