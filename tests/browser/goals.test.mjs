// Progressions, goals and growth, on a phone without a connection unless it says otherwise.
import assert from 'node:assert/strict';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import test from 'node:test';
import { startService } from '../http/service.mjs';
import { Phone } from './harness.mjs';
import { FOCUS, mark, openFocus, openGoals, startGoal, stepFold, takeOurs, unfold } from './school_goals.mjs';
import * as teacher from './teacher.mjs';

const { t, goTo } = teacher;
const NAMES = ['Ana Lopez', 'Ben Sato', 'Chloé Dubois'];
const TYPED = 'Stays with one claim to the last line';

const button = (phone, name) => phone.page.getByRole('button', { name, exact: true });
const press = (phone, name) => button(phone, name).click();
const field = (phone, label) => phone.page.getByLabel(label, { exact: true });
const heading = (phone, name) => phone.page.getByRole('heading', { name, level: 1 }).waitFor();
/** What the fields of the steps hold, in the order they stand in. */
const stepsShown = (phone) => phone.page.locator('.entries').first().locator('textarea').evaluateAll((areas) => areas.map((area) => area.value));
const settled = async (phone, wanted) => {
  await phone.page.waitForFunction((steps) => {
    const shown = [...document.querySelector('.entries').querySelectorAll('textarea')].map((area) => area.value);
    return JSON.stringify(shown) === JSON.stringify(steps);
  }, wanted);
};

test('progressions, goals and growth', async (story) => {
  const dataDir = mkdtempSync(join(tmpdir(), 'backtable-data-'));
  const service = await startService({ dataDir });
  const [rivera, chen] = [1, 2].map(() => new Phone(service.origin));
  try {
    await teacher.openClass(rivera, chen, service, NAMES);
    await teacher.isReadyOffline(rivera);
    await teacher.isShared(rivera);
    await rivera.context.setOffline(true);

    await story.test('1.1 a class starts from our progressions without a connection, and takes each once', async () => {
      await goTo(rivera, 'class/progressions');
      await rivera.page.getByText(t.progressions.none).waitFor();
      await takeOurs(rivera);
      await rivera.page.getByText(t.progressions.takeAll).waitFor();
      assert.equal(await rivera.page.locator('.rows .row').count(), 10);
      assert.equal(await button(rivera, t.progressions.take(0)).isDisabled(), true);
    });

    await story.test('1.1 one tap takes all of them back', async () => {
      await press(rivera, t.undo);
      await rivera.page.getByText(t.progressions.none).waitFor();
      await press(rivera, t.progressions.take(10));
      await rivera.page.getByRole('link', { name: FOCUS.name }).waitFor();
    });

    await story.test('1.1 a step is added, moved by buttons with the focus along, taken out and brought back', async () => {
      await openFocus(rivera);
      await press(rivera, t.progressions.addStep);
      await rivera.page.keyboard.type(TYPED);
      await settled(rivera, [...FOCUS.steps, TYPED]);
      const count = FOCUS.steps.length + 1;
      await press(rivera, t.progressions.up(t.progressions.step(count)));
      const moved = [...FOCUS.steps.slice(0, -1), TYPED, FOCUS.steps.at(-1)];
      await settled(rivera, moved);
      const focused = () => rivera.page.evaluate(() => document.activeElement.getAttribute('aria-label'));
      assert.equal(await focused(), t.progressions.up(t.progressions.step(count - 1)));
      await press(rivera, t.progressions.remove(t.progressions.step(1)));
      await settled(rivera, moved.slice(1));
      await press(rivera, t.undo);
      await settled(rivera, moved);
      await rivera.page.reload();
      await heading(rivera, FOCUS.name);
      await settled(rivera, moved);
    });

    await story.test('1.1 an own progression needs a name, then is there with its steps and questions', async () => {
      await goTo(rivera, 'class/progression/new');
      await heading(rivera, t.progressions.add);
      await press(rivera, t.progressions.addStep);
      await rivera.page.keyboard.type('Reads aloud to one other child');
      await rivera.page.getByText(t.progressions.nameMissing).waitFor();
      await field(rivera, t.progressions.name).fill('Reading one’s own writing');
      await press(rivera, t.progressions.addPrompt);
      await rivera.page.keyboard.type('Who has heard this?');
      await rivera.page.locator('summary').filter({ hasText: t.progressions.allGenres }).click();
      await press(rivera, t.choices.narrative);
      await rivera.page.getByText(t.place.phone, { exact: true }).waitFor();
      await rivera.page.reload();
      await heading(rivera, 'Reading one’s own writing');
      assert.deepEqual(await stepsShown(rivera), ['Reads aloud to one other child']);
      await press(rivera, t.progressions.retire);
      await button(rivera, t.progressions.unretire).waitFor();
      await rivera.page.getByText(t.place.phone, { exact: true }).waitFor();
    });

    await story.test('1.1 what is not offered any more stands apart, and is offered again', async () => {
      await goTo(rivera, 'class/progressions');
      const retired = rivera.page.getByRole('region', { name: t.progressions.retired });
      await retired.getByRole('link', { name: 'Reading one’s own writing' }).click();
      await press(rivera, t.progressions.unretire);
      await button(rivera, t.progressions.retire).waitFor();
      await goTo(rivera, 'class/progressions');
      await rivera.page.getByRole('region', { name: t.progressions.noCategory }).getByRole('link', { name: 'Reading one’s own writing' }).waitFor();
      await retired.waitFor({ state: 'detached' });
    });

    await story.test('1.3 a goal that is started for three children gives each a goal of their own', async () => {
      await startGoal(rivera, NAMES);
      for (const name of NAMES) {
        await openGoals(rivera, name);
        await rivera.page.getByRole('heading', { name: FOCUS.name }).waitFor();
      }
    });

    await story.test('1.3 a goal is looked at again on its day', async () => {
      await openGoals(rivera, NAMES[0]);
      assert.equal(await rivera.page.getByText(t.goals.due).count(), 0);
      await field(rivera, t.goals.review).first().fill('2026-01-05');
      await rivera.page.getByText(t.goals.due).waitFor();
      await press(rivera, t.goals.later);
      await rivera.page.getByText(t.goals.due).waitFor({ state: 'detached' });
    });

    await story.test('1.1 one tap on a step is a note on it; a second tap changes it, and a third takes it back', async () => {
      await openGoals(rivera, NAMES[0]);
      await mark(rivera, 0, 'emerging');
      await mark(rivera, 0, 'secure');
      await mark(rivera, 1, 'not_yet');
      await stepFold(rivera, 1).getByRole('button', { name: t.choices.not_yet, exact: true }).click();
      await stepFold(rivera, 1).locator('summary').getByText(t.goals.nothing).waitFor();
    });

    await story.test('1.2 the step behind the last secure one is suggested', async () => {
      await stepFold(rivera, 1).locator('summary').getByText(t.goals.next).waitFor();
      await mark(rivera, 3, 'secure');
      await stepFold(rivera, 4).locator('summary').getByText(t.goals.next).waitFor();
      assert.equal(await rivera.page.getByText(t.goals.next, { exact: true }).count(), 1);
    });

    await story.test('1.2 the questions are those for the kind of text', async () => {
      await unfold(rivera, t.goals.questions);
      const wanted = (genre) => FOCUS.prompts.filter(({ genres }) => !genres || genres.includes(genre)).map(({ text }) => text);
      await press(rivera, t.choices.opinion);
      assert.deepEqual(await rivera.page.locator('.prose li').allInnerTexts(), wanted('opinion'));
    });

    await story.test('1.2 every dot of the chart opens its note, by keyboard too, and the table says the same', async () => {
      const dots = rivera.page.locator('.chart a');
      assert.equal(await dots.count(), 2);
      await unfold(rivera, t.growth.table);
      const rows = rivera.page.locator('.table tbody tr');
      assert.equal(await rows.count(), 2);
      const hrefs = await dots.evaluateAll((all) => all.map((dot) => dot.getAttribute('href')));
      assert.deepEqual(hrefs.sort(), (await rows.locator('a').evaluateAll((all) => all.map((link) => link.getAttribute('href')))).sort());
      assert.match(await dots.first().getAttribute('aria-label'), new RegExp(`${t.growth.step} 1: ${t.choices.secure}`, 'i'));
      await dots.first().focus();
      await rivera.page.keyboard.press('Enter');
      await field(rivera, t.note.words).waitFor();
    });

    await story.test('1.3 a goal that is met stands with the earlier ones, and can be taken up again', async () => {
      await openGoals(rivera, NAMES[1]);
      await press(rivera, t.goals.met);
      await rivera.page.getByRole('heading', { name: t.goals.earlier }).waitFor();
      await rivera.page.getByText(t.goals.none).waitFor();
      await press(rivera, t.goals.reopen);
      await rivera.page.getByRole('heading', { name: t.goals.earlier }).waitFor({ state: 'detached' });
    });

    await story.test('1.2 the co-teacher sees the same steps, marks and goals once there is a connection', async () => {
      await rivera.context.setOffline(false);
      await teacher.isShared(rivera);
      await teacher.isShared(chen);
      await openGoals(chen, NAMES[0]);
      await stepFold(chen, 3).locator('summary').getByText(t.choices.secure, { exact: true }).waitFor();
      assert.equal(await chen.page.locator('.chart a').count(), 2);
    });

    for (const phone of [rivera, chen]) phone.checkQuiet();
  } catch (error) {
    for (const phone of [rivera, chen]) console.error(await phone.describe().catch(String));
    throw error;
  } finally {
    await Promise.all([rivera, chen].map((phone) => phone.dispose()));
    await service.stop();
    rmSync(dataDir, { recursive: true, force: true });
  }
});
