// The same app in another language and for the other hand: what is chosen holds, the page turns round, and no word is lost on the way.
import assert from 'node:assert/strict';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import test from 'node:test';
import { startService } from '../http/service.mjs';
import { load } from '../webui/load.mjs';
import { Phone } from './harness.mjs';
import * as teacher from './teacher.mjs';

const { t, goTo } = teacher;
const { t: ar } = await load('strings/seldom.ts', 'ar');
const { t: es } = await load('strings/seldom.ts', 'es');

const STUDENT = 'Zoë Müller';
const html = (phone) => phone.page.evaluate(() => ({ lang: document.documentElement.lang, dir: document.documentElement.dir, hand: document.documentElement.dataset.hand }));
const heading = (phone, name) => phone.page.getByRole('heading', { name, level: 1, exact: true }).waitFor();

/** Where the middle of it is, as a part of the screen's width from the left. */
async function placeOf(phone, locator) {
  const { x, width } = await locator.boundingBox();
  return (x + width / 2) / phone.viewport.width;
}

test('the language and the hand are chosen on the phone', async (story) => {
  const step = (name, run) => story.test(name, run);
  const dataDir = mkdtempSync(join(tmpdir(), 'backtable-data-'));
  const service = await startService({ dataDir });
  const phone = new Phone(service.origin);
  const mainButton = (words) => phone.page.getByRole('link', { name: words.today.note, exact: true });
  try {
    await phone.open(`/#join=${service.ownerCode}`);
    await teacher.join(phone, 'Ms. Rivera');
    await teacher.createClass(phone, 'Room 12');
    await teacher.pasteList(phone, [STUDENT, 'Ben']);
    await teacher.isReadyOffline(phone);

    await step('without a choice it is the browser’s language and the right hand', async () => {
      assert.deepEqual(await html(phone), { lang: 'en', dir: 'ltr', hand: 'right' });
      assert.ok(await placeOf(phone, mainButton(t)) > 0.5);
    });

    await step('a note that is being written is kept when another language is chosen', async () => {
      await phone.page.getByRole('link', { name: t.today.noteAbout(STUDENT), exact: true }).click();
      await phone.page.getByLabel(t.note.words, { exact: true }).fill('She told the dog’s side of it.');
      await goTo(phone, 'class/settings');
      await heading(phone, t.settings.title);
      await phone.page.getByRole('button', { name: 'العربية', exact: true }).click();
      await heading(phone, ar.settings.title);
      assert.deepEqual(await html(phone), { lang: 'ar', dir: 'rtl', hand: 'right' });
      await goTo(phone, '');
      await phone.page.getByText('She told the dog’s side of it.').waitFor();
    });

    await step('in Arabic the main button stays under the right thumb, and names keep their own direction', async () => {
      await mainButton(ar).waitFor();
      assert.ok(await placeOf(phone, mainButton(ar)) > 0.5);
      const names = phone.page.locator('bdi', { hasText: STUDENT });
      assert.equal(await names.first().evaluate((element) => getComputedStyle(element).unicodeBidi), 'isolate');
    });

    await step('an empty field of words runs the way the page does, and what is written runs its own way', async () => {
      const wayOf = (field) => field.evaluate((element) => getComputedStyle(element).direction);
      await phone.page.getByRole('link', { name: ar.today.noteAbout('Ben'), exact: true }).click();
      const field = phone.page.getByLabel(ar.note.words, { exact: true });
      await field.waitFor();
      assert.equal(await wayOf(field), 'rtl');
      await field.fill('He read it aloud.');
      await phone.page.waitForFunction((element) => getComputedStyle(element).direction === 'ltr', await field.elementHandle());
      await field.fill('');
      await phone.page.waitForFunction((element) => getComputedStyle(element).direction === 'rtl', await field.elementHandle());
      await goTo(phone, '');
    });

    await step('for the left hand it stands on the left, in either direction', async () => {
      for (const words of [ar, t]) {
        await goTo(phone, 'class/settings');
        await phone.page.getByRole('button', { name: words.settings.hands.left, exact: true }).click();
        await goTo(phone, '');
        await mainButton(words).waitFor();
        assert.ok(await placeOf(phone, mainButton(words)) < 0.5, words.settings.hands.left);
        const pen = phone.page.getByRole('link', { name: words.today.noteAbout('Ben'), exact: true });
        assert.ok(await placeOf(phone, pen) < 0.5);
        await goTo(phone, 'class/settings');
        await phone.page.getByRole('button', { name: 'English', exact: true }).click();
        await heading(phone, t.settings.title);
      }
    });

    await step('it works without a connection, and is the same when the app is opened again', async () => {
      await phone.context.setOffline(true);
      await phone.page.getByRole('button', { name: 'Español', exact: true }).click();
      await heading(phone, es.settings.title);
      await phone.context.setOffline(false);
      await phone.close();
      await phone.open();
      await mainButton(es).waitFor();
      assert.deepEqual(await html(phone), { lang: 'es', dir: 'ltr', hand: 'left' });
    });
    phone.checkQuiet();
  } finally {
    await phone.dispose();
    await service.stop();
    rmSync(dataDir, { recursive: true, force: true });
  }
});
