// A part of a classroom cannot be read any more: it goes back to what can be, says so aloud, and phones bring the rest.
import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { existsSync, readFileSync, readdirSync, renameSync, truncateSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import test from 'node:test';
import { isSound, settle } from '../browser/folder.mjs';
import { assertTheSame, makeHolder } from './holder.mjs';
import { colleague, freshFolder, get, newId, ownerWithClassroom, startService } from './service.mjs';

const words = (text) => ({ students: [], words: text });

async function twoPhones(t) {
  const running = { service: undefined };
  t.after(() => running.service?.stop()); // before its folder goes
  const dataDir = path.join(await freshFolder(t), 'data');
  running.service = await startService({ dataDir });
  const { owner, notebook } = await ownerWithClassroom(running.service);
  const mate = await colleague(running.service, owner, notebook);
  const { origin, port } = running.service;
  const [anna, ben] = [owner, mate].map((who) => makeHolder({ origin, notebook, who }));
  const folder = path.join(dataDir, 'notebooks', notebook);
  const story = {
    dataDir, running, folder, anna, ben,
    async write(phone, text) {
      const id = newId();
      phone.write(phone.note(id, words(text)));
      await phone.settle();
      settle(dataDir); // each in a pack of its own
      return id;
    },
    async stop() {
      assert.equal(await running.service.stop(), 0);
    },
    async start() {
      running.service = await startService({ dataDir, port });
    },
    fellBack: () => running.service.log.filter((line) => line.event === 'fell_back').length,
    async assertAllBack(ids, texts) {
      for (const phone of [anna, ben, anna]) await phone.settle();
      assert.deepEqual(ids.map((id) => ben.record(id).words), texts);
      await assertTheSame([anna, ben]);
      isSound(dataDir);
    },
  };
  return story;
}

/** The pack that holds an object. */
function packOf(folder, object) {
  const packs = path.join(folder, 'objects', 'pack');
  const index = readdirSync(packs).filter((name) => name.endsWith('.idx'))
    .find((name) => execFileSync('git', ['show-index'], { input: readFileSync(path.join(packs, name)) }).includes(object));
  return path.join(packs, index.replace(/idx$/, 'pack'));
}

/** In place of a file, one with other content: packs are read-only. */
function rewrite(file, change) {
  const bytes = Buffer.from(readFileSync(file));
  writeFileSync(`${file}.other`, change(bytes));
  renameSync(`${file}.other`, file);
}

const git = (folder, ...args) => execFileSync('git', ['-C', folder, ...args], { encoding: 'utf8' }).trim();

test('the newest pack is cut short: the service starts, says so, and phones bring what it held', async (t) => {
  const story = await twoPhones(t);
  const ids = [await story.write(story.anna, 'One.'), await story.write(story.ben, 'Two.'), await story.write(story.anna, 'Three.')];
  await story.ben.settle();
  await story.stop();
  rewrite(packOf(story.folder, git(story.folder, 'rev-parse', 'main')), (bytes) => bytes.subarray(0, 40));
  await story.start();
  await story.assertAllBack(ids, ['One.', 'Two.', 'Three.']);
  assert.equal(story.fellBack(), 1);
  assert.ok(existsSync(path.join(story.folder, 'damaged')));
});

test('the head is empty: every note is there without a phone', async (t) => {
  const story = await twoPhones(t);
  const ids = [await story.write(story.anna, 'One.'), await story.write(story.anna, 'Two.')];
  await story.stop();
  truncateSync(path.join(story.folder, 'refs', 'heads', 'main'), 0);
  await story.start();
  await story.ben.settle(); // he never had them
  assert.deepEqual(ids.map((id) => story.ben.record(id).words), ['One.', 'Two.']);
  assert.equal(story.fellBack(), 1);
});

test('a note cannot be read while the service runs: it mends itself, and the phone that has it brings it', async (t) => {
  const story = await twoPhones(t);
  const ids = [await story.write(story.anna, 'One.'), await story.write(story.anna, 'Two.'), await story.write(story.anna, 'Three.')];
  const blob = git(story.folder, 'ls-tree', '-r', 'main').split('\n').find((line) => line.includes(ids[1])).split(/\s/)[2];
  const pack = packOf(story.folder, blob);
  const at = Number(execFileSync('git', ['show-index'], { input: readFileSync(pack.replace(/pack$/, 'idx')), encoding: 'utf8' }).split('\n').find((line) => line.includes(blob)).split(' ')[0]);
  await story.stop();
  rewrite(pack, (bytes) => (bytes.fill('x', at + 6, at + 12), bytes));
  await story.start();
  await assert.rejects(story.ben.settle(), (error) => error.actual === 503); // all of it, and one cannot be read
  assert.equal(story.fellBack(), 1);
  await story.ben.settle();
  assert.deepEqual([ids[0], ids[2]].map((id) => story.ben.record(id).words), ['One.', 'Three.']);
  await story.assertAllBack(ids, ['One.', 'Two.', 'Three.']);
  assert.equal((await get(story.running.service.origin, '/readyz')).status, 200);
});
