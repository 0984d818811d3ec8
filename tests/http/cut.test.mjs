// One exchange, cut at every byte; and the service killed in the middle of many.
import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import path from 'node:path';
import test from 'node:test';
import { isSound, settle } from '../browser/folder.mjs';
import { connect, freshFolder, newId, ownerWithClassroom, post, startService } from './service.mjs';

const ask = { protocol: 1, epoch: null, cursor: null, seq: 0, changes: [] };

function question(service, notebook, owner, body) {
  const text = JSON.stringify(body);
  return Buffer.from(
    [`POST /api/v1/notebooks/${notebook}/sync HTTP/1.1`, `Host: localhost:${service.port}`, 'Content-Type: application/json',
      `Authorization: Bearer ${owner.token}`, `Content-Length: ${Buffer.byteLength(text)}`, '', text].join('\r\n'),
  );
}

function skill(owner, name) {
  const stamp = { at: new Date().toISOString(), by: owner.person, device: owner.device };
  return { id: newId(), type: 'skill', schema: 1, created: stamp, edited: stamp, name };
}

const batch = (seq, ...records) => ({ ...ask, seq, changes: records.map((record) => ({ id: record.id, base: null, record })) });

function commitsOf(dataDir, notebook) {
  settle(dataDir);
  return Number(execFileSync('git', ['-C', path.join(dataDir, 'notebooks', notebook), 'rev-list', '--count', 'HEAD'], { encoding: 'utf8' }));
}

async function school(t) {
  const dataDir = path.join(await freshFolder(t), 'data');
  const service = await startService({ dataDir });
  const { owner, notebook } = await ownerWithClassroom(service);
  return { dataDir, service, owner, notebook, before: commitsOf(dataDir, notebook) };
}

/** Sends some bytes, takes some of the answer, and hangs up. */
async function cutOff(service, bytes, answerBytes) {
  const line = await connect(service);
  await line.send(bytes);
  if (answerBytes > 0) await line.atLeast(answerBytes);
  line.end();
}

test('a question that is cut at any byte stores nothing, and can be asked again', async (t) => {
  const { dataDir, service, owner, notebook, before } = await school(t);
  t.after(() => service.stop());
  const whole = question(service, notebook, owner, batch(1, skill(owner, 'Leads')));
  for (let cut = 0; cut < whole.length; cut++) await cutOff(service, whole.subarray(0, cut), 0);
  assert.equal(commitsOf(dataDir, notebook), before);
  const line = await connect(service);
  await line.send(whole);
  const answer = await line.answer();
  line.end();
  assert.deepEqual([answer.status, answer.json.received, answer.json.stored.length], [200, 1, 1]);
  assert.equal(commitsOf(dataDir, notebook), before + 1);
  isSound(dataDir);
});

test('an answer that is lost from any byte on is given again, and nothing is doubled', async (t) => {
  const { dataDir, service, owner, notebook, before } = await school(t);
  t.after(() => service.stop());
  const line = await connect(service);
  await line.send(question(service, notebook, owner, batch(1, skill(owner, 'Lead'))));
  const { length } = await line.answer();
  line.end();
  const record = skill(owner, 'Ends');
  const whole = question(service, notebook, owner, batch(2, record));
  for (let cut = 0; cut <= length; cut++) await cutOff(service, whole, cut);
  const again = await post(service.origin, `/api/v1/notebooks/${notebook}/sync`, batch(2, record), owner.token);
  assert.deepEqual([again.json.received, again.json.stored.map((row) => row.id)], [2, [record.id]]);
  assert.equal(commitsOf(dataDir, notebook), before + 2);
  isSound(dataDir);
});

test('what was acknowledged is there after the service was killed, and what was not can be sent again', async (t) => {
  const { dataDir, service: first, owner, notebook } = await school(t);
  const where = `/api/v1/notebooks/${notebook}/sync`;
  const acknowledged = [];
  let service = first;
  let seq = 0;
  for (let round = 0; round < 12; round++) {
    for (let i = 0; i < round % 3; i++) {
      const record = skill(owner, `Skill ${seq + 1}`);
      const answer = await post(service.origin, where, batch(++seq, record), owner.token);
      assert.equal(answer.status, 200);
      acknowledged.push(record.id);
    }
    const record = skill(owner, `Skill ${seq + 1}`);
    const line = await connect(service);
    await line.send(question(service, notebook, owner, batch(++seq, record))); // on its way when the kill comes
    await service.kill();
    line.end();
    service = await startService({ dataDir, port: first.port });
    const answer = await post(service.origin, where, batch(seq, record), owner.token);
    assert.deepEqual([answer.status, answer.json.received], [200, seq]);
    acknowledged.push(record.id);
  }
  const all = await post(service.origin, where, ask, owner.token);
  const ids = all.json.records.map((row) => row.id);
  assert.deepEqual([...ids].sort(), [...acknowledged].sort());
  assert.equal(await service.stop(), 0);
  isSound(dataDir);
});
