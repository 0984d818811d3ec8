// The ways of a day by keyboard alone: nothing here is clicked, and what has the focus can be seen.
import assert from 'node:assert/strict';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import test from 'node:test';
import { startService } from '../http/service.mjs';
import { Phone } from './harness.mjs';
import * as teacher from './teacher.mjs';

const { t, goTo } = teacher;
const CHILD = 'Ana Silva';
const POINT = 'Slow down the big moment.';
const STEPS_MAX = 150; // a screen has fewer places to stop at

/** Presses Tab until the element that is looked for has the focus. */
async function reach(phone, locator) {
  await locator.waitFor();
  for (let step = 0; step < STEPS_MAX; step++) {
    if (await locator.evaluate((element) => element === document.activeElement)) {
      const outline = await locator.evaluate((element) => getComputedStyle(element, element.matches('.card-open') ? '::after' : undefined).outlineStyle);
      assert.notEqual(outline, 'none', 'the focus can be seen');
      return;
    }
    await phone.page.keyboard.press('Tab');
  }
  throw new Error(`the keyboard does not reach ${locator}`);
}

const button = (phone, name) => phone.page.getByRole('button', { name, exact: true });
const field = (phone, label) => phone.page.getByLabel(label, { exact: true });
const link = (phone, name) => phone.page.getByRole('link', { name });
const tab = (phone, name) => phone.page.getByRole('navigation', { name: t.tabs.label, exact: true }).getByRole('link', { name });

async function press(phone, locator, key = 'Enter') {
  await reach(phone, locator);
  await phone.page.keyboard.press(key);
}

async function type(phone, locator, words) {
  await reach(phone, locator);
  await phone.page.keyboard.type(words);
}

test('every way of a day goes by keyboard alone', async (story) => {
  const step = (name, run) => story.test(name, run);
  const dataDir = mkdtempSync(join(tmpdir(), 'backtable-data-'));
  const service = await startService({ dataDir });
  const phone = new Phone(service.origin);
  try {
    await phone.open(`/#join=${service.ownerCode}`);

    await step('joining, the class, and its list', async () => {
      await type(phone, field(phone, t.door.name), 'Ms. Rivera');
      await phone.page.keyboard.press('Enter');
      await type(phone, field(phone, t.door.className), 'Room 12');
      await phone.page.keyboard.press('Enter');
      await press(phone, link(phone, t.today.paste));
      await type(phone, field(phone, t.roster.paste), `${CHILD}\nBen Sato`);
      await press(phone, button(phone, t.roster.preview));
      await press(phone, button(phone, t.roster.add(2)), 'Space');
      await link(phone, t.today.noteAbout(CHILD)).waitFor();
    });

    await step('a conference, with what was taught', async () => {
      await press(phone, link(phone, t.today.noteAbout(CHILD)).first());
      await press(phone, button(phone, t.types.conference), 'Space');
      await type(phone, field(phone, t.members.teaching_point), POINT);
    });

    await step('0.25 whether it is usable in the next piece too', async () => {
      await press(phone, phone.page.locator('summary', { hasText: t.note.more }));
      const usable = phone.page.getByRole('group', { name: t.capture.transferable }).getByRole('button', { name: t.yes, exact: true });
      await press(phone, usable, 'Space');
      assert.equal(await usable.getAttribute('aria-pressed'), 'true');
    });

    await step('1.19 what the child said, in the child’s own words', () => type(phone, field(phone, t.capture.studentSaid), 'Reading it aloud helps me.'));

    await step('0.27 whether it was held inside a group', async () => {
      const inside = button(phone, t.capture.contextNames.group);
      await press(phone, inside, 'Space');
      assert.equal(await inside.getAttribute('aria-pressed'), 'true');
      await press(phone, button(phone, t.done));
      await field(phone, t.note.words).waitFor({ state: 'detached' });
      await phone.page.locator('q', { hasText: 'Reading it aloud helps me.' }).first().waitFor();
    });

    await step('1.7 did it stick? is answered where the child is opened', async () => {
      await press(phone, tab(phone, t.tabs.students));
      await press(phone, link(phone, CHILD).first());
      const practising = button(phone, t.stick.statuses.practising).first();
      await press(phone, practising, 'Space');
      await phone.page.locator('[aria-pressed=true]', { hasText: t.stick.statuses.practising }).waitFor();
    });

    await step('1.18 one line about the writer stands on the card', async () => {
      await press(phone, link(phone, t.student.edit));
      await type(phone, field(phone, t.student.about), 'Draws before she writes.');
      await press(phone, button(phone, t.back));
      await phone.page.locator('.about', { hasText: 'Draws before she writes.' }).waitFor();
    });

    await step('the search, to a note and back', async () => {
      await press(phone, tab(phone, t.tabs.today));
      await press(phone, phone.page.getByRole('link', { name: t.today.search, exact: true }));
      await field(phone, t.search.what).waitFor();
      await type(phone, field(phone, t.search.what), 'moment');
      await press(phone, phone.page.locator('.card-open'));
      await field(phone, t.note.words).waitFor();
    });

    await step('the questions, and the way past the tabs', async () => {
      await press(phone, tab(phone, t.tabs.questions));
      await phone.page.getByRole('heading', { name: t.questions.title, level: 1 }).waitFor();
      await phone.page.reload();
      await press(phone, phone.page.getByRole('link', { name: t.skipToContent }));
      assert.equal(await phone.page.evaluate(() => document.activeElement?.tagName), 'MAIN');
    });
    phone.checkQuiet();
  } finally {
    await phone.dispose();
    await service.stop();
    rmSync(dataDir, { recursive: true, force: true });
  }
});
