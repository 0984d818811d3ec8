// What a merge did to a note: said in words, shown beside what was typed, and undone by one tap, on the screen and on the command line.
import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import test from 'node:test';
import { startService } from '../http/service.mjs';
import { Phone } from './harness.mjs';
import * as teacher from './teacher.mjs';

const { t } = teacher;
const STUDENT = 'Ana Lopez';
const FIRST = 'Slow lead. Short end.';
const RIVERAS = 'Gripping lead. Short end.';
const CHENS = 'Slow lead. Surprising end.';
const WOVEN = 'Gripping lead. Surprising end.';

const press = (phone, name) => phone.page.getByRole('button', { name, exact: true }).click();
/** Bringing something back leads to the note by itself: going elsewhere before would cross its way. */
async function bring(phone, name) {
  await press(phone, name);
  await phone.page.getByLabel(t.note.words, { exact: true }).waitFor();
}

const idOfOpenNote = (phone) => phone.page.evaluate(() => location.hash.split('/')[2]);

function historyOf(dataDir, id) {
  const done = spawnSync(process.env.BT_PROGRAM, ['history', id, '--data', dataDir], { encoding: 'utf8' });
  assert.equal(done.status, 0, done.stderr);
  return done.stdout;
}

test('what a merge did', async (story) => {
  const dataDir = mkdtempSync(join(tmpdir(), 'backtable-data-'));
  const service = await startService({ dataDir });
  const rivera = new Phone(service.origin);
  const chen = new Phone(service.origin);
  const both = [rivera, chen];
  const onBoth = (words) => Promise.all(both.map(async (phone) => {
    await teacher.goTo(phone, '');
    await teacher.card(phone, words).waitFor();
    await teacher.isShared(phone);
  }));
  try {
    await teacher.openClass(rivera, chen, service, [STUDENT]);
    await teacher.writeNote(rivera, STUDENT, { words: FIRST });
    await onBoth(FIRST);
    for (const phone of both) await phone.context.setOffline(true);
    await teacher.rewrite(rivera, FIRST, RIVERAS);
    await teacher.rewrite(chen, FIRST, CHENS);
    await rivera.context.setOffline(false);
    await teacher.isShared(rivera);
    await chen.context.setOffline(false);
    await onBoth(WOVEN);

    await story.test('is said in words, with what was typed beside what came of it', async () => {
      for (const phone of both) {
        await teacher.openVersions(phone, WOVEN);
        await phone.page.getByText(`${t.members.words}: ${t.versions.rules.text_woven}`).waitFor();
        const beside = phone.page.getByRole('region', { name: t.versions.beside });
        await beside.getByText(CHENS, { exact: true }).waitFor();
        assert.equal(await beside.locator('ins').innerText(), 'Gripping');
      }
    });

    await story.test('is said by the command line, too', async () => {
      const told = historyOf(dataDir, await idOfOpenNote(rivera));
      assert.match(told, /^ {4}Words: both wordings woven together$/m);
    });

    await story.test('one tap leaves what was typed; undone, the woven words are back', async () => {
      await bring(chen, t.versions.onlyTyped);
      await onBoth(CHENS);
      await press(chen, t.undo);
      await onBoth(WOVEN);
    });

    await story.test('one tap leaves what was there before, on both phones', async () => {
      await teacher.openVersions(rivera, WOVEN);
      await rivera.page.getByRole('button', { name: t.versions.merged }).click();
      await bring(rivera, t.versions.onlyBefore);
      await onBoth(RIVERAS);
    });

    await story.test('and nothing that was typed is gone', async () => {
      await teacher.openVersions(chen, RIVERAS);
      await chen.page.getByRole('button', { name: t.versions.merged }).click();
      await chen.page.getByRole('button', { name: t.versions.onlyTyped, exact: true }).waitFor();
      both.forEach((phone) => phone.checkQuiet());
    });
  } finally {
    await Promise.all(both.map((phone) => phone.dispose()));
    await service.stop();
    rmSync(dataDir, { recursive: true, force: true });
  }
});
