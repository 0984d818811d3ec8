// A note found again by a word of it: with accents or without, in any script, with the network gone.
import assert from 'node:assert/strict';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import test from 'node:test';
import { startService } from '../http/service.mjs';
import { Phone } from './harness.mjs';
import * as teacher from './teacher.mjs';

const { t, goTo } = teacher;
const NAMES = ['Chloé Dubois', 'ليلى حداد', '王小明', 'Ben Sato'];

const field = (phone) => phone.page.getByLabel(t.search.what, { exact: true });
const status = (phone, words) => phone.page.getByRole('status').filter({ hasText: words }).waitFor();
const marks = (phone) => phone.page.locator('mark').allInnerTexts();

async function look(phone, words) {
  await goTo(phone, 'search');
  await field(phone).fill(words);
}

test('notes and names are found by words', async (story) => {
  const step = (name, run) => story.test(name, run);
  const dataDir = mkdtempSync(join(tmpdir(), 'backtable-data-'));
  const service = await startService({ dataDir });
  const phone = new Phone(service.origin);
  try {
    await phone.open(`/#join=${service.ownerCode}`);
    await teacher.join(phone, 'Ms. Rivera');
    await teacher.createClass(phone, 'Room 12');
    await teacher.pasteList(phone, NAMES);
    await teacher.isReadyOffline(phone);
    await phone.context.setOffline(true);
    await teacher.writeNote(phone, NAMES[0], { words: 'Her naïve narrator works.' });
    await teacher.writeNote(phone, NAMES[1], { words: 'كتبت قصة قصيرة عن أمها.' });
    await teacher.writeNote(phone, NAMES[2], { words: '今天写了一页', compliment: 'Clear ending' });

    await step('from the list of students, with what was typed there', async () => {
      await goTo(phone, 'students');
      await phone.page.getByLabel(t.student.find, { exact: true }).fill('naive');
      await phone.page.getByRole('link', { name: t.search.inNotes, exact: true }).click();
      await status(phone, t.search.found(1));
      assert.equal(await field(phone).inputValue(), 'naive');
      assert.deepEqual(await marks(phone), ['naïve']);
    });

    await step('from Today, and the field is ready to type in', async () => {
      await goTo(phone, '');
      await phone.page.getByRole('link', { name: t.today.search, exact: true }).click();
      await field(phone).waitFor();
      await phone.page.keyboard.type('قصه امها');
      await status(phone, t.search.found(1));
      assert.deepEqual(await marks(phone), ['قصة', 'أمها']);
    });

    await step('a name comes first, then the notes about that child', async () => {
      await look(phone, 'chloe');
      await status(phone, t.search.found(1));
      await phone.page.getByRole('link', { name: /^Chloé Dubois/ }).waitFor();
      await phone.page.getByText('Her naïve narrator works.').waitFor();
    });

    await step('words of a name and of a note together find it, and a tap opens it', async () => {
      await look(phone, '小明 ending');
      await status(phone, t.search.found(1));
      await phone.page.locator('.card-open').click();
      await phone.page.getByLabel(t.note.words, { exact: true }).waitFor();
      assert.equal(await phone.page.getByLabel(t.note.words, { exact: true }).inputValue(), '今天写了一页');
    });

    await step('back leads to what was found', async () => {
      await phone.page.getByRole('button', { name: t.back, exact: true }).click();
      await status(phone, t.search.found(1));
      assert.equal(await field(phone).inputValue(), '小明 ending');
    });

    await step('what nobody wrote is said in words', async () => {
      await look(phone, 'zebra');
      await status(phone, t.search.none);
    });
    phone.checkQuiet();
  } finally {
    await phone.dispose();
    await service.stop();
    rmSync(dataDir, { recursive: true, force: true });
  }
});
