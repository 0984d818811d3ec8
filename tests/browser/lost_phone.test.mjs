// A phone that is lost: what lies in its profile folder, who can open it, and that the lock costs no word.
import assert from 'node:assert/strict';
import { cpSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import test from 'node:test';
import { startService } from '../http/service.mjs';
import { isSound } from './folder.mjs';
import { Phone } from './harness.mjs';
import { tracesIn } from './profile.mjs';
import * as teacher from './teacher.mjs';

const { t, goTo } = teacher;

const CHILD = 'Quintessa Abernathy';
const LATER_CHILD = 'Thelonius Vandersloot';
const TEACHER = 'Ms. Ravenscroft';
const CLASS = 'Zephyr Room';
const BEFORE = 'Describes the periwinkle lighthouse with her senses.';
const AFTER = 'Opens with a marmalade thunderstorm.';
const WAITING = 'Written in the tunnel about a velvet hippopotamus.';
const PASSPHRASE = 'seven geese cross slowly';
const OTHER = 'eleven violins at noon';
const PIN = '2468';
/** No other page or dictionary of the browser says these. */
const SECRETS = ['Quintessa', 'Abernathy', 'Thelonius', 'Vandersloot', 'Ravenscroft', 'Zephyr', 'periwinkle', 'marmalade', 'hippopotamus', 'geese cross'];

const press = (phone, name) => phone.page.getByRole('button', { name, exact: true }).click();
const field = (phone, label) => phone.page.getByLabel(label, { exact: true });
const heading = (phone, name) => phone.page.getByRole('heading', { name, level: 1 }).waitFor();
const pinField = (phone) => phone.page.getByRole('textbox', { name: t.locked.pin, exact: true });
const isLocked = (phone) => heading(phone, t.locked.title);

async function setPassphrase(phone, passphrase = PASSPHRASE, again = passphrase) {
  await goTo(phone, 'class/phone');
  await field(phone, t.locked.passphrase).fill(passphrase);
  await field(phone, t.passphrase.again).fill(again);
  await press(phone, t.passphrase.set);
}

async function isSet(phone) {
  await phone.page.getByRole('button', { name: t.passphrase.lock, exact: true }).waitFor();
}

async function unlock(phone, passphrase = PASSPHRASE) {
  await isLocked(phone);
  await field(phone, t.locked.passphrase).fill(passphrase);
  await press(phone, t.locked.open);
}

async function openClass(phone, service) {
  await phone.open(`/#join=${service.ownerCode}`);
  await teacher.join(phone, TEACHER);
  await teacher.createClass(phone, CLASS);
  await teacher.pasteList(phone, [CHILD]);
  await teacher.writeNote(phone, CHILD, { words: BEFORE });
  await teacher.isShared(phone);
}


const lockNow = async (phone) => {
  await goTo(phone, 'class/phone');
  await press(phone, t.passphrase.lock);
  await isLocked(phone);
};

/** The rows as they lie in the store of this phone, by database and store. */
const rowsOf = (phone) => phone.page.evaluate(async () => {
  const settled = (request) => new Promise((resolve, reject) => {
    request.onsuccess = () => resolve(request.result);
    request.onerror = () => reject(request.error);
  });
  const found = {};
  for (const { name } of await indexedDB.databases()) {
    if (name === 'backtable-ring') continue;
    const db = await settled(indexedDB.open(name));
    found[name] = {};
    for (const store of db.objectStoreNames) found[name][store] = (await settled(db.transaction(store).objectStore(store).getAll())).map((row) => Object.keys(row).sort().join());
    db.close();
  }
  return found;
});

test('a lost phone', async (story) => {
  const dataDir = mkdtempSync(join(tmpdir(), 'backtable-data-'));
  let service = await startService({ dataDir });
  const phone = new Phone(service.origin);
  const thief = new Phone(service.origin);
  try {
    await openClass(phone, service);
    await teacher.isReadyOffline(phone);

    await story.test('without a passphrase its files tell everything: the search finds what is there', async () => {
      await phone.close();
      const found = tracesIn(phone.profile, SECRETS).join('\n');
      for (const word of ['Quintessa', 'Ravenscroft', 'Zephyr', 'periwinkle']) assert.match(found, new RegExp(word));
      await phone.open();
      await teacher.isShared(phone);
    });

    await story.test('a passphrase is long, and typed twice', async () => {
      await setPassphrase(phone, 'short', 'short');
      await phone.page.getByText(t.passphrase.short).waitFor();
      await setPassphrase(phone, PASSPHRASE, OTHER);
      await phone.page.getByText(t.passphrase.differs).waitFor();
      assert.equal(await phone.page.getByRole('button', { name: t.passphrase.lock, exact: true }).count(), 0);
    });

    await story.test('it is not set while another tab may write', async () => {
      const second = await phone.anotherTab();
      await second.getByRole('heading', { name: CLASS, level: 1 }).waitFor();
      await setPassphrase(phone);
      await phone.page.getByText('open in another tab').waitFor();
      await second.close();
      // the browser takes a closed tab's lock back in its own time
      await phone.page.waitForFunction(async () => (await navigator.locks.query()).held.filter(({ name }) => name === 'backtable-tab').length === 1);
    });

    await story.test('killed while the store is written anew: it opens as before, with all that was there', async () => {
      await phone.page.evaluate(() => {
        const encrypt = crypto.subtle.encrypt.bind(crypto.subtle);
        let left = 3;
        crypto.subtle.encrypt = (...args) => { // the fourth row is never done
          left -= 1;
          if (left < 0) globalThis.isStuck = true;
          return left < 0 ? new Promise(() => undefined) : encrypt(...args);
        };
      });
      await setPassphrase(phone);
      await phone.page.waitForFunction(() => globalThis.isStuck);
      await phone.kill();
      await phone.open();
      await teacher.isShared(phone);
      assert.deepEqual(await teacher.notesOf(phone), [BEFORE]);
      assert.deepEqual(Object.keys(await rowsOf(phone)), ['backtable'], 'what was half written is removed');
    });

    await story.test('killed before the old store is removed: the new one is in use, and the old one goes at the next start', async () => {
      await phone.page.evaluate(() => {
        IDBFactory.prototype.deleteDatabase = () => {
          globalThis.isStuck = true;
          return {};
        };
      });
      await setPassphrase(phone);
      await phone.page.waitForFunction(() => globalThis.isStuck);
      await phone.kill();
      await phone.open();
      await unlock(phone);
      await teacher.isShared(phone);
      assert.deepEqual(await teacher.notesOf(phone), [BEFORE]);
      assert.ok(!Object.keys(await rowsOf(phone)).includes('backtable'));
    });

    await story.test('what is written with it is shared as before, and lies on the phone as sealed rows alone', async () => {
      await teacher.pasteList(phone, [LATER_CHILD]);
      await teacher.writeNote(phone, LATER_CHILD, { words: AFTER });
      await teacher.isShared(phone);
      await teacher.openVersions(phone, AFTER);
      await phone.page.getByText(t.versions.isNow).or(phone.page.getByText(t.versions.none)).first().waitFor();
      await service.stop();
      await teacher.writeNote(phone, CHILD, { words: WAITING });
      await teacher.isOffline(phone);
      const [rows] = Object.values(await rowsOf(phone));
      for (const [store, members] of Object.entries(rows))
        for (const row of members) assert.match(row, /^(id,|ids,)?iv,(notebook,)?sealed(,version)?$/, store);
      assert.ok(rows.drafts.length + rows.batches.length > 0, 'something is unsent');
    });

    await story.test('its files hold no name and no word, whether typed before it was set or after', async () => {
      await phone.close();
      assert.deepEqual(tracesIn(phone.profile, SECRETS), []);
    });

    await story.test('whoever finds it reads that it is locked and how much is unsent, and no more; a wrong passphrase opens nothing', async () => {
      cpSync(phone.profile, thief.profile, { recursive: true, filter: (path) => !/Singleton|DevToolsActivePort/.test(path) });
      await thief.open();
      await isLocked(thief);
      await thief.page.getByText(t.locked.unsent(1)).waitFor();
      await unlock(thief, OTHER);
      await thief.page.getByText(t.locked.wrong).waitFor();
      for (const route of ['', 'students', 'class/list', 'questions']) {
        await goTo(thief, route);
        await isLocked(thief);
      }
      const shown = await thief.page.content() + await thief.page.title();
      for (const word of SECRETS) assert.ok(!shown.includes(word), word);
    });

    await story.test('forgotten: the phone is emptied, which says how much is lost, and can join again', async () => {
      await press(thief, t.locked.forgot);
      await press(thief, t.closed.sure(1));
      await heading(thief, t.door.joinTitle);
      const [rows] = Object.values(await rowsOf(thief));
      assert.ok(Object.values(rows).every((store) => store.length === 0));
      thief.checkQuiet();
      await thief.kill();
    });

    await story.test('opened with the passphrase all is there, and what waited reaches the service', async () => {
      await phone.open();
      await unlock(phone);
      await teacher.isOffline(phone);
      assert.deepEqual(await teacher.notesOf(phone), [BEFORE, AFTER, WAITING].sort());
      service = await startService({ dataDir, port: service.port });
      await teacher.isShared(phone);
    });

    await story.test('another passphrase opens the same rows, the old one no more', async () => {
      await goTo(phone, 'class/phone');
      await field(phone, t.passphrase.now).fill(PASSPHRASE);
      await field(phone, t.passphrase.next).fill(OTHER);
      await field(phone, t.passphrase.again).fill(OTHER);
      const before = await rowsOf(phone);
      await press(phone, t.passphrase.change);
      await phone.page.getByText(t.passphrase.done).waitFor();
      assert.deepEqual(Object.keys(await rowsOf(phone)), Object.keys(before), 'the same database');
      await lockNow(phone);
      await unlock(phone, PASSPHRASE);
      await phone.page.getByText(t.locked.wrong).waitFor();
      await unlock(phone, OTHER);
      await teacher.isShared(phone);
    });

    phone.checkQuiet();
    await service.stop();
    isSound(dataDir);
  } catch (error) {
    console.error(await phone.describe());
    throw error;
  } finally {
    await phone.dispose();
    await thief.dispose();
    await service.stop();
    rmSync(dataDir, { recursive: true, force: true });
  }
});

/** As if so many minutes went by while nobody touched the phone: its clock alone is moved. */
const minutesPass = (phone, minutes) => phone.page.clock.fastForward(minutes * 60_000);

test('the lock', async (story) => {
  const dataDir = mkdtempSync(join(tmpdir(), 'backtable-data-'));
  const service = await startService({ dataDir });
  const phone = new Phone(service.origin);
  try {
    await openClass(phone, service);
    await setPassphrase(phone);
    await isSet(phone);
    await phone.page.clock.install();
    await phone.page.reload();
    await unlock(phone);
    await teacher.isShared(phone);

    await story.test('comes after the minutes that were chosen without a touch, and not before', async () => {
      await goTo(phone, 'class/phone');
      await press(phone, t.passphrase.minutes(15));
      await phone.page.getByRole('button', { name: t.passphrase.minutes(15), pressed: true }).waitFor();
      await minutesPass(phone, 14);
      assert.equal(await phone.page.getByRole('heading', { name: t.locked.title }).count(), 0);
      await minutesPass(phone, 2);
      await unlock(phone);
      await goTo(phone, 'class/phone');
      await press(phone, t.passphrase.minutes(1));
      await phone.page.getByRole('button', { name: t.passphrase.minutes(1), pressed: true }).waitFor();
    });

    await story.test('never takes a note from under the hands: it waits until the note is left', async () => {
      await goTo(phone, '');
      await phone.page.getByRole('link', { name: t.today.noteAbout(CHILD), exact: true }).click();
      const words = field(phone, t.note.words);
      await words.pressSequentially('A long talk');
      await minutesPass(phone, 30);
      await words.pressSequentially(' about lighthouses.');
      assert.equal(await words.inputValue(), 'A long talk about lighthouses.');
      await minutesPass(phone, 30);
      await words.waitFor();
      await teacher.done(phone);
      await minutesPass(phone, 2);
      await unlock(phone);
      await teacher.isShared(phone);
      assert.ok((await teacher.notesOf(phone)).includes('A long talk about lighthouses.'));
    });

    await story.test('a note that is out of view is saved and locked, and opening leads back to it', async () => {
      await goTo(phone, '');
      await phone.page.getByRole('link', { name: t.today.noteAbout(CHILD), exact: true }).click();
      await field(phone, t.note.words).pressSequentially('Half a sentence');
      await phone.page.evaluate(() => {
        Object.defineProperty(document, 'visibilityState', { configurable: true, get: () => 'hidden' });
        document.dispatchEvent(new Event('visibilitychange'));
      });
      await minutesPass(phone, 2);
      await isLocked(phone);
      await phone.page.evaluate(() => {
        delete document.visibilityState;
        document.dispatchEvent(new Event('visibilitychange'));
      });
      await unlock(phone);
      await phone.page.getByLabel(t.note.words, { exact: true }).waitFor();
      assert.equal(await field(phone, t.note.words).inputValue(), 'Half a sentence');
      await teacher.done(phone);
    });

    await story.test('a PIN opens it again while sharing goes on; after five wrong ones only the passphrase does', async () => {
      await goTo(phone, 'class/phone');
      await pinField(phone).fill(PIN);
      await press(phone, t.passphrase.setPin);
      await phone.page.getByRole('button', { name: t.passphrase.noPin, exact: true }).waitFor();
      await lockNow(phone);
      await pinField(phone).fill(PIN);
      await press(phone, t.locked.open);
      await isSet(phone);
      await lockNow(phone);
      for (let left = 4; left > 0; left -= 1) {
        await pinField(phone).fill('1357');
        await press(phone, t.locked.open);
        await phone.page.getByText(t.locked.wrongPin(left)).waitFor();
      }
      await pinField(phone).fill('1357');
      await press(phone, t.locked.open);
      await field(phone, t.locked.passphrase).waitFor();
      await unlock(phone);
      await isSet(phone);
    });

    await story.test('a PIN opens nothing when Backtable is opened anew', async () => {
      await phone.page.reload();
      await isLocked(phone);
      assert.equal(await pinField(phone).count(), 0);
      await unlock(phone);
      await isSet(phone);
    });

    await story.test('given up, the notes can be read on this phone again', async () => {
      const remove = phone.page.getByRole('region', { name: t.passphrase.remove });
      await remove.getByLabel(t.locked.passphrase, { exact: true }).fill(OTHER);
      await remove.getByRole('button', { name: t.passphrase.remove }).click();
      await phone.page.getByText(t.passphrase.wrong).waitFor();
      await remove.getByLabel(t.locked.passphrase, { exact: true }).fill(PASSPHRASE);
      await remove.getByRole('button', { name: t.passphrase.remove }).click();
      await phone.page.getByRole('button', { name: t.passphrase.set, exact: true }).waitFor();
      await phone.page.reload();
      await teacher.isShared(phone);
      assert.equal((await teacher.notesOf(phone)).length, 3);
    });

    phone.checkQuiet();
  } catch (error) {
    console.error(await phone.describe());
    throw error;
  } finally {
    await phone.dispose();
    await service.stop();
    rmSync(dataDir, { recursive: true, force: true });
  }
});
