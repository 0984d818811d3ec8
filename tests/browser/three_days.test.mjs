// Two teachers of one class, three days without a connection, one phone with a wrong clock: when it comes back, both have the same,
// nothing is lost, and they are asked only where they disagree.
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
const HOUR_MS = 60 * 60 * 1000;
const DAY_MS = 24 * HOUR_MS;
const NAMES = ['Ana Lopez', 'Ben Okoro', 'Chen Wei', 'Dalia Haddad', 'Eli Stone'];
const EDITED = 'Her lead begins with a sound.';
const REMOVED = 'Skips the planning page.';

/** What a phone believes about the time, from the next look at the clock on. */
const setClock = (phone, offsetMs) => phone.page.evaluate((offset) => localStorage.setItem('clock', String(offset)), offsetMs);

/** A phone whose clock can be wrong. */
async function withClock(phone) {
  await phone.context.addInitScript(() => {
    const Real = Date;
    const wrong = () => Number(localStorage.getItem('clock') ?? 0);
    globalThis.Date = class extends Real {
      constructor(...words) {
        if (words.length > 0) super(...words);
        else super(Real.now() + wrong());
      }
      static now() { return Real.now() + wrong(); }
    };
  });
  await phone.page.reload();
  await phone.page.getByRole('heading', { level: 1 }).waitFor();
}

async function write(phone, student, words) {
  await goTo(phone, '');
  await phone.page.getByRole('link', { name: t.today.noteAbout(student), exact: true }).first().click();
  await phone.page.getByLabel(t.note.words, { exact: true }).fill(words);
  await teacher.done(phone);
}

async function look(phone, words) {
  await goTo(phone, 'search');
  await phone.page.getByLabel(t.search.what, { exact: true }).fill(words);
}

test('three days apart', async (story) => {
  const dataDir = mkdtempSync(join(tmpdir(), 'backtable-data-'));
  const service = await startService({ dataDir });
  const rivera = new Phone(service.origin);
  const chen = new Phone(service.origin);
  const both = [rivera, chen];
  try {
    await teacher.openClass(rivera, chen, service, NAMES);
    await teacher.writeNote(rivera, NAMES[0], { words: EDITED });
    await teacher.writeNote(rivera, NAMES[1], { words: REMOVED });
    await teacher.isShared(rivera);
    for (const phone of both) {
      await goTo(phone, '');
      await teacher.card(phone, REMOVED).waitFor();
      await teacher.isReadyOffline(phone);
      await withClock(phone);
      await phone.context.setOffline(true);
    }
    const before = recordsOf(dataDir, 'Room 12').filter(({ type }) => type === 'observation').length;

    await story.test('they write 14 and 9 notes, both change one, and one deletes what the other changes', async () => {
      await teacher.rewrite(rivera, EDITED, `${EDITED} She read it aloud.`);
      await teacher.rewrite(chen, EDITED, `On Tuesday: ${EDITED}`);
      await teacher.deleteNote(rivera, REMOVED);
      await teacher.rewrite(chen, REMOVED, `${REMOVED} Now he asks for one.`);
      for (const [phone, counts, offset] of [[rivera, [5, 5, 4], 3 * HOUR_MS], [chen, [3, 3, 3], 0]]) {
        for (const [day, count] of counts.entries()) {
          await setClock(phone, day * DAY_MS + offset);
          for (let n = 0; n < count; n++) await write(phone, NAMES[n % NAMES.length], `Day ${day + 1}, ${phone === rivera ? 'Rivera' : 'Chen'} ${n + 1}.`);
        }
      }
    });

    await story.test('back together, both phones show the same, and 23 new notes are there', async () => {
      for (const phone of both) {
        await setClock(phone, phone === rivera ? 3 * HOUR_MS : 0);
        await phone.context.setOffline(false);
        await teacher.isShared(phone);
      }
      for (const phone of both) await teacher.isShared(phone);
      for (const phone of both) await phone.page.getByRole('link', { name: t.today.questions(1) }).waitFor();
      const notes = recordsOf(dataDir, 'Room 12').filter(({ type }) => type === 'observation');
      assert.equal(notes.length, before + 23);
      const ends = await Promise.all(both.map(async (phone) => {
        await look(phone, 'day');
        await phone.page.getByRole('status').filter({ hasText: t.search.found(23) }).waitFor();
        return (await phone.page.locator('main').textContent()).match(/Day \d, \w+ \d\./g).sort();
      }));
      assert.deepEqual(ends[0], ends[1]);
      assert.equal(new Set(ends[0]).size, 23);
    });

    await story.test('the note that both changed holds the words of both', async () => {
      for (const phone of both) {
        await look(phone, 'read it aloud');
        await teacher.card(phone, 'read it aloud').getByRole('link').first().click();
        const words = await phone.page.getByLabel(t.note.words, { exact: true }).inputValue();
        for (const part of ['On Tuesday:', 'begins with a sound.', 'She read it aloud.']) assert.ok(words.includes(part), words);
      }
    });

    await story.test('the note that one deleted is kept, and asks', async () => {
      for (const phone of both) {
        await teacher.openQuestions(phone);
        await phone.page.getByText(t.questions.deletedOrKept).waitFor();
        await phone.page.getByText('Now he asks for one.').first().waitFor();
      }
    });

    await story.test('the wrong clock is told and has refused nothing', async () => {
      await goTo(rivera, '');
      await rivera.page.getByText(t.told.clock(180)).waitFor();
      assert.equal(await rivera.page.getByText(t.told.refusedTitle).count(), 0);
    });

    for (const phone of both) phone.checkQuiet();
    isSound(dataDir);
  } finally {
    await Promise.all(both.map((phone) => phone.dispose()));
    await service.stop();
    rmSync(dataDir, { recursive: true, force: true });
  }
});
