// Who is let in and who no more: roles and devices as an owner sees them, a phone that is signed out, a substitute whose day passes.
import assert from 'node:assert/strict';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import test from 'node:test';
import { startService } from '../http/service.mjs';
import { isSound } from './folder.mjs';
import { Phone } from './harness.mjs';
import * as teacher from './teacher.mjs';

const { t, goTo } = teacher;
const STUDENT = 'Ana Lopez';
const DAY_MS = 24 * 60 * 60 * 1000;

const press = (phone, name) => phone.page.getByRole('button', { name, exact: true }).click();
const heading = (phone, name) => phone.page.getByRole('heading', { name, level: 1 }).waitFor();
const personOf = (phone, name) => phone.page.getByRole('listitem').filter({ has: phone.page.getByRole('button', { name: t.people.change(name) }) });

/** A phone that is a day ahead, as the day after is. */
async function atTheDayAfter(phone) {
  await phone.page.addInitScript((ms) => {
    const now = Date.now.bind(Date);
    Date.now = () => now() + ms;
  }, DAY_MS);
  await phone.page.reload();
}

async function unsentFile(phone) {
  const [download] = await Promise.all([phone.page.waitForEvent('download'), press(phone, t.closed.save)]);
  return readFileSync(await download.path(), 'utf8');
}

test('people, their phones and their roles', async (story) => {
  const dataDir = mkdtempSync(join(tmpdir(), 'backtable-data-'));
  const service = await startService({ dataDir });
  const [rivera, chen, sub] = [1, 2, 3].map(() => new Phone(service.origin));
  const all = [rivera, chen, sub];
  try {
    await teacher.openClass(rivera, chen, service, [STUDENT]);
    await teacher.isShared(chen);

    await story.test('an owner sees who is here, what each may do, and when each phone was last here', async () => {
      await goTo(rivera, 'class/people');
      const row = personOf(rivera, 'Mr. Chen');
      await row.getByText(t.people.roles.co_teacher).first().waitFor();
      await row.getByText(/last here/).waitFor();
      await goTo(chen, 'class/people');
      await chen.page.getByText(t.people.thisPhone).waitFor();
      assert.equal(await chen.page.getByRole('button', { name: t.people.changeShort }).count(), 0, 'nothing to change for those who may not');
    });

    await story.test('a role that is changed is told to the phone that is open, which then cannot share a note', async () => {
      await goTo(rivera, 'class/people');
      await rivera.page.getByRole('button', { name: t.people.change('Mr. Chen') }).click();
      await personOf(rivera, 'Mr. Chen').getByRole('button', { name: t.people.roles.coach, exact: true }).click();
      await press(rivera, t.people.saveRole);
      await personOf(rivera, 'Mr. Chen').getByText(t.people.roles.coach, { exact: true }).first().waitFor();
      await teacher.writeNote(chen, STUDENT, { words: 'Written by a coach.' });
      await chen.page.getByText(t.told.refusedTitle).waitFor();
      await goTo(rivera, '');
      assert.equal((await teacher.notesOf(rivera)).length, 0);
    });

    await story.test('a phone that is signed out shows what is unsent, gives it as a file, and is emptied by a tap', async () => {
      await goTo(rivera, 'class/people');
      await personOf(rivera, 'Mr. Chen').getByRole('button', { name: t.people.signOut }).click();
      await press(rivera, t.people.signOutSure);
      await heading(chen, t.closed.revokedTitle);
      assert.equal(await chen.page.getByText(STUDENT).count(), 0, 'no name is shown any more');
      assert.match(await unsentFile(chen), /Written by a coach\./);
      await press(chen, t.closed.remove);
      await press(chen, t.closed.sure(1));
      await chen.page.getByText(t.closed.wiped).waitFor();
      await chen.page.reload();
      await heading(chen, t.door.joinTitle);
      const rows = await chen.page.evaluate(() => new Promise((resolve, reject) => {
        const request = indexedDB.open('backtable');
        request.onerror = () => reject(request.error);
        request.onsuccess = () => {
          const db = request.result;
          const names = [...db.objectStoreNames].filter((name) => name !== 'device');
          const counts = names.map((name) => new Promise((done) => { const ask = db.transaction(name).objectStore(name).count(); ask.onsuccess = () => done(ask.result); }));
          Promise.all(counts).then((found) => resolve(found.reduce((a, b) => a + b, 0)));
        };
      }));
      assert.equal(rows, 0, 'nothing is left in the store of the phone');
    });

    await story.test('a phone that is signed out with everything shared is emptied by itself', async () => {
      const { code } = await teacher.invite(rivera);
      await teacher.joinByCode(chen, code, 'Mr. Chen');
      await heading(chen, 'Room 12');
      await teacher.writeNote(chen, STUDENT, { words: 'Shared before.' });
      await teacher.isShared(chen);
      await goTo(rivera, 'class/people');
      const devices = rivera.page.locator('.device').filter({ has: rivera.page.getByRole('button', { name: t.people.signOut }) }).filter({ hasNotText: t.people.thisPhone });
      await devices.filter({ hasNotText: 'Command line' }).getByRole('button', { name: t.people.signOut }).click();
      await press(rivera, t.people.signOutSure);
      await chen.page.getByText(t.closed.wiped).waitFor();
      await goTo(rivera, '');
      await teacher.card(rivera, 'Shared before.').waitFor();
    });

    await story.test("a substitute's copy stops opening when the day is over, without a network too, and keeps what is unsent", async () => {
      await goTo(rivera, 'class/people');
      await press(rivera, t.people.roles.substitute);
      const [answer] = await Promise.all([rivera.page.waitForResponse((response) => response.url().endsWith('/invites')), press(rivera, t.people.invite)]);
      const { code } = await answer.json();
      await sub.open();
      await teacher.joinByCode(sub, code, 'Ms. Diaz');
      await heading(sub, 'Room 12');
      await personOf(rivera, 'Ms. Diaz').waitFor(); // her own card is shared
      await teacher.isShared(sub);
      await teacher.isReadyOffline(sub);
      await sub.context.setOffline(true);
      await teacher.writeNote(sub, STUDENT, { words: 'Written at the end of the day.' });
      await atTheDayAfter(sub);
      await heading(sub, t.closed.endedTitle);
      assert.equal(await sub.page.getByText(STUDENT).count(), 0);
      await sub.page.getByText(t.closed.unsent(1)).waitFor();
      assert.match(await unsentFile(sub), /Written at the end of the day\./);
    });

    await story.test('one day more, and what was unsent goes out by itself', async () => {
      await goTo(rivera, 'class/people');
      await rivera.page.getByRole('button', { name: t.people.change('Ms. Diaz') }).click();
      const row = personOf(rivera, 'Ms. Diaz');
      await row.getByLabel(t.people.lastDay).fill(new Date(Date.now() + 3 * DAY_MS).toISOString().slice(0, 10));
      await press(rivera, t.people.saveRole);
      await sub.context.setOffline(false);
      await heading(sub, 'Room 12');
      await teacher.isShared(sub);
      await goTo(rivera, '');
      await teacher.card(rivera, 'Written at the end of the day.').waitFor();
    });

    await story.test('a role that an owner ends closes the class at once, and removes it where everything is shared', async () => {
      await goTo(rivera, 'class/people');
      await rivera.page.getByRole('button', { name: t.people.change('Ms. Diaz') }).click();
      await press(rivera, t.people.end);
      await sub.page.getByText(t.closed.wiped).waitFor();
    });

    await story.test('who is invited to another class by a link has both, as the same person', async () => {
      const again = await teacher.invite(rivera);
      await teacher.joinByCode(chen, again.code, 'Mr. Chen');
      await heading(chen, 'Room 12');
      await goTo(rivera, 'class');
      await press(rivera, t.class.switch);
      await press(rivera, t.door.another);
      await teacher.createClass(rivera, 'Room 13');
      const { code } = await teacher.invite(rivera);
      await chen.page.goto('about:blank');
      await chen.page.goto(`${chen.origin}/#join=${code}`);
      await press(chen, t.door.joinToo);
      await chen.page.getByRole('button', { name: 'Room 12', exact: true }).waitFor();
      await press(chen, t.door.openClass(2)); // its name has not come yet
      await heading(chen, 'Room 13');
    });

    for (const phone of all) phone.checkQuiet();
    await service.stop();
    isSound(dataDir);
  } finally {
    await Promise.all(all.map((phone) => phone.dispose()));
    await service.stop();
    rmSync(dataDir, { recursive: true, force: true });
  }
});
