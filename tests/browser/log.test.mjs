// Who looked at what: openings are reported by the phones, later where there was no connection, and read by the owner with names.
import assert from 'node:assert/strict';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import test from 'node:test';
import { startService } from '../http/service.mjs';
import { Phone } from './harness.mjs';
import * as teacher from './teacher.mjs';

const { t, goTo } = teacher;
const [ANA, BEN] = ['Ana Lopez', 'Ben Sato'];

async function openStudent(phone, name) {
  await goTo(phone, 'students');
  await phone.page.getByRole('link', { name }).first().click();
  await phone.page.getByRole('heading', { name, level: 1 }).waitFor();
}

/** The service has what a phone reported. */
const isReported = (phone) => phone.page.waitForResponse((response) => response.request().method() === 'POST' && response.url().endsWith('/log') && response.ok());

/** What the owner reads, without the times, once a line of this person is among it: their card may come after the log. */
async function linesOf(phone, person) {
  await goTo(phone, 'class');
  await phone.page.getByRole('button', { name: t.class.export, exact: true }).waitFor(); // the log that was on the screen is gone
  await goTo(phone, 'class/people/log');
  await phone.page.getByRole('heading', { name: t.log.title, level: 1 }).waitFor();
  await phone.page.locator('.rows .row', { hasText: person }).first().waitFor();
  const rows = await phone.page.locator('.rows .row').allInnerTexts();
  return rows.map((row) => row.split('\n').slice(0, 2).join(' '));
}

test('who looked at what', async (story) => {
  const dataDir = mkdtempSync(join(tmpdir(), 'backtable-data-'));
  const service = await startService({ dataDir });
  const [rivera, chen] = [new Phone(service.origin), new Phone(service.origin)];
  try {
    await teacher.openClass(rivera, chen, service, [ANA, BEN]);
    await teacher.isShared(chen);

    await story.test('a page that was opened stands in the log of the owner, once a day', async () => {
      const reported = isReported(chen);
      await openStudent(chen, ANA);
      await reported;
      await openStudent(chen, ANA);
      assert.deepEqual(await linesOf(rivera, 'Mr. Chen'), [`Mr. Chen ${t.log.acts.opened} ${ANA}`]);
    });

    await story.test('what was opened without a connection is reported when there is one', async () => {
      await chen.context.setOffline(true);
      await openStudent(chen, BEN);
      const reported = isReported(chen);
      await chen.context.setOffline(false);
      await reported;
      assert.deepEqual((await linesOf(rivera, 'Mr. Chen')).sort(), [ANA, BEN].map((name) => `Mr. Chen ${t.log.acts.opened} ${name}`)); // both may be of one second
    });

    await story.test('a copy that was saved stands there too, and no name or word was sent', async () => {
      await goTo(rivera, 'class');
      const [request] = await Promise.all([
        rivera.page.waitForRequest((one) => one.method() === 'POST' && one.url().endsWith('/log')), isReported(rivera),
        rivera.page.waitForEvent('download'), rivera.page.getByRole('button', { name: t.class.export, exact: true }).click(),
      ]);
      assert.match(request.postData(), /^\{"entries":\[\{"act":"exported","subject":"all","at":"[^"]+"\}\]\}$/);
      assert.ok((await linesOf(rivera, 'Ms. Rivera')).includes(`Ms. Rivera ${t.log.acts.exported} ${t.log.copies.all}`));
    });

    await story.test('who is no owner finds no way to it', async () => {
      await goTo(chen, 'class/people');
      await chen.page.getByText(t.people.ownerOnly).waitFor();
      assert.equal(await chen.page.getByText(t.log.title).count(), 0);
    });

    for (const phone of [rivera, chen]) phone.checkQuiet();
  } finally {
    await Promise.all([rivera, chen].map((phone) => phone.dispose()));
    await service.stop();
    rmSync(dataDir, { recursive: true, force: true });
  }
});
