// A start: the first screen is there before the class is read, says what it says with all of it, and is never of yesterday.
import assert from 'node:assert/strict';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import test from 'node:test';
import { startService } from '../http/service.mjs';
import { Phone } from './harness.mjs';
import * as teacher from './teacher.mjs';

const { t, fronts, goTo } = teacher;
const NAMES = ['Ana Lopez', 'Ben Sato', 'Chen Wei'];
const OTHERS = ['Dina Amin', 'Emre Can'];

/** Keeps the records of the class for itself: nobody else of this phone can read them until `letGo`. */
const takeClass = (page) => page.evaluate(() => new Promise((resolve) => {
  const request = indexedDB.open('backtable');
  request.onsuccess = () => {
    const held = request.result.transaction('held', 'readwrite').objectStore('held');
    const hold = () => {
      if (window.isLetGo) request.result.close();
      else held.count().onsuccess = hold;
    };
    held.count().onsuccess = () => { hold(); resolve(); };
  };
}));
const letGo = (page) => page.evaluate(() => { window.isLetGo = true; });

const screen = async (phone) => (await phone.page.locator('main').innerText()).replace(/\s+/g, ' ');

test('a start shows the first screen before the class is read', async (story) => {
  const step = (name, run) => story.test(name, run);
  const dataDir = mkdtempSync(join(tmpdir(), 'backtable-data-'));
  const service = await startService({ dataDir });
  const phone = new Phone(service.origin);
  try {
    await phone.open(`/#join=${service.ownerCode}`);
    await teacher.join(phone, 'Ms. Rivera');
    await teacher.createClass(phone, 'Room 14');
    await teacher.pasteList(phone, OTHERS);
    await goTo(phone, 'class');
    await phone.page.getByRole('button', { name: t.class.switch, exact: true }).click();
    await phone.page.getByRole('button', { name: t.door.another, exact: true }).click();
    await teacher.createClass(phone, 'Room 12');
    await teacher.pasteList(phone, NAMES);
    await teacher.isReadyOffline(phone);
    await service.stop();
    for (let at = 0; at < 10; at++) await teacher.writeNote(phone, NAMES[at % 2], { words: `Tried a lead, ${at}.` });
    await teacher.writeNote(phone, NAMES[2], { words: 'Talked it through.', teaching_point: 'One idea a paragraph.' });

    await step('a change leaves none, and on the first screen it is kept again', async () => {
      await fronts(phone, true);
      await phone.page.getByRole('link', { name: t.today.noteAbout(NAMES[0]), exact: true }).click();
      await phone.page.getByLabel(t.note.words, { exact: true }).fill('Left in the middle.');
      await teacher.savedWords(phone).waitFor();
      assert.equal(await fronts(phone), 0);
    });

    await step('a phone that was killed in the middle of a note starts with that note', async () => {
      await phone.kill();
      await phone.open();
      await goTo(phone, '');
      await teacher.card(phone, 'Left in the middle.').waitFor();
    });

    await step('it says what it says with the whole class, and other screens wait for that', async () => {
      await fronts(phone, true);
      await phone.page.getByRole('group', { name: t.state.label }).getByText(t.state.offline).waitFor();
      const whole = await screen(phone);
      const other = await phone.anotherTab();
      await other.getByRole('link', { name: NAMES[1] }).first().waitFor();
      await takeClass(other);
      await phone.page.bringToFront(); // what nobody can see is not laid out
      await phone.page.reload();
      await teacher.card(phone, 'Left in the middle.').waitFor();
      assert.equal(await screen(phone), whole);
      await goTo(phone, 'students');
      await phone.page.getByRole('status').filter({ hasText: t.loading }).waitFor();
      await letGo(other);
      await phone.page.getByRole('link', { name: NAMES[1] }).first().waitFor();
      await goTo(phone, '');
      await teacher.card(phone, 'Left in the middle.').waitFor();
      assert.equal(await screen(phone), whole);
    });

    await step('of two classes it is the one that was open last, and the other is itself when it is chosen', async () => {
      const choose = async (name) => {
        await goTo(phone, 'class');
        await phone.page.getByRole('button', { name: t.class.switch, exact: true }).click();
        await phone.page.getByRole('button', { name }).click();
      };
      await choose('Room 14');
      await phone.page.getByRole('link', { name: t.today.noteAbout(OTHERS[0]), exact: true }).waitFor();
      await fronts(phone, true);
      await phone.close();
      await phone.open();
      await phone.page.getByRole('link', { name: t.today.noteAbout(OTHERS[0]), exact: true }).waitFor();
      assert.equal(await phone.page.getByText('Left in the middle.').count(), 0);
      await choose('Room 12');
      await teacher.card(phone, 'Left in the middle.').waitFor();
      assert.equal(await phone.page.getByText(OTHERS[0]).count(), 0);
    });

    phone.checkQuiet();
  } finally {
    await phone.dispose();
    await service.stop();
    rmSync(dataDir, { recursive: true, force: true });
  }
});
