// One phone, two tabs: both write, one of them shares, and it does not matter which is closed first.
import assert from 'node:assert/strict';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import test from 'node:test';
import { startService } from '../http/service.mjs';
import { isSound } from './folder.mjs';
import { Phone } from './harness.mjs';
import * as teacher from './teacher.mjs';

const STUDENT = 'Ana Lopez';
const FIRST = 'From the first tab.';
const SECOND = 'From the second tab.';

test('two tabs of one phone', async (story) => {
  const dataDir = mkdtempSync(join(tmpdir(), 'backtable-data-'));
  let service = await startService({ dataDir });
  const phone = new Phone(service.origin);
  try {
    await phone.open(`/#join=${service.ownerCode}`);
    await teacher.join(phone, 'Ms. Rivera');
    await teacher.createClass(phone, 'Room 12');
    await teacher.pasteList(phone, [STUDENT]);
    await teacher.isShared(phone);
    await teacher.isReadyOffline(phone);
    const second = { page: await phone.anotherTab() };

    await story.test('what is written in one is in the other, also without a connection', async () => {
      await service.stop();
      await teacher.writeNote(phone, STUDENT, { words: FIRST });
      await teacher.goTo(second, '');
      await teacher.card(second, FIRST).waitFor();
      await teacher.writeNote(second, STUDENT, { words: SECOND });
      await teacher.goTo(phone, '');
      await teacher.card(phone, SECOND).waitFor();
    });

    await story.test('a note that was written in one can be changed in the other', async () => {
      await teacher.rewrite(second, FIRST, `${FIRST} And more.`);
      await teacher.card(phone, `${FIRST} And more.`).waitFor();
    });

    await story.test('the tab that shares is closed: the other takes over', async () => {
      await phone.page.close();
      service = await startService({ dataDir, port: service.port });
      await teacher.isShared(second);
      await teacher.writeNote(second, STUDENT, { words: 'Later.' });
      await teacher.isShared(second);
      assert.deepEqual(await teacher.notesOf(second), [`${FIRST} And more.`, 'Later.', SECOND].sort());
    });

    phone.checkQuiet();
    await service.stop();
    isSound(dataDir);
  } finally {
    await phone.dispose();
    await service.stop();
    rmSync(dataDir, { recursive: true, force: true });
  }
});
