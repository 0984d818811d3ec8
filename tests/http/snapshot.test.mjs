// @ts-check
/**
 * What a new phone gets from a notebook that was packed beforehand: the same records, in larger pages, however the file fares.
 */
import assert from 'node:assert/strict';
import { existsSync, readFileSync, unlinkSync, watch, writeFileSync } from 'node:fs';
import path from 'node:path';
import test from 'node:test';
import { freshFolder, newId, ownerWithClassroom, post, startService } from './service.mjs';

const WALK_BYTES = 1024 * 1024; // the most that a walk puts into a page
const PAGE_BYTES = 4 * WALK_BYTES;
const BATCHES = 5;
const BATCH = 200;
const START_MS = Date.UTC(2026, 8, 1);

const gzip = { 'Accept-Encoding': 'gzip' };
const plain = { 'Accept-Encoding': 'identity' };
const fresh = { protocol: 1, epoch: null, cursor: null, seq: 0, changes: [] };

/** A long note; no two are alike, so that they do not pack into nothing. */
function makeNote(owner, number) {
  const stamp = { at: new Date(START_MS + number * 1000).toISOString(), by: owner.person, device: owner.device };
  const words = Array.from({ length: 300 }, (_, at) => ((number + 1) * (at + 7) * 2654435761 % 4294967296).toString(36));
  return { id: newId(START_MS + number * 1000), type: 'observation', schema: 1, created: stamp, edited: stamp, words: words.join(' ') };
}

/** A service with a class whose notes make some two megabytes, and its snapshot. */
async function serviceWithSnapshot(t) {
  const dataDir = path.join(await freshFolder(t), 'data');
  let service = await startService({ dataDir });
  t.after(() => service.stop());
  const { owner, notebook } = await ownerWithClassroom(service);
  const where = `/api/v1/notebooks/${notebook}/sync`;
  const ask = async (more, headers) => {
    const answer = await post(service.origin, where, { ...fresh, ...more }, owner.token, headers);
    assert.equal(answer.status, 200, answer.text);
    return answer;
  };
  for (let seq = 1; seq <= BATCHES; seq++) {
    const records = Array.from({ length: BATCH }, (_, at) => makeNote(owner, seq * BATCH + at));
    const { json } = await ask({ seq, changes: records.map((record) => ({ id: record.id, base: null, record })) });
    assert.equal(json.stored.length, BATCH);
  }
  const file = path.join(dataDir, 'snapshots', notebook);
  const made = () => new Promise((resolve) => {
    const watcher = watch(path.dirname(file), () => look());
    const look = () => {
      if (!existsSync(file)) return;
      watcher.close();
      resolve(undefined);
    };
    look();
  });
  await made();
  return {
    ask, file, made,
    async restart() {
      await service.stop();
      service = await startService({ dataDir });
    },
  };
}

/** Asks on from an answer until there is no more. */
async function pullFrom(ask, first, more, headers) {
  const records = [...first.json.records];
  let { epoch, cursor } = first.json;
  for (let answer = first; answer.json.more; { epoch, cursor } = answer.json) {
    answer = await ask({ epoch, cursor, ...more }, headers);
    records.push(...answer.json.records);
  }
  return records;
}

test('a new phone gets what a walk gives, in pages that a walk does not reach', async (t) => {
  const { ask } = await serviceWithSnapshot(t);
  const walked = await ask({ budget_bytes: PAGE_BYTES }, plain);
  assert.ok(walked.json.more);
  const packed = await ask({ budget_bytes: PAGE_BYTES }, gzip);
  assert.equal(packed.headers.get('content-encoding'), 'gzip');
  assert.ok(packed.text.length > WALK_BYTES * 1.5, `${packed.text.length} characters`);
  assert.deepEqual(
    await pullFrom(ask, packed, { budget_bytes: PAGE_BYTES }, gzip),
    await pullFrom(ask, walked, { budget_bytes: PAGE_BYTES }, plain),
  );
});

test('a pull goes on in its next page when the service was started again, or the file is damaged, or gone', async (t) => {
  const { ask, file, made, restart } = await serviceWithSnapshot(t);
  const budget = { budget_bytes: 600_000 }; // two parts
  const whole = await pullFrom(ask, await ask(budget, plain), budget, plain);
  const first = await ask(budget, gzip);
  assert.ok(first.json.more);

  await restart();
  assert.deepEqual(await pullFrom(ask, first, budget, gzip), whole);

  const bytes = readFileSync(file);
  bytes[bytes.length >> 1] ^= 1;
  writeFileSync(file, bytes);
  assert.deepEqual(await pullFrom(ask, first, budget, gzip), whole);
  await made(); // it was removed, and another one was made for those who come next
  assert.notDeepEqual(readFileSync(file), bytes);

  unlinkSync(file);
  assert.deepEqual(await pullFrom(ask, first, budget, gzip), whole);
});
