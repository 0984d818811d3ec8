// The history that devices know is not there any more, and nobody said so: what they hold comes back.
import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { cpSync, rmSync } from 'node:fs';
import path from 'node:path';
import test from 'node:test';
import { isSound, settle } from '../browser/folder.mjs';
import { assertTheSame, makeHolder } from './holder.mjs';
import { colleague, freshFolder, newId, ownerWithClassroom, post, startService } from './service.mjs';

const COMMITS_BACK = 10;

async function twoPhones(t) {
  const running = { service: undefined };
  t.after(() => running.service?.stop()); // before its folder goes
  const dataDir = path.join(await freshFolder(t), 'data');
  running.service = await startService({ dataDir });
  const { owner, notebook } = await ownerWithClassroom(running.service);
  const mate = await colleague(running.service, owner, notebook);
  const { origin, port } = running.service;
  const [anna, ben] = [owner, mate].map((who) => makeHolder({ origin, notebook, who }));
  return {
    dataDir, running, notebook, anna, ben,
    folder: path.join(dataDir, 'notebooks', notebook),
    /** Stop it, do something, start it again at the same place. */
    async without(act) {
      assert.equal(await running.service.stop(), 0);
      await act();
      running.service = await startService({ dataDir, port });
    },
  };
}

const git = (folder, ...words) => execFileSync('git', ['-C', folder, ...words], { encoding: 'utf8' }).trim();

/** Twelve batches by turns, each a note and a change of the one before. */
async function writeByTurns(anna, ben, ids) {
  for (const [i, id] of ids.entries()) {
    const phone = i % 2 ? ben : anna;
    await phone.settle();
    phone.write(phone.note(id, { students: [], words: `Note ${i}.` }));
    if (i > 0) phone.write(phone.edit(ids[i - 1], { words: `Note ${i - 1}, read again.` }));
    await phone.settle();
  }
  await anna.settle();
}

const wordsOf = (phone, ids) => ids.map((id) => phone.record(id)?.words);

/** Both come back, whoever is first; then both hold everything, and the same. */
async function assertAllBack(story, ids, expected) {
  const { anna, ben, dataDir } = story;
  await anna.settle();
  await ben.settle();
  await anna.settle();
  assert.deepEqual(wordsOf(anna, ids), expected);
  await assertTheSame([anna, ben]);
  isSound(dataDir);
}

const expectedOf = (ids) => ids.map((_, i) => (i < ids.length - 1 ? `Note ${i}, read again.` : `Note ${i}.`));

test('the repository is rolled back ten commits under live devices', async (t) => {
  const story = await twoPhones(t);
  const ids = Array.from({ length: 12 }, () => newId());
  await writeByTurns(story.anna, story.ben, ids);
  settle(story.dataDir);
  const head = git(story.folder, 'rev-parse', 'main');
  // while the service runs, and with every commit still in the folder: only the head says less
  git(story.folder, 'update-ref', 'refs/heads/main', `main~${COMMITS_BACK}`, head);
  await assertAllBack(story, ids, expectedOf(ids));
  assert.equal(story.running.service.log.filter((line) => line.event === 'history_rolled_back').length, 1);
});

test('the folder is put back from an older copy by hand, with the epoch it had', async (t) => {
  const story = await twoPhones(t);
  const ids = Array.from({ length: 12 }, () => newId());
  const copy = `${story.folder}.copy`;
  await writeByTurns(story.anna, story.ben, ids.slice(0, 4));
  settle(story.dataDir);
  cpSync(story.folder, copy, { recursive: true });
  await writeByTurns(story.anna, story.ben, ids.slice(4));
  // a last one that neither phone has sent yet, and one that only the colleague ever saw
  story.ben.write(story.ben.edit(ids[1], { words: 'Typed without a network.' }));
  await story.without(() => {
    rmSync(story.folder, { recursive: true });
    cpSync(copy, story.folder, { recursive: true });
    rmSync(copy, { recursive: true });
  });
  const first = expectedOf(ids.slice(0, 4));
  first[1] = 'Typed without a network.';
  await assertAllBack(story, ids, [...first, ...expectedOf(ids.slice(4))]);
});

test('a cursor that the service never gave moves nothing', async (t) => {
  const { anna, dataDir, folder, notebook, running } = await twoPhones(t);
  const id = newId();
  anna.write(anna.note(id, { students: [], words: 'A note.' }));
  await anna.settle();
  settle(dataDir);
  const ask = { protocol: 1, seq: 1, changes: [] };
  const where = `/api/v1/notebooks/${notebook}/sync`;
  const { json: known } = await post(running.service.origin, where, { ...ask, epoch: null, cursor: null }, anna.who.token);
  const [commit, seal] = known.cursor.split('~');
  const first = git(folder, 'rev-list', '--max-parents=0', 'main');
  for (const cursor of [`${'1'.repeat(40)}~${seal}`, `${first}~${seal}`, '1'.repeat(40), commit, `${commit}~`, `${commit}~${'0'.repeat(32)}`]) {
    const { json: answer } = await post(running.service.origin, where, { ...ask, epoch: known.epoch, cursor }, anna.who.token);
    assert.equal(answer.epoch, known.epoch);
    assert.equal(answer.records.length, known.records.length, cursor);
  }
  // and one of an epoch that has passed proves nothing about the present one
  const { json: other } = await post(running.service.origin, where, { ...ask, epoch: 'e'.repeat(32), cursor: known.cursor }, anna.who.token);
  assert.equal(other.epoch, known.epoch);
});
