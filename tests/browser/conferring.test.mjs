// A teacher's day of conferring: one hand, no network, many children, and the same class in two pockets.
import assert from 'node:assert/strict';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import test from 'node:test';
import { startService } from '../http/service.mjs';
import { isSound, recordsOf } from './folder.mjs';
import { Phone } from './harness.mjs';
import * as teacher from './teacher.mjs';

const { t, goTo } = teacher;
const CLASS = Array.from({ length: 25 }, (_, i) => `Student ${String.fromCharCode(65 + i)}`);
const [ZOE, SEOYEON, LAYLA] = ['Zoé Muñoz', '김서연', 'ليلى حداد'];
const POINT = 'Slow down the big moment.';

/** Counts the taps that a hand makes; words come from the keyboard or its microphone. */
function makeHand() {
  const hand = { taps: 0, tap: (target) => { hand.taps += 1; return target.click(); } };
  return hand;
}

const button = (phone, name) => phone.page.getByRole('button', { name, exact: true });
const field = (phone, label) => phone.page.getByLabel(label, { exact: true });
const link = (phone, name) => phone.page.getByRole('link', { name, exact: true });
const phoneRow = (phone, name) => phone.page.getByRole('link', { name });
const openStudent = async (phone, name) => {
  await goTo(phone, 'students');
  await phone.page.getByRole('link', { name }).first().click();
  await phone.page.getByRole('heading', { name, level: 1 }).waitFor();
};

test('a day of conferring', async (story) => {
  const dataDir = mkdtempSync(join(tmpdir(), 'backtable-data-'));
  const service = await startService({ dataDir });
  const rivera = new Phone(service.origin);
  const chen = new Phone(service.origin);
  try {
    await teacher.openClass(rivera, chen, service, [...CLASS, ZOE, SEOYEON, LAYLA]);
    await teacher.isReadyOffline(rivera);
    await rivera.close(); // the browser writes the cookie of a phone that joined just now down only then, and this one is killed later
    await rivera.open();

    await story.test('0.26 a talk is written in three steps, and 0.29 in the form of TAG', async () => {
      await goTo(rivera, 'note/new');
      await button(rivera, CLASS[0]).click();
      await button(rivera, t.types.conference).click();
      await button(rivera, t.note.templates.three_step).click();
      await field(rivera, t.members.suggestion).fill('Say it twice in two ways.');
      await button(rivera, t.choices.revise).click();
      await button(rivera, t.note.templates.tag).click();
      await field(rivera, t.members.tell).fill('Your title made me curious.');
      assert.equal(await field(rivera, t.members.suggestion).inputValue(), 'Say it twice in two ways.');
      await teacher.done(rivera);
      await goTo(rivera, '');
      await teacher.card(rivera, 'Your title made me curious.').getByText('Say it twice in two ways.').waitFor();
    });

    await story.test('a new note is taken back in one tap', async () => {
      await goTo(rivera, 'note/new');
      await button(rivera, CLASS[1]).click();
      await field(rivera, t.note.words).fill('For another child.');
      await teacher.done(rivera);
      await button(rivera, t.undo).click();
      await goTo(rivera, '');
      await teacher.card(rivera, 'For another child.').waitFor({ state: 'detached' });
    });

    await story.test('0.11 a note is put aside in one tap, and waits on Today until it is done', async () => {
      await goTo(rivera, 'note/new');
      await button(rivera, CLASS[2]).click();
      await field(rivera, t.note.words).fill('Look at the ending');
      await button(rivera, t.note.finishLater).click();
      await rivera.page.getByText(t.note.putAside).waitFor();
      await goTo(rivera, '');
      await phoneRow(rivera, t.today.unfinished(1)).click();
      await teacher.done(rivera);
      await goTo(rivera, '');
      await phoneRow(rivera, t.today.unfinished(1)).waitFor({ state: 'detached' });
    });

    await story.test('0.22 the card before a talk has the last strength, the open point and what comes next', async () => {
      await teacher.writeNote(rivera, CLASS[3], { compliment: 'You ended with a feeling.', teaching_point: POINT, next_step: 'Dialogue that moves the story.' });
      await openStudent(rivera, CLASS[3]);
      const card = rivera.page.getByRole('region', { name: t.student.lastTime });
      for (const words of ['You ended with a feeling.', POINT, 'Dialogue that moves the story.']) await card.getByText(words).waitFor();
    });

    await story.test('0.24 a second teaching point is warned about and not blocked; 0.22 the same compliment is pointed out', async () => {
      await link(rivera, t.student.addNote).click();
      await button(rivera, t.types.conference).click();
      await field(rivera, t.members.compliment).fill('you ended with a feeling');
      await rivera.page.getByText(t.note.sameCompliment).waitFor();
      await field(rivera, t.members.teaching_point).fill('Vary how sentences begin.');
      await rivera.page.getByText(t.note.secondPoint).waitFor();
      await teacher.done(rivera);
      await openStudent(rivera, CLASS[3]);
      await rivera.page.getByText(t.stick.several(CLASS[3])).waitFor();
    });

    await story.test('1.7 "did it stick?" is one tap, and one more takes it back', async () => {
      const first = rivera.page.getByRole('group', { name: t.stick.ask }).first();
      await first.getByRole('button', { name: t.stick.statuses.transferred, exact: true }).click();
      await rivera.page.getByText(t.stick.kept).waitFor();
      await rivera.page.getByText(t.stick.alone).waitFor(); // what is transferred is offered as a strength
      await button(rivera, t.undo).click();
      await rivera.page.getByText(t.stick.alone).waitFor({ state: 'detached' });
    });

    await story.test('28 students, flight mode since install: did it stick, one sentence, four taps; killed at once, the note is there', async () => {
      await goTo(rivera, '');
      await teacher.isShared(rivera);
      await rivera.context.setOffline(true);
      const hand = makeHand();
      await goTo(rivera, 'students');
      await hand.tap(rivera.page.getByRole('link', { name: CLASS[3] }).first());
      await hand.tap(rivera.page.getByRole('group', { name: t.stick.ask }).first().getByRole('button', { name: t.stick.statuses.practising, exact: true }));
      await hand.tap(link(rivera, t.student.addNote));
      await hand.tap(field(rivera, t.note.words));
      await rivera.page.keyboard.insertText('She reread the lead and slowed it down herself.'); // as a dictating keyboard does
      await teacher.savedWords(rivera).waitFor();
      assert.ok(hand.taps <= 4, `${hand.taps} taps`);
      await rivera.kill();
      await rivera.open();
      await rivera.context.setOffline(true);
      await teacher.card(rivera, 'She reread the lead and slowed it down herself.').waitFor();
      await openStudent(rivera, CLASS[3]);
      await rivera.page.getByRole('button', { name: t.stick.statuses.practising, exact: true }).and(rivera.page.locator('[aria-pressed=true]')).waitFor();
    });

    await story.test('2.15 a strategy talk with three children: one record, three contacts, three histories; their names in three scripts', async () => {
      await rivera.context.setOffline(false);
      await goTo(rivera, 'note/new?type=session');
      for (const name of [ZOE, SEOYEON, LAYLA]) await button(rivera, name).click();
      await button(rivera, t.choices.strategy).click();
      await field(rivera, t.members.teaching_point).fill('Name the feeling without its word.');
      for (const [name, outcome] of [[ZOE, 'got_it'], [SEOYEON, 'almost'], [LAYLA, 'not_yet']])
        await rivera.page.getByRole('group', { name: t.note.outcomeFor(name) }).getByRole('button', { name: t.choices[outcome], exact: true }).click();
      await teacher.done(rivera);
      await teacher.isShared(rivera);
      for (const [name, outcome] of [[ZOE, 'got_it'], [SEOYEON, 'almost'], [LAYLA, 'not_yet']]) {
        await openStudent(rivera, name);
        await rivera.page.locator('.card').filter({ hasText: 'Name the feeling' }).getByText(t.choices[outcome], { exact: true }).waitFor();
      }
      assert.equal(recordsOf(dataDir, 'Room 12').filter(({ type }) => type === 'session').length, 1);
    });

    await story.test('changing the teaching point once changes it for all, and an undo takes the note from all', async () => {
      await rivera.page.locator('.card').filter({ hasText: 'Name the feeling' }).getByRole('link').first().click();
      await field(rivera, t.members.teaching_point).fill('Show the feeling in the hands.');
      await teacher.done(rivera);
      for (const name of [ZOE, SEOYEON, LAYLA]) {
        await openStudent(rivera, name);
        await rivera.page.locator('.card').getByText('Show the feeling in the hands.').waitFor();
      }
      await rivera.page.locator('.card').filter({ hasText: 'Show the feeling' }).getByRole('link').first().click();
      await button(rivera, t.note.delete).click();
      await rivera.page.getByText(t.note.deleted).waitFor();
      for (const name of [ZOE, SEOYEON, LAYLA]) {
        await openStudent(rivera, name);
        await rivera.page.getByText(t.student.noNotes).waitFor();
      }
    });

    for (const phone of [rivera, chen]) phone.checkQuiet();
    isSound(dataDir);
  } finally {
    await Promise.all([rivera, chen].map((phone) => phone.dispose()));
    await service.stop();
    rmSync(dataDir, { recursive: true, force: true });
  }
});
