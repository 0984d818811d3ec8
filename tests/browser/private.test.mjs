// "Only me": a note that its author has on every device, and that nobody else ever gets; and moving it to the team.
import assert from 'node:assert/strict';
import { readdirSync, readFileSync, mkdtempSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import test from 'node:test';
import { startService } from '../http/service.mjs';
import { isSound } from './folder.mjs';
import { Phone } from './harness.mjs';
import * as teacher from './teacher.mjs';

const { t, goTo } = teacher;
const STUDENT = 'Ana Lopez';
const SECRET = 'Remember to ask about the new baby at home.';
const TABLET = 'Written on the tablet, for me alone.';
const OFFLINE = 'Thought of on the bus, for me alone.';
const TEAM = 'Reads her lead aloud before she writes on.';

const press = (phone, name) => phone.page.getByRole('button', { name, exact: true }).click();

async function writePrivately(phone, words) {
  await goTo(phone, '');
  await phone.page.getByRole('link', { name: t.today.noteAbout(STUDENT), exact: true }).click();
  await press(phone, t.note.onlyMe);
  await phone.page.getByLabel(t.note.words, { exact: true }).fill(words);
  await phone.page.getByText(t.place.private).or(phone.page.getByText(t.place.privatePhone)).first().waitFor();
  await press(phone, t.done);
  await phone.page.getByLabel(t.note.words, { exact: true }).waitFor({ state: 'detached' });
}

/** Files under a folder that hold the words, as bytes of UTF-8 or UTF-16. */
function filesWith(folder, words) {
  const needles = [Buffer.from(words, 'utf8'), Buffer.from(words, 'utf16le')];
  const found = [];
  for (const name of readdirSync(folder, { recursive: true, encoding: 'utf8' })) {
    const path = join(folder, name);
    const bytes = statSync(path, { throwIfNoEntry: false })?.isFile() ? readFileSync(path) : Buffer.alloc(0);
    if (needles.some((needle) => bytes.includes(needle))) found.push(name);
  }
  return found;
}

test('notes for oneself', async (story) => {
  const dataDir = mkdtempSync(join(tmpdir(), 'backtable-data-'));
  const service = await startService({ dataDir });
  const [rivera, chen, tablet] = [1, 2, 3].map(() => new Phone(service.origin));
  const all = [rivera, chen, tablet];
  try {
    await teacher.openClass(rivera, chen, service, [STUDENT]);

    await story.test('begun on two devices of one teacher without a network, it becomes one set of notes', async () => {
      await goTo(rivera, 'class/people');
      const [answer] = await Promise.all([rivera.page.waitForResponse((response) => response.url().endsWith('/me/invites')), press(rivera, t.people.own)]);
      const { code } = await answer.json();
      await tablet.open();
      await teacher.joinByCode(tablet, code, 'Ms. Rivera');
      await teacher.isShared(tablet);
      for (const [phone, words] of [[rivera, SECRET], [tablet, TABLET]]) {
        await phone.context.setOffline(true);
        await writePrivately(phone, words);
        await teacher.card(phone, words).getByText(t.place.privatePhone).waitFor();
      }
      for (const [phone, words] of [[rivera, SECRET], [tablet, TABLET]]) {
        await phone.context.setOffline(false);
        await teacher.card(phone, words).getByText(t.place.private, { exact: true }).waitFor();
      }
      await teacher.card(tablet, SECRET).waitFor();
      await rivera.page.evaluate(() => dispatchEvent(new Event('online'))); // looks at once, as when she comes back into a network
      await teacher.card(rivera, TABLET).waitFor();
    });

    await story.test("a note for oneself stands in one's own timeline, marked", async () => {
      await teacher.writeNote(rivera, STUDENT, { words: TEAM });
      await teacher.isShared(rivera);
      await teacher.card(rivera, SECRET).getByText(t.place.private).waitFor();
      await teacher.card(rivera, TEAM).getByText(t.place.shared).waitFor();
    });

    await story.test('it does not come to a colleague', async () => {
      await goTo(chen, '');
      await teacher.card(chen, TEAM).waitFor();
      assert.deepEqual(await teacher.notesOf(chen), [TEAM]);
    });

    await story.test('begun without a network, it gets a place at the service when there is one', async () => {
      await chen.context.setOffline(true);
      await writePrivately(chen, OFFLINE);
      await teacher.card(chen, OFFLINE).getByText(t.place.privatePhone).waitFor();
      await chen.context.setOffline(false);
      await teacher.card(chen, OFFLINE).getByText(t.place.private, { exact: true }).waitFor();
    });

    await story.test('what the team may have had stays with the team, and the app says why', async () => {
      await teacher.openNote(rivera, TEAM);
      await press(rivera, t.note.onlyMe);
      await rivera.page.getByText(t.errors.had_by_others).waitFor();
      await press(rivera, t.done);
      await teacher.card(rivera, TEAM).getByText(t.place.shared).waitFor();
    });

    await story.test('there and back on one phone, as long as it has not left it', async () => {
      await rivera.context.setOffline(true);
      await teacher.writeNote(rivera, STUDENT, { words: 'Not sure yet whom this is for.' });
      await teacher.openNote(rivera, 'Not sure yet');
      await press(rivera, t.note.onlyMe);
      await rivera.page.getByText(t.place.privatePhone).waitFor();
      await press(rivera, t.done);
      await rivera.context.setOffline(false);
      await teacher.card(rivera, 'Not sure yet').getByText(t.place.private, { exact: true }).waitFor();
      assert.deepEqual(await teacher.notesOf(chen), [OFFLINE, TEAM].sort());
    });

    await story.test('an export leaves them out unless they are asked for', async () => {
      const exported = async () => {
        const [download] = await Promise.all([rivera.page.waitForEvent('download'), press(rivera, t.class.export)]);
        return readFileSync(await download.path(), 'utf8');
      };
      await goTo(rivera, 'class');
      const plain = await exported();
      assert.ok(plain.includes(TEAM) && !plain.includes(SECRET));
      await press(rivera, t.class.withPrivate);
      assert.ok((await exported()).includes(SECRET));
    });

    await story.test("nothing of it is on a colleague's phone", async () => {
      await goTo(chen, '');
      await chen.close();
      assert.ok(filesWith(chen.profile, TEAM).length > 0, 'the search finds what is there');
      assert.deepEqual(filesWith(chen.profile, SECRET), []);
      await chen.open();
    });

    await story.test('a note that is given to the team keeps its place, and is in one place at the end', async () => {
      await teacher.openNote(rivera, SECRET);
      await press(rivera, t.note.onlyMe);
      await rivera.page.getByText(t.place.shared, { exact: true }).waitFor();
      await press(rivera, t.done);
      await teacher.card(chen, SECRET).waitFor();
      assert.equal((await teacher.notesOf(rivera)).filter((words) => words === SECRET).length, 1);
      await teacher.isShared(rivera);
      assert.equal((await teacher.notesOf(chen)).filter((words) => words === SECRET).length, 1);
    });

    await story.test('given to the team without a network by a phone that is killed then: it ends in one place all the same', async () => {
      await rivera.close(); // the browser writes its cookie down, as it does by itself within half a minute
      await rivera.open();
      await teacher.isShared(rivera);
      await rivera.context.setOffline(true);
      await teacher.openNote(rivera, TABLET);
      await press(rivera, t.note.onlyMe);
      await rivera.page.getByText(t.place.phone, { exact: true }).waitFor();
      rivera.checkQuiet();
      await rivera.kill();
      assert.ok(!(await teacher.notesOf(chen)).includes(TABLET));
      await rivera.open();
      await teacher.card(chen, TABLET).waitFor();
      await teacher.isShared(rivera);
      await teacher.card(rivera, TABLET).getByText(t.place.shared, { exact: true }).waitFor();
      assert.equal((await teacher.notesOf(rivera)).filter((words) => words === TABLET).length, 1);
    });

    await story.test('what her other device wrote into it before it knew of the move stays hers alone, and is not lost', async () => {
      await writePrivately(rivera, 'Asked for a book of her own.');
      await teacher.card(rivera, 'Asked for').getByText(t.place.private, { exact: true }).waitFor();
      await tablet.page.reload(); // an own notebook is not waited for
      await teacher.card(tablet, 'Asked for').waitFor();
      await tablet.context.setOffline(true);
      await teacher.openNote(tablet, 'Asked for');
      await tablet.page.getByLabel(t.note.words, { exact: true }).fill('Her father cannot read it to her.');
      await tablet.page.getByText(t.place.privatePhone).waitFor();
      await press(tablet, t.done);
      await teacher.openNote(rivera, 'Asked for');
      await press(rivera, t.note.onlyMe);
      await rivera.page.getByText(t.place.shared, { exact: true }).waitFor();
      await press(rivera, t.done);
      await teacher.card(chen, 'Asked for').waitFor();
      await tablet.context.setOffline(false);
      await teacher.card(tablet, 'Asked for').getByText(t.place.shared, { exact: true }).waitFor();
      await teacher.card(tablet, 'Her father').getByText(t.place.private, { exact: true }).waitFor();
      assert.ok(!(await teacher.notesOf(chen)).some((words) => words.startsWith('Her father')));
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
