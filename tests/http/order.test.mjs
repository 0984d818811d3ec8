// Three phones went offline at the same version: in whatever order they come back, git holds the same tree.
import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import path from 'node:path';
import test from 'node:test';
import { isSound, settle } from '../browser/folder.mjs';
import { freshFolder, join, newId, ownerCode, post, startService } from './service.mjs';

const ask = { protocol: 1, epoch: null, cursor: null, seq: 0, changes: [] };
const STUDENTS = [newId(), newId()];

/** All orders of a row. */
function orders(row) {
  if (row.length < 2) return [row];
  return row.flatMap((first, i) => orders([...row.slice(0, i), ...row.slice(i + 1)]).map((rest) => [first, ...rest]));
}

const stampOf = (phone, hour) => ({ at: `2026-11-21T${hour}:00:00.000Z`, by: phone.person, device: phone.device });

/** What each phone makes of the note: words that overlap and words that do not, marks, a set, a child's outcome, a deletion. */
const EDITS = [
  (note) => ({ ...note, words: 'Maya reread her lead aloud. She chose another.', mark: 'secure', tags: ['lead', 'talk'] }),
  (note) => ({ ...note, words: 'Maya reread her ending. She crossed out a word.', mark: 'not_yet', outcomes: { [STUDENTS[0]]: { mark: 'secure' } } }),
  (note, phone) => ({ ...note, deleted: { at: '2026-11-21T12:00:00.000Z', by: phone.person } }),
];

test('every order of arrival gives one tree', async (t) => {
  const dataDir = path.join(await freshFolder(t), 'data');
  const service = await startService({ dataDir });
  t.after(() => service.stop());
  const phones = [await join(service.origin, service.ownerCode)];
  while (phones.length < EDITS.length) phones.push(await join(service.origin, await ownerCode(dataDir)));
  const id = newId();
  const created = stampOf(phones[0], '08');
  const note = { id, type: 'observation', schema: 1, created, edited: created, students: STUDENTS.slice().sort(), words: 'Maya reread her lead.', mark: 'emerging', tags: ['lead'], outcomes: { [STUDENTS[0]]: { mark: 'emerging' } } };
  const trees = new Map();
  for (const order of orders([0, 1, 2])) {
    const notebook = newId();
    const where = `/api/v1/notebooks/${notebook}/sync`;
    const seqs = [0, 0, 0];
    const send = async (who, base, record) => {
      const answer = await post(service.origin, where, { ...ask, seq: ++seqs[who], changes: [{ id, base, record }] }, phones[who].token);
      assert.deepEqual([answer.status, answer.json.refused], [200, []]);
      return answer.json.stored[0].version;
    };
    assert.equal((await post(service.origin, '/api/v1/classrooms', { id: notebook, name: 'Room 5' }, phones[0].token)).status, 200);
    const base = await send(0, null, note);
    for (const who of order) await send(who, base, { ...EDITS[who](note, phones[who]), edited: stampOf(phones[who], 10 + who) });
    settle(dataDir);
    const tree = execFileSync('git', ['-C', path.join(dataDir, 'notebooks', notebook), 'rev-parse', 'HEAD:records'], { encoding: 'utf8' }).trim();
    trees.set(order.join(), tree);
  }
  assert.equal(trees.size, 6);
  assert.equal(new Set(trees.values()).size, 1, JSON.stringify([...trees]));
  isSound(dataDir);
});
