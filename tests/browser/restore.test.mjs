// The service was brought back from last week's copy: what a phone still holds comes back.
import assert from 'node:assert/strict';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import test from 'node:test';
import { command, startService } from '../http/service.mjs';
import { changesOf, isSound } from './folder.mjs';
import { Phone } from './harness.mjs';
import * as teacher from './teacher.mjs';

const { t } = teacher;
const STUDENT = 'Ana Lopez';

test('a service that was restored from a copy', async (story) => {
  const root = mkdtempSync(join(tmpdir(), 'backtable-restore-'));
  const dataDir = join(root, 'data'), kept = join(root, 'kept');
  let service = await startService({ dataDir });
  const phone = new Phone(service.origin);
  const colleague = new Phone(service.origin);
  const again = async () => { service = await startService({ dataDir, port: service.port }); };
  try {
    await phone.open(`/#join=${service.ownerCode}`);
    await teacher.join(phone, 'Ms. Rivera');
    await teacher.createClass(phone, 'Room 12');
    await teacher.pasteList(phone, [STUDENT]);
    await teacher.writeNote(phone, STUDENT, { words: 'Copied as it is.' });
    await teacher.writeNote(phone, STUDENT, { words: 'Slow lead.' });
    await teacher.isShared(phone);
    const { code } = await teacher.invite(phone);
    await colleague.open(`/#join=${code}`);
    await teacher.join(colleague, 'Mr. Chen');
    await teacher.isShared(colleague);
    await command('backup', kept, '--data', dataDir); // beside the service
    await teacher.writeNote(phone, STUDENT, { words: 'Written after the copy.' });
    await teacher.rewrite(phone, 'Slow lead.', 'Gripping lead.');
    await teacher.isShared(phone);
    await teacher.writeNote(colleague, STUDENT, { words: 'Mr. Chen saw a list of verbs.' });
    await teacher.isShared(colleague);
    await phone.page.getByText('Mr. Chen saw a list of verbs.').first().waitFor();
    await colleague.dispose(); // his phone does not come back

    await story.test('what the copy lacks comes back by itself, notes and later wordings, and nobody is asked', async () => {
      await service.stop();
      await command('restore', '--from', kept, '--data', dataDir);
      await again();
      await teacher.writeNote(phone, STUDENT, { words: 'Written after it came back.' });
      await teacher.isShared(phone); // which is said when all is, what was offered too
      assert.equal(await phone.page.getByRole('link', { name: t.today.questions(1) }).count(), 0);
      const notes = await teacher.notesOf(phone);
      for (const words of ['Copied as it is.', 'Gripping lead.', 'Written after the copy.', 'Mr. Chen saw a list of verbs.', 'Written after it came back.']) assert.ok(notes.includes(words), notes.join(' | '));
      assert.equal(await phone.page.getByText(t.told.refusedTitle).count(), 0);
      phone.checkQuiet();
    });

    await story.test('the folder holds all of it again, and is sound', async () => {
      await service.stop();
      isSound(dataDir);
      const changes = changesOf(dataDir);
      for (const words of ['Copied as it is.', 'Written after the copy.', 'Mr. Chen saw a list of verbs.', 'Slow lead.', 'Gripping lead.']) assert.ok(changes.includes(words), words);
    });
  } finally {
    await phone.dispose();
    await colleague.dispose();
    await service.stop();
    rmSync(root, { recursive: true, force: true });
  }
});
