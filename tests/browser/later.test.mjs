// Screens that come in the later files of the app: kept on the phone with the rest, and missed in plain words where they are not.
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import test from 'node:test';
import { startService } from '../http/service.mjs';
import { Phone } from './harness.mjs';
import * as teacher from './teacher.mjs';

const { t, goTo } = teacher;
const LATER_FILE = '**/block-*.js';

async function withPhone(work) {
  const dataDir = mkdtempSync(join(tmpdir(), 'backtable-data-'));
  const service = await startService({ dataDir });
  const phone = new Phone(service.origin);
  try {
    await work(phone, service);
  } finally {
    await phone.dispose();
    await service.stop();
    rmSync(dataDir, { recursive: true, force: true });
  }
}

async function makeClass(phone) {
  await teacher.join(phone, 'Ms. Rivera');
  await teacher.createClass(phone, 'Room 12');
}

const rosterIsOpen = (phone) => phone.page.getByRole('heading', { name: t.roster.title, level: 1 }).waitFor();

test('a screen that nobody has opened yet opens without a connection', () => withPhone(async (phone, service) => {
  await phone.open(`/#join=${service.ownerCode}`);
  await makeClass(phone);
  await teacher.isReadyOffline(phone);
  await phone.close(); // the cookie is written down
  await phone.open();
  await service.stop();
  await teacher.isOffline(phone);
  await goTo(phone, 'class/list');
  await rosterIsOpen(phone);
  phone.checkQuiet();
}));

test('where a later file could not be had, it is said, the rest works, and it comes with the connection', () => withPhone(async (phone, service) => {
  await phone.open('/icon.svg'); // a page of the service on which nothing runs yet
  await phone.page.addInitScript(() => { delete Navigator.prototype.serviceWorker; }); // as over plain http: nothing is kept
  await phone.page.route(LATER_FILE, (route) => route.abort());
  await phone.page.goto(`${service.origin}/#join=${service.ownerCode}`);
  await makeClass(phone);
  await goTo(phone, 'class/plans');
  await phone.page.getByText(t.later.missing).waitFor();
  await goTo(phone, 'note/new');
  await phone.page.getByLabel(t.note.words, { exact: true }).waitFor();
  await goTo(phone, 'class/plans');
  await phone.page.getByText(t.later.missing).waitFor();
  await phone.page.unroute(LATER_FILE);
  await phone.page.getByRole('button', { name: t.later.again, exact: true }).click();
  await phone.page.getByRole('heading', { name: t.plans.title, level: 1 }).waitFor();
}));
