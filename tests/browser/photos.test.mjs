// Photos of work: taken without a network, kept through a kill, sent after the words, and seen on a colleague's phone; nothing of the camera.
import assert from 'node:assert/strict';
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import test from 'node:test';
import { exifWithPlace, sumOf, withSegment } from '../http/picture.mjs';
import { startService } from '../http/service.mjs';
import { isSound } from './folder.mjs';
import { Phone } from './harness.mjs';
import { filesIn } from './profile.mjs';
import * as teacher from './teacher.mjs';

const { t, goTo } = teacher;
const STUDENTS = ['Ana Lopez', 'Ben Okafor'];
const WORDS = 'Draws a map of the story before she writes.';
const PRIVATE = 'Only for me: looks tired this week.';
const PASSPHRASE = 'seven geese cross slowly';

const press = (phone, name) => phone.page.getByRole('button', { name, exact: true }).click();
const camera = (phone) => phone.page.getByLabel(t.photos.take, { exact: true });
const thumbs = (phone) => phone.page.locator('.photo-thumb');
const pictures = (phone) => phone.page.locator('.photo-thumb img');
const view = (phone) => phone.page.getByRole('dialog');

/** What a camera of 12 megapixels would give: a picture that is too large, with the place in it. Drawn by the page, noise that `seed` decides. */
async function cameraPicture(phone, seed) {
  const plain = await phone.page.evaluate(async (start) => {
    const canvas = document.createElement('canvas');
    canvas.width = 2400;
    canvas.height = 3200;
    const context = canvas.getContext('2d');
    let state = start;
    const chance = (below) => { state = (state * 1103515245 + 12345) % 2147483648; return state % below; };
    context.fillStyle = '#fdfbf4';
    context.fillRect(0, 0, canvas.width, canvas.height);
    for (let i = 0; i < 4000; i += 1) {
      context.fillStyle = `rgb(${chance(256)} ${chance(256)} ${chance(256)})`;
      context.fillRect(chance(2400), chance(3200), 4 + chance(120), 4 + chance(40));
    }
    const blob = await new Promise((resolve) => canvas.toBlob(resolve, 'image/jpeg', 0.92));
    return Array.from(new Uint8Array(await blob.arrayBuffer()));
  }, seed);
  return withSegment(Buffer.from(plain), exifWithPlace());
}

async function openMore(phone) {
  const more = phone.page.getByText(t.note.more, { exact: true });
  await more.waitFor();
  if (!(await camera(phone).count())) await more.click();
}

const newNote = async (phone, student) => {
  await goTo(phone, '');
  await phone.page.getByRole('link', { name: t.today.noteAbout(student), exact: true }).click();
};

const take = async (phone, seed) => {
  const picture = await cameraPicture(phone, seed);
  assert.ok(picture.includes('Exif\0\0') && picture.includes('SchoolCam'), 'the camera wrote where it was');
  await camera(phone).setInputFiles({ name: 'IMG_0001.jpg', mimeType: 'image/jpeg', buffer: picture });
};

/** Every photo that the service has, by notebook. */
function filesOf(dataDir) {
  const root = join(dataDir, 'photos');
  if (!existsSync(root)) return [];
  return readdirSync(root, { recursive: true, encoding: 'utf8' }).filter((name) => name.endsWith('.jpg'))
    .map((name) => ({ notebook: name.split('/')[0], sum: name.slice(-68, -4), bytes: readFileSync(join(root, name)) }));
}

const closeView = async (phone) => {
  await view(phone).getByRole('button', { name: t.close, exact: true }).click();
  await view(phone).waitFor({ state: 'detached' });
};
const openPhotos = async (phone) => {
  await teacher.openNote(phone, WORDS);
  await openMore(phone);
  await pictures(phone).waitFor();
};
/** Tells the phone that there is a network again: else it asks when its pause is over, which grows with each failure. */
const backInNetwork = async (phone) => {
  await phone.context.setOffline(true);
  await phone.context.setOffline(false);
};
const place = (phone, name) => view(phone).getByText(t.photos.places[name], { exact: true }).waitFor();

test('photos of work', async (story) => {
  const dataDir = mkdtempSync(join(tmpdir(), 'backtable-data-'));
  let service = await startService({ dataDir });
  const { port } = service;
  let team;
  const [rivera, chen] = [1, 2].map(() => new Phone(service.origin));
  try {
    await teacher.openClass(rivera, chen, service, STUDENTS);
    for (const phone of [rivera, chen]) {
      await teacher.isReadyOffline(phone);
      await phone.close(); // the browser writes the cookie of a phone that joined just now down only then, and both are killed later
      await phone.open();
    }

    await story.test('0.18 a photo that is taken without a network is kept with its note, and both outlive a kill', async () => {
      await rivera.context.setOffline(true);
      await newNote(rivera, STUDENTS[0]);
      await rivera.page.getByLabel(t.note.words, { exact: true }).fill(WORDS);
      await openMore(rivera);
      await take(rivera, 7);
      await pictures(rivera).waitFor();
      await rivera.kill();
      await service.stop();
      await rivera.open();
      await openPhotos(rivera);
      await thumbs(rivera).click();
      await place(rivera, 'phone');
      assert.equal(await view(rivera).getByRole('img', { name: new RegExp(STUDENTS[0]) }).evaluate((image) => Math.max(image.naturalWidth, image.naturalHeight)), 1600);
      await view(rivera).getByLabel(t.photos.caption, { exact: true }).fill('A map with three places');
      await closeView(rivera);
    });

    await story.test('1.25 it goes to the service after the words, small, and without what the camera wrote into it', async () => {
      service = await startService({ dataDir, port });
      await backInNetwork(rivera);
      await teacher.isShared(rivera);
      await openPhotos(rivera);
      await thumbs(rivera).click();
      await place(rivera, 'shared');
      await closeView(rivera);
      const [photo, ...others] = filesOf(dataDir);
      team = photo.notebook;
      assert.deepEqual(others, []);
      assert.equal(sumOf(photo.bytes), photo.sum);
      assert.ok(photo.bytes.length <= 200_000, `${photo.bytes.length} bytes`);
      for (const trace of ['Exif', 'SchoolCam', 'http://ns.adobe.com']) assert.ok(!photo.bytes.includes(trace), trace);
      isSound(dataDir);
    });

    await story.test('0.18 a colleague sees it, and sees it again without a network', async () => {
      await openPhotos(chen);
      await chen.context.setOffline(true);
      await chen.kill();
      await service.stop();
      await chen.open();
      await teacher.openNote(chen, WORDS);
      await openMore(chen);
      await thumbs(chen).click();
      await view(chen).getByRole('img').waitFor();
      await place(chen, 'shared');
      assert.ok(await view(chen).getByRole('img').evaluate((image) => image.complete && image.naturalWidth > 0));
      await closeView(chen);
      service = await startService({ dataDir, port });
      for (const phone of [rivera, chen]) await backInNetwork(phone);
      await teacher.isShared(chen);
    });

    await story.test('a photo that was removed is back after one tap', async () => {
      await openPhotos(rivera);
      await thumbs(rivera).click();
      await press(rivera, t.photos.remove);
      await thumbs(rivera).waitFor({ state: 'detached' });
      await teacher.undo(rivera);
      await thumbs(rivera).waitFor();
    });

    await story.test('1.25 the camera stays shut where the answer was no, or has run out, and says where that is changed', async () => {
      await newNote(rivera, STUDENTS[1]);
      const own = await rivera.page.evaluate(() => location.hash);
      await openMore(rivera);
      await camera(rivera).waitFor({ state: 'attached' });
      await rivera.page.getByText(t.photos.notFaces, { exact: true }).waitFor();
      const ben = new URLSearchParams(own.split('?')[1]).get('students');
      await goTo(rivera, `student/${ben}/details`);
      await press(rivera, t.details.noPhoto);
      await newNote(rivera, STUDENTS[1]);
      await openMoreBarred(rivera, 'refused');
      await rivera.page.getByRole('link', { name: t.photos.change(`\u2068${STUDENTS[1]}\u2069`) }).click();
      await press(rivera, t.details.photo);
      await rivera.page.getByLabel(t.details.until, { exact: true }).fill('2020-01-31');
      await newNote(rivera, STUDENTS[1]);
      await openMoreBarred(rivera, 'over');
      await goTo(rivera, `student/${ben}/details`);
      await rivera.page.getByLabel(t.details.until, { exact: true }).fill('');
      await press(rivera, t.details.noShare);
      await newNote(rivera, STUDENTS[1]);
      await openMore(rivera);
      await take(rivera, 11);
      await thumbs(rivera).click();
      await view(rivera).getByText(t.photos.noModel(`\u2068${STUDENTS[1]}\u2069`), { exact: true }).waitFor();
      assert.equal(await view(rivera).getByRole('button', { name: t.photos.model, exact: true }).count(), 0);
      await closeView(rivera);
    });

    await story.test('a photo for oneself stays in the own notebook, and goes with its note to the team', async () => {
      await newNote(rivera, STUDENTS[0]);
      await press(rivera, t.note.onlyMe);
      await rivera.page.getByLabel(t.note.words, { exact: true }).fill(PRIVATE);
      await openMore(rivera);
      await take(rivera, 23);
      await thumbs(rivera).click();
      await view(rivera).getByText(t.place.private, { exact: true }).waitFor();
      await closeView(rivera);
      const [own] = filesOf(dataDir).filter(({ notebook }) => notebook !== team);
      const placesOf = () => filesOf(dataDir).filter(({ sum }) => sum === own.sum).map(({ notebook }) => notebook);
      assert.deepEqual(placesOf(), [own.notebook], 'the team does not have it');
      await press(rivera, t.note.onlyMe);
      await thumbs(rivera).click();
      await place(rivera, 'shared');
      assert.deepEqual(placesOf().sort(), [own.notebook, team].sort());
      await closeView(rivera);
    });

    await story.test('under a passphrase no file of the phone holds a picture', async () => {
      const marks = filesOf(dataDir).map(({ bytes }) => bytes.subarray(bytes.length >> 1, (bytes.length >> 1) + 24));
      const found = () => [...filesIn(rivera.profile)].filter((path) => marks.some((mark) => readFileSync(path).includes(mark)));
      await rivera.close();
      assert.notDeepEqual(found(), [], 'the search finds what is there');
      await rivera.open();
      await goTo(rivera, 'class/phone');
      await rivera.page.getByLabel(t.locked.passphrase, { exact: true }).fill(PASSPHRASE);
      await rivera.page.getByLabel(t.passphrase.again, { exact: true }).fill(PASSPHRASE);
      await press(rivera, t.passphrase.set);
      await rivera.page.getByRole('button', { name: t.passphrase.lock, exact: true }).waitFor();
      await openPhotos(rivera);
      await rivera.close();
      assert.deepEqual(found(), []);
    });

    for (const phone of [rivera, chen]) phone.checkQuiet();
  } catch (error) {
    error.message += `\n\n${(await Promise.all([rivera, chen].map((phone) => phone.describe().catch(String)))).join('\n\n')}`;
    throw error;
  } finally {
    await Promise.all([rivera.dispose(), chen.dispose()]);
    await service.stop().catch(() => undefined);
    rmSync(dataDir, { recursive: true, force: true });
  }
});

async function openMoreBarred(phone, why) {
  await phone.page.getByText(t.note.more, { exact: true }).click();
  await phone.page.getByText(t.photos[why](`\u2068${STUDENTS[1]}\u2069`), { exact: true }).waitFor();
  assert.equal(await camera(phone).count(), 0);
}
