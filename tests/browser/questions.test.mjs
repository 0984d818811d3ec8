// Where two teachers really disagree: what each phone asks, and what their answers do.
//
// One story, told in steps: each builds on the one before, as a school day does.
import assert from 'node:assert/strict';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import test from 'node:test';
import { startService } from '../http/service.mjs';
import { Phone } from './harness.mjs';
import * as teacher from './teacher.mjs';

const { t } = teacher;
const [ANA, BEN] = ['Ana Lopez', 'Ben Okafor'];
const MARKED = 'The lead is slow.';
const DELETED = 'Talks the story before writing it.';
const TABLE = 'Both wrote dialogue at the back table.';
const TABS_MAX = 60; // a screen of questions has fewer things to tap

const cards = (phone) => phone.page.locator('.question');
const way = (phone, name, act) => phone.page.getByRole('group', { name: `${name} ${t.questions.acts[act]}`, exact: true });
const press = (place, name) => place.getByRole('button', { name, exact: true }).click();

async function asks(phone, count) {
  await teacher.goTo(phone, '');
  const link = phone.page.getByRole('link', { name: t.today.questions(count) });
  if (count > 0) await link.waitFor();
  else await phone.page.getByRole('link', { name: t.today.questions(1) }).waitFor({ state: 'detached' });
}

async function mark(phone, words, label, choice) {
  await teacher.openNote(phone, words);
  await press(phone.page.getByRole('group', { name: label, exact: true }), t.choices[choice]);
  await teacher.done(phone);
}

/** Leaves Ben out of a note about two, and with him what was said of him alone. */
async function takeOutBen(phone) {
  await teacher.openNote(phone, TABLE);
  await press(phone.page, t.note.change);
  await press(phone.page, BEN);
  await teacher.done(phone);
}

async function writeTableNote(phone) {
  await teacher.goTo(phone, 'note/new');
  for (const name of [ANA, BEN]) await press(phone.page, name);
  await press(phone.page, t.note.thatIsAll);
  for (const name of [ANA, BEN]) await press(phone.page.getByRole('group', { name: t.note.markFor(name), exact: true }), t.choices.not_yet);
  await phone.page.getByLabel(t.note.words, { exact: true }).fill(TABLE);
  await teacher.done(phone);
}

const focused = (phone) => phone.page.evaluate(() => document.activeElement?.textContent);

/** As with a keyboard alone: from the top of the screen to the button, and Enter. */
async function tabTo(phone, name) {
  for (let i = 0; i < TABS_MAX; i++) {
    await phone.page.keyboard.press('Tab');
    if (await focused(phone) === name) return;
  }
  assert.fail(`${name} was not reached by ${TABS_MAX} tabs`);
}

test('questions between two teachers', async (story) => {
  const dataDir = mkdtempSync(join(tmpdir(), 'backtable-data-'));
  const service = await startService({ dataDir });
  const rivera = new Phone(service.origin);
  const chen = new Phone(service.origin);
  const both = [rivera, chen];
  const each = (work) => Promise.all(both.map(work));
  const apart = async (work) => {
    await each(teacher.isShared);
    await each((phone) => phone.context.setOffline(true));
    await work();
    await each((phone) => phone.context.setOffline(false));
    await each(teacher.isShared);
  };
  let ended = false; // after a step that failed, the rest of the story means nothing
  const step = (name, work) => story.test(name, { skip: ended }, async (check) => {
    ended = true;
    try {
      await work();
      both.forEach((phone) => phone.checkQuiet());
      ended = false;
    } finally {
      if (ended) for (const phone of both) check.diagnostic(await phone.describe());
    }
  });

  try {
    await teacher.openClass(rivera, chen, service, [ANA, BEN]);
    await teacher.writeNote(rivera, ANA, { words: MARKED }, 'emerging');
    await teacher.writeNote(rivera, BEN, { words: DELETED });
    await writeTableNote(rivera);
    await teacher.goTo(chen, '');
    for (const words of [MARKED, DELETED, TABLE]) await teacher.card(chen, words).waitFor();

    await step('two marks, a deletion beside a change, and a removal beside a change are three questions on both phones', async () => {
      await apart(async () => {
        await mark(rivera, MARKED, t.note.mark, 'secure');
        await teacher.deleteNote(rivera, DELETED);
        await takeOutBen(rivera);
        await mark(chen, MARKED, t.note.mark, 'not_yet');
        await teacher.rewrite(chen, DELETED, 'Talks the story, then writes it.');
        await mark(chen, TABLE, t.note.markFor(BEN), 'secure');
      });
      await each((phone) => asks(phone, 3));
    });

    await step('each says who did what, and shows what is at stake', async () => {
      for (const phone of both) {
        await teacher.openQuestions(phone);
        await way(phone, 'Ms. Rivera', 'chose').getByText(t.choices.secure).waitFor();
        await way(phone, 'Mr. Chen', 'chose').getByText(t.choices.not_yet).waitFor();
        const deletion = cards(phone).filter({ hasText: t.questions.deletedOrKept });
        await deletion.getByText('Talks the story, then writes it.').waitFor();
        await deletion.getByRole('group', { name: `Mr. Chen ${t.questions.acts.changed}` }).getByText(t.members.words).waitFor();
        await deletion.getByRole('group', { name: `Ms. Rivera ${t.questions.acts.deleted}` }).getByRole('button', { name: t.questions.deleteNote }).waitFor();
        const removal = cards(phone).filter({ hasText: t.questions.removedInside });
        await removal.getByRole('group', { name: `Ms. Rivera ${t.questions.acts.tookOut}` }).getByRole('button', { name: t.questions.takeOut }).waitFor();
        await removal.getByRole('group', { name: `Mr. Chen ${t.questions.acts.changed}` }).getByText(t.choices.secure).waitFor();
      }
    });

    await step('from a student and from a note, the way leads to the questions about them', async () => {
      await teacher.goTo(chen, 'students');
      await chen.page.getByRole('link', { name: BEN }).first().click();
      await chen.page.getByRole('link', { name: t.note.answer, exact: true }).click();
      await cards(chen).filter({ hasText: t.questions.deletedOrKept }).waitFor();
      assert.equal(await cards(chen).filter({ hasText: t.choices.not_yet }).filter({ hasText: t.choices.emerging }).count(), 0, "Ana's mark is no question about Ben");
      await chen.page.getByRole('link', { name: t.questions.all(3) }).click();
      await cards(chen).nth(2).waitFor();
      await teacher.openNote(chen, MARKED);
      await chen.page.getByRole('link', { name: t.note.answer, exact: true }).click();
      await way(chen, 'Ms. Rivera', 'chose').waitFor();
      assert.equal(await cards(chen).count(), 1);
    });

    await step('answered on both phones offline: the same answers settle, different ones are one question again', async () => {
      await apart(async () => {
        for (const phone of both) {
          await teacher.openQuestions(phone);
          await press(way(phone, 'Mr. Chen', 'changed').filter({ hasText: t.members.words }), t.questions.keepNote);
          await press(cards(phone).filter({ hasText: t.questions.removedInside }), t.questions.keepNote);
        }
        await press(way(rivera, 'Ms. Rivera', 'chose'), t.questions.keepThis);
        await press(chen.page.getByRole('group', { name: t.questions.another }), t.choices.emerging);
        await each((phone) => phone.page.getByText(t.questions.none).waitFor());
      });
      await each((phone) => asks(phone, 1));
      for (const phone of both) {
        await teacher.openQuestions(phone);
        await way(phone, 'Ms. Rivera', 'chose').getByText(t.choices.secure).waitFor();
        await way(phone, 'Mr. Chen', 'chose').getByText(t.choices.emerging).waitFor();
        assert.equal(await cards(phone).count(), 1);
      }
    });

    await step('a keyboard alone is enough, and goes on from the top of the screen', async () => {
      await teacher.openQuestions(chen);
      await tabTo(chen, t.questions.keepThis);
      await chen.page.keyboard.press('Enter');
      await chen.page.getByText(t.questions.none).waitFor();
      assert.equal(await focused(chen), t.questions.title);
      await each((phone) => asks(phone, 0));
    });

    await step('what one deleted and both kept is a note again, with the change', async () => {
      for (const phone of both) {
        const notes = await teacher.notesOf(phone);
        assert.ok(notes.includes('Talks the story, then writes it.'), notes.join(' | '));
      }
    });

    await step('two wordings: kept both, taken back while it is on this phone alone, and written anew', async () => {
      await apart(async () => {
        await teacher.rewrite(rivera, MARKED, 'The lead is gripping.');
        await teacher.rewrite(chen, MARKED, 'The lead is unclear.');
      });
      await teacher.openQuestions(rivera);
      await rivera.context.setOffline(true);
      await press(rivera.page, t.questions.keepBoth);
      await rivera.page.getByText(t.questions.none).waitFor();
      await teacher.undo(rivera);
      await way(rivera, 'Mr. Chen', 'wrote').waitFor();
      await rivera.context.setOffline(false);
      await press(rivera.page, t.questions.anew);
      await rivera.page.locator('textarea:focus').waitFor();
      await rivera.page.getByLabel(t.questions.anewLabel, { exact: true }).fill('The lead grips, and the reader is lost.');
      await press(rivera.page, t.save);
      await each((phone) => asks(phone, 0));
      for (const phone of both) await teacher.card(phone, 'The lead grips, and the reader is lost.').waitFor();
    });
  } finally {
    await Promise.all(both.map((phone) => phone.dispose()));
    await service.stop();
    rmSync(dataDir, { recursive: true, force: true });
  }
});
