// Two phones in a room without a connection, and what both know when it comes back.
//
// One story, told in steps: each builds on the one before, as a school day does.
import assert from 'node:assert/strict';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import test from 'node:test';
import { startService } from '../http/service.mjs';
import { changesOf, isSound, saysNothingOutsideRecords } from './folder.mjs';
import { Phone } from './harness.mjs';
import * as teacher from './teacher.mjs';

const { t } = teacher;
const NAMES = ['Ana Lopez', 'Ben Okafor', 'Zoë Núñez'];
const SHARED = 'The lead is slow.';
const OLD = 'Talks the story before writing it.';

test('two phones, offline and back', async (story) => {
  const dataDir = mkdtempSync(join(tmpdir(), 'backtable-data-'));
  let service = await startService({ dataDir });
  const rivera = new Phone(service.origin);
  const chen = new Phone(service.origin);
  const both = [rivera, chen];
  const each = (work) => Promise.all(both.map(work));
  let ended = false; // after a step that failed, the rest of the story means nothing
  const step = (name, work) => story.test(name, { skip: ended }, async (check) => {
    ended = true;
    try {
      await work();
      both.forEach((phone) => phone.checkQuiet());
      ended = false;
    } finally {
      if (ended) for (const phone of both) check.diagnostic(await phone.describe());
    }
  });

  try {
    await step('the owner joins by link, the co-teacher by code', async () => {
      await rivera.open(`/#join=${service.ownerCode}`);
      await teacher.join(rivera, 'Ms. Rivera');
      await teacher.createClass(rivera, 'Room 12');
      await teacher.pasteList(rivera, NAMES);
      const { code } = await teacher.invite(rivera);
      await chen.open();
      await teacher.joinByCode(chen, code, 'Mr. Chen');
      await chen.page.getByRole('heading', { name: 'Room 12', level: 1 }).waitFor();
      assert.equal(await rivera.page.evaluate(() => location.hash.includes('join')), false);
    });

    await step('a note of one phone is on the other by itself', async () => {
      await teacher.writeNote(rivera, NAMES[0], { words: SHARED });
      await teacher.writeNote(rivera, NAMES[1], { words: OLD });
      await teacher.goTo(chen, '');
      await teacher.card(chen, SHARED).waitFor();
      await teacher.card(chen, OLD).waitFor();
      await each(teacher.isShared);
      await each(teacher.isReadyOffline);
      // Chromium keeps a new cookie in memory for half a minute: as on any day after the first, the app was closed once.
      await each((phone) => phone.close());
      await each((phone) => phone.open());
    });

    await step('without a connection, notes are written, changed, deleted and taken back', async () => {
      await service.stop();
      await each(teacher.isOffline);
      await teacher.writeNote(rivera, NAMES[2], { words: 'Added a diagram with labels.' }, 'secure');
      await teacher.writeNote(chen, NAMES[0], { compliment: 'Named the feeling.', teaching_point: 'Show it.', next_step: 'Two more tries.', words: 'At the back table.' });
      await teacher.rewrite(rivera, SHARED, 'The lead is gripping.');
      await teacher.rewrite(chen, SHARED, 'The lead is unclear.');
      await teacher.deleteNote(rivera, OLD);
      await teacher.undo(rivera);
      await teacher.goTo(rivera, '');
      await teacher.card(rivera, OLD).waitFor();
      await teacher.writeNote(chen, NAMES[1], { words: 'A wrong note.' });
      await teacher.deleteNote(chen, 'A wrong note.');
    });

    await step('killed and opened again without a connection, each phone holds all of it', async () => {
      const before = await Promise.all(both.map(teacher.notesOf));
      await each((phone) => phone.kill());
      await each((phone) => phone.open());
      await each(teacher.isOffline);
      assert.deepEqual(await Promise.all(both.map(teacher.notesOf)), before);
      assert.deepEqual(before[0], ['Added a diagram with labels.', OLD, 'The lead is gripping.'].sort());
      assert.deepEqual(before[1], ['At the back table.', 'Named the feeling.', OLD, 'Show it.', 'The lead is unclear.', 'Two more tries.'].sort());
    });

    await step('when the service returns, both share by themselves and show the same', async () => {
      service = await startService({ dataDir, port: service.port });
      await each(teacher.isShared);
      await teacher.card(rivera, 'Named the feeling.').waitFor();
      await teacher.card(chen, 'Added a diagram with labels.').waitFor();
      await each((phone) => phone.page.getByRole('link', { name: t.today.questions(1) }).waitFor());
      const [one, other] = await Promise.all(both.map(teacher.notesOf));
      assert.deepEqual(one, other);
      assert.equal(one.includes('A wrong note.'), false);
    });

    await step('both show one question with both wordings and the earlier one', async () => {
      for (const phone of both) {
        await teacher.openQuestions(phone);
        await phone.page.getByRole('group', { name: `Ms. Rivera ${t.questions.acts.wrote}` }).getByText('gripping').waitFor();
        await phone.page.getByRole('group', { name: `Mr. Chen ${t.questions.acts.wrote}` }).getByText('unclear').waitFor();
        await phone.page.getByText(SHARED, { exact: true }).waitFor();
        assert.equal(await phone.page.getByRole('button', { name: t.questions.keepThis, exact: true }).count(), 2);
      }
    });

    await step('answered on one, it is settled on the other', async () => {
      await teacher.keepWordingOf(rivera, 'Mr. Chen');
      await chen.page.getByText(t.questions.none).waitFor();
      await each(teacher.isShared);
      for (const phone of both) {
        assert.ok((await teacher.notesOf(phone)).includes('The lead is unclear.'));
        assert.equal(await phone.page.getByRole('link', { name: t.today.questions(1) }).count(), 0);
      }
    });

    await step('the versions say who changed what; an old one is brought back on both', async () => {
      await teacher.openVersions(chen, 'The lead is unclear.');
      const versions = chen.page.getByRole('list').last().getByRole('button', { expanded: false });
      await versions.last().waitFor();
      assert.ok(await versions.count() >= 3, 'written, changed twice, answered');
      await versions.last().click();
      await chen.page.getByText(SHARED).waitFor();
      await chen.page.getByRole('button', { name: t.versions.restore, exact: true }).click();
      await teacher.goTo(rivera, '');
      await teacher.card(rivera, SHARED).waitFor();
      await each(teacher.isShared);
    });

    await step('the data folder is git, sound and readable, and names stand in records alone', async () => {
      await service.stop();
      isSound(dataDir);
      const changes = changesOf(dataDir);
      for (const words of [SHARED, 'The lead is gripping.', 'The lead is unclear.', 'Named the feeling.', 'A wrong note.']) assert.ok(changes.includes(words), words);
      saysNothingOutsideRecords(dataDir, [...NAMES, 'Ana', 'lead', 'Rivera', 'Chen']);
    });
  } finally {
    await Promise.all(both.map((phone) => phone.dispose()));
    await service.stop();
    rmSync(dataDir, { recursive: true, force: true });
  }
});
