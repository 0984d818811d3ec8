// Words under the cursor: a colleague's change that arrives meanwhile, and a phone that dies in the middle of a sentence.
import assert from 'node:assert/strict';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import test from 'node:test';
import { startService } from '../http/service.mjs';
import { Phone } from './harness.mjs';
import * as teacher from './teacher.mjs';

const { t } = teacher;
const STUDENT = 'Ana Lopez';
const BEFORE = 'Reads her lead aloud.';

const words = (phone) => phone.page.getByLabel(t.note.words, { exact: true });
const mark = (phone, name) => phone.page.getByRole('group', { name: t.note.mark, exact: true }).getByRole('button', { name, exact: true });

test('writing goes on, whatever happens around it', async (story) => {
  const dataDir = mkdtempSync(join(tmpdir(), 'backtable-data-'));
  const service = await startService({ dataDir });
  const rivera = new Phone(service.origin);
  const chen = new Phone(service.origin);
  try {
    await rivera.open(`/#join=${service.ownerCode}`);
    await teacher.join(rivera, 'Ms. Rivera');
    await teacher.createClass(rivera, 'Room 12');
    await teacher.pasteList(rivera, [STUDENT]);
    const { code } = await teacher.invite(rivera);
    await chen.open();
    await teacher.joinByCode(chen, code, 'Mr. Chen');
    await teacher.writeNote(rivera, STUDENT, { words: BEFORE });
    await teacher.goTo(chen, '');
    await teacher.card(chen, BEFORE).waitFor();

    await story.test('what a colleague marks meanwhile shows, and moves neither the cursor nor the field', async () => {
      await teacher.openNote(chen, BEFORE);
      await words(chen).focus();
      await words(chen).evaluate((field) => { field.setSelectionRange(5, 5); field.isTheOne = true; });
      await teacher.openNote(rivera, BEFORE);
      await mark(rivera, t.choices.secure).click();
      await mark(chen, t.choices.secure).and(chen.page.locator('[aria-pressed=true]')).waitFor();
      const field = await chen.page.evaluate(() => ({ same: document.activeElement.isTheOne, caret: document.activeElement.selectionStart }));
      assert.deepEqual(field, { same: true, caret: 5 });
    });

    await story.test("a colleague's words come in around the cursor, and both stay", async () => {
      await words(chen).press('Control+End');
      await words(rivera).fill(`Today: ${BEFORE}`);
      await chen.page.waitForFunction((start) => document.activeElement.value.startsWith(start), 'Today: ');
      await chen.page.keyboard.type(' Twice.');
      assert.equal(await words(chen).inputValue(), `Today: ${BEFORE} Twice.`);
      await rivera.page.waitForFunction((end) => document.querySelector('textarea').value.endsWith(end), 'Twice.');
    });

    await story.test('more than a field can share is kept whole on the phone, and said; shortened, it is shared', async () => {
      const much = 'Draws it first. '.repeat(1_600); // 25,600 bytes, where the notes of an observation share 20,000
      await teacher.goTo(rivera, 'note/new');
      await rivera.page.getByRole('button', { name: STUDENT, exact: true }).click();
      await words(rivera).fill(much);
      await rivera.page.getByText(t.tooLong).waitFor();
      await rivera.page.getByText(t.place.refused, { exact: true }).waitFor();
      await rivera.page.reload();
      assert.equal(await words(rivera).inputValue(), much);
      await words(rivera).fill('Draws it first.');
      await rivera.page.getByText(t.place.shared, { exact: true }).waitFor();
      assert.equal(await rivera.page.getByText(t.tooLong).count(), 0);
    });

    await story.test('killed in the middle of a sentence, the phone has all but the last moment of it', async () => {
      await teacher.goTo(chen, 'note/new');
      await chen.page.getByRole('button', { name: STUDENT, exact: true }).click();
      await words(chen).pressSequentially('Dictates to a friend.');
      await chen.page.getByText(t.place.phone, { exact: true }).or(chen.page.getByText(t.place.shared, { exact: true })).first().waitFor();
      await chen.kill();
      await chen.open();
      await teacher.card(chen, 'Dictates to a friend.').waitFor();
    });

    await story.test('an undo is offered for what was done last, and for nothing else', async () => {
      await teacher.deleteNote(chen, 'Dictates to a friend.');
      await teacher.writeNote(chen, STUDENT, { words: 'Another note.' });
      await teacher.undo(chen);
      await teacher.goTo(chen, '');
      await teacher.card(chen, 'Another note.').waitFor({ state: 'detached' });
      assert.equal(await teacher.card(chen, 'Dictates to a friend.').count(), 0);
    });

    for (const phone of [rivera, chen]) phone.checkQuiet();
  } finally {
    await Promise.all([rivera, chen].map((phone) => phone.dispose()));
    await service.stop();
    rmSync(dataDir, { recursive: true, force: true });
  }
});
