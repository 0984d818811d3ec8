// A child's year: what changed between two days, the class as it stood on a day, and what comes back from there.
//
// One story, told in steps: each builds on the one before.
import assert from 'node:assert/strict';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import test from 'node:test';
import { ownerCode, startService } from '../http/service.mjs';
import { Phone } from './harness.mjs';
import * as teacher from './teacher.mjs';
import { calendarDay, dateHistory, daysAgo, Writer } from './year.mjs';

const { t, goTo, openChanges, openDay, backToNow, undo } = teacher;
const banner = teacher.pastBanner;
const FIRST_WORDS = 'Tells the story aloud';
const LATER_WORDS = 'Tells the story aloud, then plans it in three boxes';
const TAKEN_OUT = 'Copied a line from the mentor text.';
const LAST_WORDS = 'Opened with a line of dialogue.';
const MANY = 620; // more than the service gives at once
const BATCH = 100;

/** A year of a class, as the phones of its teachers would have sent it. */
async function writeYear(service) {
  const rivera = await Writer.join(service, service.ownerCode);
  await rivera.createClass('Room 12');
  const at = { begin: daysAgo(300), note: daysAgo(200), change: daysAgo(120), remove: daysAgo(100), last: daysAgo(20) };
  const classroom = rivera.record('classroom', at.begin, { name: 'Room 12' }, rivera.notebook);
  const person = rivera.record('person', at.begin, { name: 'Ms. Rivera' }, rivera.person);
  const [ana, ben] = ['Ana Lopez', 'Ben Sato'].map((name) => rivera.record('student', at.begin, { name }));
  const skill = rivera.record('skill', at.begin, { name: 'Planning' });
  await rivera.push(at.begin, [classroom, person, ana, ben, skill]);
  const note = rivera.record('observation', at.note, { students: [ana.id], skill: skill.id, mark: 'not_yet', words: FIRST_WORDS });
  const aboutBoth = rivera.record('observation', at.note, { students: [ana.id, ben.id], outcomes: { [ben.id]: { mark: 'secure' } }, words: 'Partners.' });
  const wrong = rivera.record('observation', at.note, { students: [ana.id], words: TAKEN_OUT });
  await rivera.push(at.note, [note, aboutBoth, wrong]);
  const chen = await rivera.invite(service);
  await chen.push(at.change, [chen.record('person', at.change, { name: 'Mr. Chen' }, chen.person)]);
  await chen.push(at.change, [chen.edited(note, at.change, { mark: 'emerging', words: LATER_WORDS })]);
  await rivera.push(at.change, [rivera.edited(aboutBoth, at.change, { outcomes: { [ben.id]: { mark: 'emerging' } } })]);
  await rivera.push(at.remove, [rivera.edited(wrong, at.remove, { deleted: { at: at.remove.toISOString(), by: rivera.person } })]);
  const last = rivera.record('observation', at.last, { students: [ana.id], skill: skill.id, mark: 'secure', words: LAST_WORDS });
  const zoe = rivera.record('student', at.last, { name: 'Zoe Park' });
  await rivera.push(at.last, [last, zoe]);
  return { rivera, at, ana, ben };
}

const heading = (phone, name, level = 1) => phone.page.getByRole('heading', { name, level });
const status = (phone, words) => phone.page.getByRole('status').filter({ hasText: words });
const act = (phone, kind) => phone.page.getByRole('listitem').filter({ hasText: t.changes.acts[kind] });

test('the year of a child', async (story) => {
  const dataDir = mkdtempSync(path.join(tmpdir(), 'backtable-data-'));
  let service = await startService({ dataDir });
  const phone = new Phone(service.origin);
  let ended = false; // after a step that failed, the rest of the story means nothing
  const step = (name, work) => story.test(name, { skip: ended }, async (check) => {
    ended = true;
    try {
      await work();
      phone.checkQuiet();
      ended = false;
    } finally {
      if (ended) check.diagnostic(await phone.describe());
    }
  });
  const again = async () => { service = await startService({ dataDir, port: service.port }); };

  try {
    const { rivera, at, ana, ben } = await writeYear(service);
    await service.stop();
    dateHistory(dataDir, rivera.dated);
    await again();
    await phone.open(`/#join=${await ownerCode(dataDir)}`);
    await teacher.join(phone, 'Ms. Rivera');
    await heading(phone, 'Room 12').waitFor();
    await teacher.card(phone, LAST_WORDS).waitFor();

    await step('between two days: begun, changed and deleted, by day and by whom, in words', async () => {
      await openChanges(phone, ana.id, calendarDay(at.note), calendarDay(at.last));
      await status(phone, t.changes.count(6)).waitFor();
      assert.equal(await act(phone, 'begun').count(), 4);
      assert.equal(await act(phone, 'deleted').count(), 1);
      const changed = act(phone, 'changed');
      assert.equal(await changed.count(), 1, 'the mark of another child is not about this one');
      assert.match(await changed.innerText(), /Changed by Mr\. Chen[^]*Emerging/);
      assert.deepEqual(await changed.locator('del').allInnerTexts(), []);
      assert.deepEqual(await changed.locator('ins').allInnerTexts(), [', then plans it in three boxes']);
      assert.equal(await phone.page.getByRole('heading', { level: 2 }).count(), 5, 'four days, and the marks');
    });

    await step('what lies before the first day or after the last one is not there', async () => {
      await openChanges(phone, ana.id, calendarDay(daysAgo(130)), calendarDay(daysAgo(110)));
      await status(phone, t.changes.count(1)).waitFor();
      await openChanges(phone, ana.id, calendarDay(daysAgo(90)), calendarDay(daysAgo(60)));
      await status(phone, t.changes.none).waitFor();
      await openChanges(phone, ana.id, calendarDay(daysAgo(60)), calendarDay(daysAgo(90)));
      await phone.page.getByText(t.changes.reversed).waitFor();
    });

    await step('how the marks moved stands above it, and needs no history', async () => {
      await openChanges(phone, ana.id, calendarDay(at.note), calendarDay(at.last));
      const moved = phone.page.locator('.moved');
      await moved.waitFor();
      assert.match(await moved.innerText(), /Planning[^]*Emerging[^]*Secure/);
    });

    await step('a tap on a change opens the versions of its note, and back leads to the same days', async () => {
      await act(phone, 'changed').getByRole('link').first().click();
      await heading(phone, t.versions.title).waitFor();
      await phone.page.getByRole('button', { name: /Mark/ }).waitFor();
      await phone.page.goBack();
      await status(phone, t.changes.count(6)).waitFor();
    });

    await step('the class on a day: the whole app shows that day', async () => {
      await openDay(phone, calendarDay(daysAgo(150)));
      await banner(phone).waitFor();
      await heading(phone, 'Room 12').waitFor();
      await phone.page.getByText(FIRST_WORDS).waitFor();
      await phone.page.getByText(TAKEN_OUT).waitFor();
      assert.equal(await phone.page.getByText(LATER_WORDS).count(), 0);
      assert.equal(await phone.page.getByText(LAST_WORDS).count(), 0);
      await goTo(phone, '?by=seen');
      await phone.page.getByText(t.seenThen.days(50)).first().waitFor();
      await goTo(phone, 'students');
      await phone.page.getByRole('link', { name: 'Ben Sato' }).waitFor();
      assert.equal(await phone.page.getByRole('link', { name: 'Zoe Park' }).count(), 0);
      await goTo(phone, `student/${ana.id}/changes`);
      const last = await phone.page.getByLabel(t.changes.to, { exact: true }).inputValue();
      assert.equal(last, calendarDay(daysAgo(150)), 'stretches of days end with the day that is looked at');
    });

    await step('nothing can be changed there', async () => {
      const writing = [t.today.note, t.student.addNote, t.done, t.note.delete, t.groups.add, t.student.edit, t.add];
      for (const route of ['', 'students', `student/${ana.id}`, 'class', 'class/groups']) {
        await goTo(phone, route);
        await heading(phone, /./).waitFor();
        for (const name of writing) {
          const offered = phone.page.getByRole('button', { name, exact: true }).or(phone.page.getByRole('link', { name, exact: true }));
          assert.equal(await offered.count(), 0, `${route} offers "${name}"`);
        }
      }
      for (const route of ['note/new', 'class/list', 'class/skills', 'class/people', `student/${ana.id}/details`, 'questions']) {
        await goTo(phone, route);
        await phone.page.getByText(t.notThere).waitFor();
        assert.equal(await phone.page.locator('main input, main textarea').count(), 0, `${route} has a field`);
      }
    });

    await step('one tap leads back to now, and a reload does too', async () => {
      await goTo(phone, `student/${ana.id}`);
      await phone.page.getByText(FIRST_WORDS).waitFor();
      await backToNow(phone);
      await phone.page.getByText(LAST_WORDS).first().waitFor();
      assert.equal(await banner(phone).count(), 0);
      await openDay(phone, calendarDay(daysAgo(150)));
      await banner(phone).waitFor();
      await phone.page.reload();
      await phone.page.getByText(LAST_WORDS).waitFor();
      assert.equal(await banner(phone).count(), 0);
    });

    await step('a version of that day is brought back into the present, can be taken back, and the later one is kept', async () => {
      await openDay(phone, calendarDay(daysAgo(150)));
      await teacher.card(phone, FIRST_WORDS).getByRole('link').first().click();
      await heading(phone, t.day.sinceThen, 2).waitFor();
      await phone.page.getByRole('button', { name: t.day.bringBack, exact: true }).click();
      await phone.page.getByText(t.versions.restored).waitFor();
      await phone.page.getByText(t.day.unchanged).waitFor();
      await undo(phone);
      await heading(phone, t.day.sinceThen, 2).waitFor();
      await phone.page.getByRole('button', { name: t.day.bringBack, exact: true }).click();
      await phone.page.getByText(t.day.unchanged).waitFor();
      await backToNow(phone);
      await goTo(phone, '');
      await teacher.card(phone, FIRST_WORDS).waitFor();
      await teacher.isShared(phone);
      await teacher.openVersions(phone, FIRST_WORDS);
      await phone.page.locator('.version').nth(2).waitFor();
      assert.equal(await phone.page.locator('.version').count(), 3, 'written, changed, brought back');
    });

    await step('what was deleted comes back from the day on which it stood', async () => {
      await openDay(phone, calendarDay(daysAgo(150)));
      await teacher.card(phone, TAKEN_OUT).getByRole('link').first().click();
      await phone.page.getByRole('button', { name: t.day.bringBack, exact: true }).click();
      await phone.page.getByRole('button', { name: t.close, exact: true }).click(); // the line that says so stands over what is tapped next
      await backToNow(phone);
      await goTo(phone, '');
      await teacher.card(phone, TAKEN_OUT).waitFor();
      await teacher.isShared(phone);
      await openChanges(phone, ana.id, calendarDay(daysAgo(1)), calendarDay(daysAgo(0)));
      await act(phone, 'restored').waitFor();
    });

    await step('each version says what changed in it, and from which device', async () => {
      await teacher.openVersions(phone, FIRST_WORDS);
      const [now, changed, written] = [0, 1, 2].map((i) => phone.page.locator('.version').nth(i));
      const members = `${t.members.mark} · ${t.members.words}`;
      await now.getByText(`${t.versions.now} · ${members} · ${t.versions.thisPhone}`).waitFor();
      await changed.getByText(`${members} · ${t.versions.deviceNamed('test')}`).waitFor();
      await written.getByText(`${t.versions.first} · ${t.versions.deviceNamed('test')}`).waitFor();
    });

    await step('any two versions beside each other, the earlier one first', async () => {
      await teacher.openVersions(phone, FIRST_WORDS);
      await phone.page.getByRole('button', { name: new RegExp(t.versions.first) }).click();
      await phone.page.getByLabel(t.versions.compareWith).selectOption({ index: 1 });
      await phone.page.getByText(t.versions.same).waitFor();
      await phone.page.getByLabel(t.versions.compareWith).selectOption({ index: 2 });
      await phone.page.locator('ins', { hasText: 'then plans it in three boxes' }).waitFor();
    });

    await step('a day before the class began says so', async () => {
      await openDay(phone, calendarDay(daysAgo(400)));
      await phone.page.getByRole('alert').waitFor();
      assert.equal(await banner(phone).count(), 0);
    });

    await step('hundreds of changes come a page at a time', async () => {
      const begun = Array.from({ length: MANY }, (_, i) => rivera.record('observation', new Date(), { students: [ben.id], words: `Number ${i}.` }));
      for (let i = 0; i < MANY; i += BATCH) await rivera.push(daysAgo(0), begun.slice(i, i + BATCH));
      await openChanges(phone, ben.id, calendarDay(daysAgo(1)), calendarDay(daysAgo(0)));
      const more = phone.page.getByRole('button', { name: t.changes.more });
      await more.click();
      await status(phone, t.changes.count(MANY)).waitFor();
      for (const i of [0, MANY - 1]) await phone.page.getByText(`Number ${i}.`, { exact: true }).waitFor();
      assert.equal(await more.count(), 0);
    });

    await step('without a connection it is said where history lives, and the phone shows its own notes', async () => {
      await service.stop();
      await openChanges(phone, ana.id, calendarDay(at.note), calendarDay(at.last));
      await phone.page.getByText(t.changes.offline).waitFor();
      await heading(phone, t.changes.here, 2).waitFor();
      await teacher.card(phone, LAST_WORDS).waitFor();
      await openDay(phone, calendarDay(daysAgo(150)));
      await phone.page.getByText(t.day.offline).waitFor();
      assert.equal(await banner(phone).count(), 0);
      await goTo(phone, `student/${ana.id}`);
      await teacher.card(phone, LAST_WORDS).waitFor();
    });

    await step('the history is there again with the connection, at one tap', async () => {
      await openChanges(phone, ana.id, calendarDay(at.note), calendarDay(at.last));
      await phone.page.getByText(t.changes.offline).waitFor();
      await again();
      await phone.page.getByRole('button', { name: t.versions.tryAgain }).click();
      await status(phone, t.changes.count(6)).waitFor();
    });
  } finally {
    await phone.dispose();
    await service.stop();
    rmSync(dataDir, { recursive: true, force: true });
  }
});
