// Connections that fail in every way a school's can: nothing is lost, nothing is doubled, and no hand is needed.
import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { cpSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import test from 'node:test';
import { gunzipSync } from 'node:zlib';
import { startService } from '../http/service.mjs';
import { isSound, notebooksOf } from './folder.mjs';
import { Phone } from './harness.mjs';
import * as teacher from './teacher.mjs';

const { t } = teacher;
const STUDENT = 'Ana Lopez';

/** What a question says, as the service reads it. */
function questionOf(request) {
  const body = request.postDataBuffer();
  return JSON.parse(request.headers()['content-encoding'] === 'gzip' ? gunzipSync(body) : body);
}

/** Lets `fail` deal with the first batch from now on; later ones pass. `seen(n)` resolves with the first n, however often each is sent. */
async function atNextBatch(phone, fail) {
  const batches = [];
  let look = () => undefined;
  const handler = async (route) => {
    const asked = questionOf(route.request());
    if (asked.changes.length === 0) return route.fallback();
    const isFirst = batches.push(asked) === 1;
    look();
    return isFirst ? fail(route) : route.fallback();
  };
  await phone.context.route('**/sync', handler);
  const seen = (count) => new Promise((resolve) => {
    look = () => { if (batches.length >= count) resolve(batches); };
    look();
  });
  return { seen, stop: () => phone.context.unroute('**/sync', handler) };
}

const commitsOf = (dataDir) => Number(execFileSync('git', ['-C', notebooksOf(dataDir)[0], 'rev-list', '--count', 'HEAD'], { encoding: 'utf8' }));

test('connections that fail', async (story) => {
  const dataDir = mkdtempSync(join(tmpdir(), 'backtable-data-'));
  const service = await startService({ dataDir });
  const phone = new Phone(service.origin);
  const copy = new Phone(service.origin);
  try {
    await phone.open(`/#join=${service.ownerCode}`);
    await teacher.join(phone, 'Ms. Rivera');
    await teacher.createClass(phone, 'Room 12');
    await teacher.pasteList(phone, [STUDENT]);
    await teacher.isShared(phone);

    /** Writes one note while `fail` has its way with the question, and looks at what became of it. */
    const survives = async (words, fail) => {
      const before = commitsOf(dataDir);
      const { seen, stop } = await atNextBatch(phone, fail);
      await teacher.writeNote(phone, STUDENT, { words });
      const [first, again] = await seen(2);
      await stop();
      assert.equal(again.seq, first.seq, 'the batch that comes again is the same one');
      assert.deepEqual(again.changes, first.changes);
      await teacher.isShared(phone);
      assert.equal(commitsOf(dataDir), before + 1, 'one commit, however often it was sent');
      assert.equal((await teacher.notesOf(phone)).filter((note) => note === words).length, 1);
      phone.checkQuiet();
    };

    await story.test('a question that never arrives is asked again', () =>
      survives('The question was lost.', (route) => route.abort('connectionreset')));

    await story.test('an answer that is lost: the batch comes again, and nothing is doubled', () =>
      survives('The answer was lost.', async (route) => {
        const answer = await route.fetch();
        assert.equal(answer.status(), 200);
        await route.abort('connectionreset');
      }));

    await story.test("an answer that is not ours (a guest network's log-in page) means: try again", () =>
      survives('A page answered.', (route) => route.fulfill({ status: 200, contentType: 'text/html', body: '<h1>Welcome! Please log in.</h1>' })));

    await story.test('an answer that stops half-way means: try again', () =>
      survives('Half an answer.', async (route) => {
        const body = await (await route.fetch()).text();
        await route.fulfill({ status: 200, contentType: 'application/json', body: body.slice(0, body.length / 2) });
      }));

    await story.test('an error of something in between means: try again', () =>
      survives('A proxy answered.', (route) => route.fulfill({ status: 502, contentType: 'text/html', body: 'Bad gateway' })));

    await story.test('a phone that is signed out keeps what it has, and shares it after joining again', async () => {
      const { code } = await teacher.invite(phone);
      await phone.context.clearCookies();
      await teacher.writeNote(phone, STUDENT, { words: 'Written while signed out.' });
      await phone.page.getByText(t.told.signedOut).waitFor();
      await phone.page.getByRole('button', { name: t.told.joinAgain, exact: true }).click();
      await teacher.joinByCode(phone, code, 'Ms. Rivera');
      await teacher.isShared(phone);
      assert.ok((await teacher.notesOf(phone)).includes('Written while signed out.'));
      assert.equal(await phone.page.getByText(t.told.refusedTitle).count(), 0);
      phone.checkQuiet();
    });

    await story.test('a phone whose store was copied onto another: each gets an identity of its own, and both keep their notes', async () => {
      await phone.close();
      cpSync(phone.profile, copy.profile, { recursive: true, filter: (path) => !/Singleton|DevToolsActivePort/.test(path) });
      const words = ['Written on the first phone.', 'Written on its copy.'];
      for (const [i, one] of [phone, copy].entries()) {
        await one.open();
        await teacher.isShared(one);
        await teacher.writeNote(one, STUDENT, { words: words[i] });
        await teacher.isShared(one);
      }
      for (const one of [phone, copy]) {
        for (const note of words) await teacher.card(one, note).waitFor();
        one.checkQuiet();
      }
      assert.ok(service.log.some((line) => line.status === 409), 'the copy was found out');
    });

    await service.stop();
    isSound(dataDir);
  } finally {
    await phone.dispose();
    await copy.dispose();
    await service.stop();
    rmSync(dataDir, { recursive: true, force: true });
  }
});
