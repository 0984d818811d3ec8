// The merge on the phone: what it shows before the service has answered, what it finds damaged, and an app that goes on without it.
import assert from 'node:assert/strict';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import test from 'node:test';
import { startService } from '../http/service.mjs';
import { Phone } from './harness.mjs';
import * as teacher from './teacher.mjs';

const { t } = teacher;
const STUDENT = 'Ana Lopez';
const BEFORE = 'Reads her lead aloud.';
const MINE = 'Reads her lead aloud. Twice.';
const BOTH = 'Today: Reads her lead aloud. Twice.';

/** In the page: questions to the service wait until they are let through, one by one or for good. */
function holdQuestions() {
  const send = window.fetch;
  const waiting = [];
  let open = false;
  window.fetch = (url, init) => {
    if (open || !String(url).endsWith('/sync')) return send(url, init);
    return new Promise((resolve, reject) => {
      init.signal.addEventListener('abort', () => reject(new DOMException('', 'AbortError')));
      waiting.push(() => resolve(send(url, init)));
    });
  };
  window.questions = {
    waiting: () => waiting.length,
    letOne: () => waiting.shift()(),
    letAll: () => { open = true; waiting.splice(0).forEach((go) => go()); },
  };
  window.dispatchEvent(new Event('online')); // ends the question that the service is holding now
}

/** In the page: a mark that no schema knows stands in whatever record comes from now on. */
function harmAnswers() {
  const send = window.fetch;
  window.fetch = async (url, init) => {
    const answer = await send(url, init);
    if (!String(url).endsWith('/sync') || !answer.ok) return answer;
    const said = await answer.json();
    for (const row of said.records) row.record.mark = 'splendid';
    return new Response(JSON.stringify(said), { status: answer.status, headers: { 'Content-Type': 'application/json' } });
  };
  window.dispatchEvent(new Event('online')); // ends the question that was asked before
}

const questionWaits = (phone) => phone.page.waitForFunction(() => window.questions.waiting() > 0);

async function withClass(work) {
  const dataDir = mkdtempSync(join(tmpdir(), 'backtable-data-'));
  const service = await startService({ dataDir });
  const phones = [];
  const newPhone = () => {
    phones.push(new Phone(service.origin));
    return phones.at(-1);
  };
  try {
    const rivera = newPhone();
    await rivera.open(`/#join=${service.ownerCode}`);
    await teacher.join(rivera, 'Ms. Rivera');
    await teacher.createClass(rivera, 'Room 12');
    await teacher.pasteList(rivera, [STUDENT]);
    await work(rivera, newPhone);
    for (const phone of phones) phone.checkQuiet();
  } finally {
    await Promise.all(phones.map((phone) => phone.dispose()));
    await service.stop();
    rmSync(dataDir, { recursive: true, force: true });
  }
}

async function joinClass(rivera, chen) {
  const { code } = await teacher.invite(rivera);
  await teacher.joinByCode(chen, code, 'Mr. Chen');
  await chen.page.getByRole('heading', { name: 'Room 12', level: 1 }).waitFor();
}

test('an unsent edit and a newer version are shown together before the service has merged them', () => withClass(async (rivera, newPhone) => {
  const chen = newPhone();
  await chen.open();
  await joinClass(rivera, chen);
  await teacher.writeNote(rivera, STUDENT, { words: BEFORE });
  await teacher.goTo(chen, '');
  await teacher.card(chen, BEFORE).waitFor();
  await teacher.isShared(chen);

  await chen.page.evaluate(holdQuestions);
  await questionWaits(chen); // a pull: there is nothing to send yet
  await teacher.rewrite(rivera, BEFORE, `Today: ${BEFORE}`);
  await teacher.isShared(rivera);
  await teacher.rewrite(chen, BEFORE, MINE);
  await chen.page.evaluate(() => window.questions.letOne());
  await teacher.card(chen, BOTH).waitFor();
  await questionWaits(chen);
  assert.deepEqual(await teacher.notesOf(chen), [BOTH]);
  assert.deepEqual(await teacher.notesOf(rivera), [`Today: ${BEFORE}`], 'the service has not got the edit yet');

  await teacher.openNote(chen, BOTH);
  assert.equal(await chen.page.getByLabel(t.note.words, { exact: true }).inputValue(), MINE, 'the form holds what was typed');
  await teacher.goTo(chen, '');
  await chen.page.evaluate(() => window.questions.letAll());
  await teacher.card(rivera, BOTH).waitFor();
  await teacher.isShared(chen);
  assert.deepEqual(await teacher.notesOf(chen), [BOTH]);
}));

test('a record that comes damaged is kept, shown and told', () => withClass(async (rivera, newPhone) => {
  const chen = newPhone();
  await chen.open();
  await joinClass(rivera, chen);
  await teacher.isShared(chen);
  await chen.page.evaluate(harmAnswers);
  await teacher.writeNote(rivera, STUDENT, { words: BEFORE });
  await teacher.goTo(chen, '');
  await teacher.card(chen, BEFORE).waitFor();
  await chen.page.getByText(t.told.damaged(1)).waitFor();
  await chen.page.reload();
  await chen.page.getByText(t.told.damaged(1)).waitFor();
  // A version that comes whole takes its place.
  await teacher.rewrite(rivera, BEFORE, MINE);
  await teacher.card(chen, MINE).waitFor();
  await chen.page.getByText(t.told.damaged(1)).waitFor({ state: 'detached' });
}));

/** What may be missing, each as a script that runs before the app. */
const WITHOUT = {
  WebAssembly: () => { delete window.WebAssembly; },
  'a worker that starts': () => { window.Worker = class { constructor() { throw new DOMException('refused', 'SecurityError'); } }; },
  'a worker that lives': () => {
    const Real = window.Worker;
    window.Worker = class extends Real { constructor() { super('/not-there.js'); } };
  },
};

for (const [what, script] of Object.entries(WITHOUT)) {
  test(`without ${what}, notes are written, shared and merged all the same`, () => withClass(async (rivera, newPhone) => {
    const chen = newPhone();
    await chen.open();
    await chen.context.addInitScript(script);
    await chen.page.reload();
    await joinClass(rivera, chen);
    await teacher.writeNote(rivera, STUDENT, { words: BEFORE });
    await teacher.goTo(chen, '');
    await teacher.card(chen, BEFORE).waitFor();
    await chen.page.evaluate(holdQuestions);
    await questionWaits(chen);
    await teacher.rewrite(rivera, BEFORE, `Today: ${BEFORE}`);
    await teacher.isShared(rivera);
    await teacher.rewrite(chen, BEFORE, MINE);
    await chen.page.evaluate(() => window.questions.letOne());
    await questionWaits(chen);
    assert.deepEqual(await teacher.notesOf(chen), [MINE], 'the edit is shown alone');
    await chen.page.evaluate(() => window.questions.letAll());
    await teacher.card(chen, BOTH).waitFor();
    await teacher.card(rivera, BOTH).waitFor();
  }));
}
