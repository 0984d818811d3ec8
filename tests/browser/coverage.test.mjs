// Who was seen and who is due: the calendar of the class, the board, whom Today offers, and a teacher's look at her own practice.
//
// One story, told in steps: each builds on the one before. The phone's clock stands still, and is moved from day to day.
import assert from 'node:assert/strict';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import test from 'node:test';
import { startService } from '../http/service.mjs';
import { check } from './everybody.mjs';
import { Phone } from './harness.mjs';
import * as teacher from './teacher.mjs';

const { t, goTo, undo } = teacher;
const [ANA, BEN, CHLOE] = ['Ana Lopez', 'Ben Sato', 'Chloé Dubois'];
const STATES = t.coverage.states;

const button = (phone, name) => phone.page.getByRole('button', { name, exact: true });
const field = (phone, label) => phone.page.getByLabel(label, { exact: true });
const row = (phone, name) => phone.page.getByRole('listitem').filter({ has: phone.page.getByRole('link', { name: t.today.noteAbout(name), exact: true }) });
const says = (phone, name, words) => row(phone, name).getByText(words).first().waitFor();

/** Noon of that day, for the phone alone; every screen is opened anew. */
async function itIs(phone, day) {
  await goTo(phone, 'class/about');
  await phone.page.getByRole('heading', { name: t.about.title, level: 1 }).waitFor();
  await phone.page.clock.setFixedTime(new Date(`${day}T12:00:00`));
}

async function openBoard(phone, filter) {
  await goTo(phone, 'coverage');
  await phone.page.getByRole('heading', { name: t.coverage.title, level: 1 }).waitFor();
  await phone.page.getByRole('group', { name: t.coverage.show }).getByRole('button', { name: t.coverage.filters[filter], exact: true }).click();
}

/** The names on the board, in its order. */
async function board(phone, filter) {
  await openBoard(phone, filter);
  return phone.page.locator('.rows .row-title bdi').allInnerTexts();
}

async function openCalendar(phone) {
  await goTo(phone, 'class/calendar');
  await phone.page.getByRole('heading', { name: t.calendar.title, level: 1 }).waitFor();
}

const isSaved = (phone) => phone.page.getByText(t.place.shared, { exact: true }).waitFor();

test('who was seen, and who is due', async (story) => {
  const dataDir = mkdtempSync(join(tmpdir(), 'backtable-data-'));
  const service = await startService({ dataDir });
  const phone = new Phone(service.origin);
  let ended = false; // after a step that failed, the rest of the story means nothing
  const step = (name, work) => story.test(name, { skip: ended }, async (of) => {
    ended = true;
    try {
      await work(of);
      ended = false;
    } finally {
      if (ended) of.diagnostic(await phone.describe());
    }
  });

  try {
    await step('0.15 a new class: everybody is offered by name, because nobody was seen yet', async () => {
      await phone.open(`/#join=${service.ownerCode}`);
      await teacher.join(phone, 'Ms. Rivera');
      await teacher.createClass(phone, 'Room 12');
      await teacher.pasteList(phone, [ANA, BEN, CHLOE]);
      await itIs(phone, '2026-11-20');
      await goTo(phone, '');
      for (const name of [ANA, BEN, CHLOE]) await says(phone, name, t.next.why.never(''));
    });

    await step('1.15 holidays are told to the calendar of the class', async () => {
      await openCalendar(phone);
      await button(phone, t.calendar.addHoliday).click();
      await field(phone, t.calendar.first).fill('2026-11-25');
      await field(phone, t.calendar.last).fill('2026-11-27');
      await field(phone, t.calendar.name).fill('Thanksgiving');
      await field(phone, t.calendar.name).blur();
      await isSaved(phone);
    });

    await step('0.15 a child seen on Friday 20 November with a cadence of 5 is not due on Monday the 30th, due on 2 December, overdue after the 9th', async () => {
      await teacher.writeNote(phone, ANA, { words: 'Planned in three boxes.' });
      for (const [day, state] of [['2026-11-30', 'calm'], ['2026-12-01', 'soon'], ['2026-12-02', 'due'], ['2026-12-09', 'due'], ['2026-12-10', 'overdue']]) {
        await itIs(phone, day);
        await openBoard(phone, 'all');
        await says(phone, ANA, STATES[state]);
      }
    });

    await step('0.15 Today puts her first and says why, and the whole class stays one tap away', async () => {
      await goTo(phone, '');
      await says(phone, ANA, /^Overdue, due since Wed, Dec 2/);
      assert.equal(await phone.page.locator('.rows .row-title bdi').first().innerText(), ANA);
      const order = phone.page.getByRole('navigation', { name: t.today.order });
      await order.getByRole('link', { name: t.today.byName }).click();
      await phone.page.getByRole('heading', { name: t.today.writers, level: 2 }).waitFor();
      assert.equal(await phone.page.getByRole('link', { name: /^Note about/ }).count(), 3);
      await order.getByRole('link', { name: t.next.title }).click();
    });

    await step('0.15 a day on which she was absent does not count; a tap says so, and another takes it back', async () => {
      await itIs(phone, '2026-12-02');
      await openBoard(phone, 'all');
      await says(phone, ANA, STATES.due);
      await button(phone, t.coverage.markAway(ANA)).click();
      await says(phone, ANA, STATES.soon);
      await says(phone, ANA, t.coverage.away);
      await undo(phone);
      await says(phone, ANA, STATES.due);
    });

    await step('0.15 a cadence of her own: once in ten writing days, and she is not due', async () => {
      await phone.page.getByRole('link', { name: ANA }).first().click();
      await phone.page.getByRole('link', { name: t.student.edit }).click();
      await field(phone, t.coverage.cadenceOwn).selectOption(t.coverage.every(10));
      await isSaved(phone);
      await openBoard(phone, 'all');
      await says(phone, ANA, STATES.calm);
    });

    await step('1.15 a single day is tapped out of the calendar, and in again', async () => {
      await openCalendar(phone);
      const day = phone.page.getByRole('group', { name: t.calendar.days }).getByRole('button', { name: 'Wed, Dec 2', exact: true });
      for (const pressed of ['false', 'true']) {
        await day.click();
        assert.equal(await day.getAttribute('aria-pressed'), pressed);
      }
      await button(phone, t.choices.ab_days).click();
      await field(phone, t.calendar.from.ab_days).waitFor();
      await button(phone, t.choices.every_week).click();
      await isSaved(phone);
    });

    await step('1.14 the board asks for what was missed: due, by goal, by adult', async () => {
      assert.deepEqual(await board(phone, 'due'), [BEN, CHLOE]);
      assert.deepEqual((await board(phone, 'goal')).sort(), [ANA, BEN, CHLOE], 'nobody looked at drawing with anybody');
      assert.deepEqual(await board(phone, 'by'), [BEN, CHLOE], 'whom she has not seen herself');
    });

    await step('1.10 who was seen without ever asking', async () => {
      assert.deepEqual(await board(phone, 'never'), [ANA]);
      assert.deepEqual(await board(phone, 'only'), []);
      await phone.page.getByText(t.coverage.none).waitFor();
    });

    await step('1.14 the way back from a child leads to the same question', async () => {
      await board(phone, 'due');
      await phone.page.getByRole('link', { name: BEN }).first().click();
      await phone.page.getByRole('heading', { name: BEN, level: 1 }).waitFor();
      await button(phone, t.back).click();
      await phone.page.getByText(t.coverage.filtersHelp.due).waitFor();
    });

    await step('1.16 who shares today is tapped, and leaves the list of those who have not', async () => {
      assert.deepEqual((await board(phone, 'share')).sort(), [ANA, BEN, CHLOE]);
      await button(phone, t.coverage.markShared(BEN)).click();
      await row(phone, BEN).waitFor({ state: 'detached' });
      await undo(phone);
      await row(phone, BEN).waitFor();
      for (const name of [BEN, ANA]) {
        await button(phone, t.coverage.markShared(name)).click();
        await row(phone, name).waitFor({ state: 'detached' });
      }
      assert.deepEqual(await board(phone, 'share'), [CHLOE]);
    });

    await step('1.12 the pace says what is planned, what was done and when everybody will have been seen', async () => {
      await phone.page.getByText(t.pace.title).click();
      for (const words of [t.pace.plan(150, 30, 15, 45), t.pace.done(0, 0, 0, 0), t.pace.seenOf(0, 0, 3), t.pace.left(2)]) await phone.page.getByText(words, { exact: true }).waitFor();
      await goTo(phone, 'class/calendar');
      await field(phone, t.members.week_minutes).fill('200');
      await field(phone, t.members.week_minutes).blur();
      await isSaved(phone);
      await openBoard(phone, 'all');
      await phone.page.getByText(t.pace.title).click();
      await phone.page.getByText(t.pace.plan(200, 40, 20, 60), { exact: true }).waitFor();
    });

    await step('1.24 her own practice, read from her own notes', async () => {
      await goTo(phone, 'practice');
      await phone.page.getByText(t.practice.perChild('0.2')).waitFor(); // one contact, three children, two weeks
      await phone.page.getByText(t.practice.points(0)).waitFor();
    });

    await step('1.8 the seconds to save are shown gently, lie on this phone alone, and can be forgotten', async () => {
      await phone.page.getByText(/^Mostly about 0 seconds/).waitFor(); // the clock stood still
      assert.equal(await phone.page.evaluate(() => localStorage.getItem('backtable.entries')), '0');
      await button(phone, t.practice.forget).click();
      await phone.page.getByText(t.practice.noSeconds).waitFor();
    });

    await step('1.25 consent and its last day stand in the details, and stay', async (of) => {
      await goTo(phone, 'students');
      await phone.page.getByRole('link', { name: BEN }).first().click();
      await phone.page.getByRole('link', { name: t.student.edit }).click();
      await button(phone, t.details.photo).click();
      await field(phone, t.details.until).fill('2027-06-30');
      await isSaved(phone);
      await check(of, 'the details of a student', phone);
      await phone.page.reload();
      assert.equal(await button(phone, t.details.photo).getAttribute('aria-pressed'), 'true');
      assert.equal(await button(phone, t.details.share).getAttribute('aria-pressed'), 'false');
      assert.equal(await field(phone, t.details.until).inputValue(), '2027-06-30');
    });
    phone.checkQuiet();
  } finally {
    await phone.dispose();
    await service.stop();
    rmSync(dataDir, { recursive: true, force: true });
  }
});
