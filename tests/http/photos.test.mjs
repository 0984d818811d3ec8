// Photos of work: taken in under their own sum, from those who may write, and given to those who may read; nothing of the camera.
import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import test from 'node:test';
import { exifWithPlace, picture, segment, sumOf, withSegment } from './picture.mjs';
import { colleague, connect, freshFolder, get, join, newId, ownerWithClassroom, post, program, raw, serviceFor, startService } from './service.mjs';

const MAX_BYTES = 1024 * 1024;
const addressOf = (notebook, sum) => `/api/v1/notebooks/${notebook}/photos/${sum}`;
const fileOf = (dataDir, notebook, sum) => path.join(dataDir, 'photos', notebook, sum.slice(0, 2), `${sum}.jpg`);

async function put(service, notebook, who, bytes, { sum = sumOf(bytes), type = 'image/jpeg', headers = {} } = {}) {
  const reply = await fetch(service.origin + addressOf(notebook, sum), { method: 'PUT', headers: { 'Content-Type': type, Authorization: `Bearer ${who.token}`, ...headers }, body: bytes });
  const json = await reply.json();
  return { status: reply.status, code: json.error?.code, message: json.error?.message, json };
}
async function fetched(service, notebook, who, sum, method = 'GET') {
  const reply = await fetch(service.origin + addressOf(notebook, sum), { method, headers: { Authorization: `Bearer ${who.token}` } });
  return { status: reply.status, headers: reply.headers, bytes: Buffer.from(await reply.arrayBuffer()) };
}
const codeOf = ({ bytes }) => JSON.parse(bytes.toString()).error.code;

async function school(t, args = []) {
  const service = await serviceFor(t, args);
  return { service, ...(await ownerWithClassroom(service)) };
}

test('1.25 a photo that was taken in is read back byte for byte, by every member, and by browsers kept for good', async (t) => {
  const { service, owner, notebook } = await school(t);
  const chen = await colleague(service, owner, notebook);
  const bytes = picture('draft', 200_000), sum = sumOf(bytes);
  assert.equal((await fetched(service, notebook, owner, sum, 'HEAD')).status, 404);
  assert.equal(codeOf(await fetched(service, notebook, owner, sum)), 'unknown_photo');
  const answer = await put(service, notebook, owner, bytes);
  assert.deepEqual([answer.status, answer.json], [200, { sha256: sum }]);
  for (const who of [owner, chen]) {
    const got = await fetched(service, notebook, who, sum);
    assert.deepEqual([got.status, got.headers.get('content-type'), got.headers.get('cache-control'), got.headers.get('x-content-type-options'), got.headers.get('content-encoding')],
      [200, 'image/jpeg', 'private, max-age=31536000, immutable', 'nosniff', null]);
    assert.deepEqual(got.bytes, bytes);
  }
  const head = await fetched(service, notebook, chen, sum, 'HEAD');
  assert.deepEqual([head.status, head.headers.get('content-length')], [200, String(bytes.length)]);
});

test('it lies under its sum, readable by its owner alone, and git and the log know nothing of what it shows', async (t) => {
  const { service, owner, notebook } = await school(t);
  const bytes = picture('draft'), sum = sumOf(bytes);
  await put(service, notebook, owner, bytes);
  const file = fileOf(service.dataDir, notebook, sum);
  assert.deepEqual(readFileSync(file), bytes);
  assert.equal(statSync(file).mode & 0o777, 0o600);
  assert.equal(statSync(path.dirname(file)).mode & 0o777, 0o700);
  assert.deepEqual(readdirSync(path.join(service.dataDir, 'photos', 'new')), [], 'nothing half is left');
  const line = await service.logged((entry) => entry.route === 'photo');
  assert.ok(!JSON.stringify(line).includes(sum));
});

test('asking again, and two who send the same at once, leave one photo', async (t) => {
  const { service, owner, notebook } = await school(t);
  const bytes = picture('twice', 300_000), sum = sumOf(bytes);
  const answers = await Promise.all(Array.from({ length: 12 }, () => put(service, notebook, owner, bytes)));
  assert.ok(answers.every(({ status }) => status === 200));
  assert.equal((await put(service, notebook, owner, bytes)).status, 200);
  assert.deepEqual(readdirSync(path.dirname(fileOf(service.dataDir, notebook, sum))), [`${sum}.jpg`]);
  assert.deepEqual(readdirSync(path.join(service.dataDir, 'photos', 'new')), []);
});

test('1.25 what says more than the picture is refused: EXIF with the place, XMP, a comment, a film behind it', async (t) => {
  const { service, owner, notebook } = await school(t);
  const plain = picture('plain');
  const tells = {
    exif: withSegment(plain, exifWithPlace()),
    xmp: withSegment(plain, segment(0xe1, Buffer.from('http://ns.adobe.com/xap/1.0/\0<x:xmpmeta/>'))),
    comment: withSegment(plain, segment(0xfe, Buffer.from('Ana, Room 5'))),
    photoshop: withSegment(plain, segment(0xed, Buffer.from('Photoshop 3.0\0'))),
    'more pictures': withSegment(plain, segment(0xe2, Buffer.from('MPF\0'))),
    'a film behind it': Buffer.concat([plain, Buffer.from('ftypmp42')]),
  };
  for (const [what, bytes] of Object.entries(tells)) {
    const answer = await put(service, notebook, owner, bytes);
    assert.deepEqual([answer.status, answer.code], [400, 'photo_tells_more'], what);
    assert.ok(!existsSync(fileOf(service.dataDir, notebook, sumOf(bytes))), what);
  }
  const profiled = withSegment(plain, segment(0xe2, Buffer.from('ICC_PROFILE\0\x01\x01')));
  assert.equal((await put(service, notebook, owner, profiled)).status, 200, 'a colour profile is of the picture');
});

test('what is no whole JPEG, or another one than its address says, is refused', async (t) => {
  const { service, owner, notebook } = await school(t);
  const plain = picture('plain');
  const png = Buffer.concat([Buffer.from('89504e470d0a1a0a', 'hex'), plain]);
  for (const bytes of [Buffer.alloc(0), Buffer.from('<script>'), png, plain.subarray(0, 2), plain.subarray(0, -2), plain.subarray(0, 40), Buffer.from([0xff, 0xd8, 0xff, 0xd9])]) {
    assert.deepEqual(Object.values(await put(service, notebook, owner, bytes)).slice(0, 2), [400, 'not_a_photo'], `${bytes.length} bytes`);
  }
  assert.equal((await put(service, notebook, owner, plain, { sum: sumOf('another') })).code, 'other_sum');
  for (const sum of ['ab', sumOf('a').slice(1), `${sumOf('a')}0`, newId()]) assert.equal((await put(service, notebook, owner, plain, { sum })).code, 'bad_sum');
  for (const sum of [sumOf(plain).toUpperCase(), '..', `${sumOf('a')}.jpg`, '%2e%2e']) assert.ok([400, 404].includes((await put(service, notebook, owner, plain, { sum })).status), sum);
  assert.equal((await put(service, notebook, owner, plain, { type: 'application/json' })).code, 'not_jpeg');
  assert.equal((await put(service, notebook, owner, plain, { headers: { 'Content-Encoding': 'gzip' } })).code, 'unknown_encoding');
  assert.equal((await post(service.origin, addressOf(notebook, sumOf(plain)), {}, owner.token)).status, 405);
  assert.ok(!existsSync(path.join(service.dataDir, 'photos', notebook)), 'nothing of it was kept');
});

test('a photo of 1 MiB is taken, and one byte more is not', async (t) => {
  const { service, owner, notebook } = await school(t);
  const small = picture('size', 100).length - 100;
  assert.equal((await put(service, notebook, owner, picture('size', MAX_BYTES - small))).status, 200);
  assert.deepEqual(Object.values(await put(service, notebook, owner, picture('size', MAX_BYTES - small + 1))).slice(0, 2), [413, 'too_large']);
});

test('a page of another site, and a cookie without its origin, put nothing', async (t) => {
  const { service, owner, notebook } = await school(t);
  const plain = picture('plain');
  assert.equal((await put(service, notebook, owner, plain, { headers: { Origin: 'https://evil.example' } })).code, 'foreign_page');
  const asked = [`PUT ${addressOf(notebook, sumOf(plain))} HTTP/1.1`, `Host: localhost:${service.port}`, `Cookie: backtable=${owner.token}`, 'Content-Type: image/jpeg', `Content-Length: ${plain.length}`, '', ''].join('\r\n');
  assert.equal((await raw(service, Buffer.concat([Buffer.from(asked), plain]))).json.error.code, 'origin_missing');
  assert.equal((await put(service, notebook, { token: '0'.repeat(64) }, plain)).code, 'unknown_device');
});

test('who may write samples may put, every member may get, and nobody else hears of it', async (t) => {
  const { service, owner, notebook } = await school(t);
  const bytes = picture('rights'), sum = sumOf(bytes);
  const [coach, substitute, former] = [await colleague(service, owner, notebook, 'coach'), await colleague(service, owner, notebook, 'substitute'), await colleague(service, owner, notebook)];
  assert.deepEqual(Object.values(await put(service, notebook, coach, bytes)).slice(0, 2), [403, 'no_right']);
  assert.equal((await put(service, notebook, substitute, bytes)).status, 200);
  assert.equal((await fetched(service, notebook, coach, sum)).status, 200);

  const other = newId();
  await post(service.origin, '/api/v1/classrooms', { id: other, name: 'Room 6' }, owner.token);
  assert.equal((await put(service, other, coach, bytes)).code, 'unknown_notebook');
  assert.equal(codeOf(await fetched(service, other, coach, sum)), 'unknown_notebook');
  assert.equal(codeOf(await fetched(service, other, owner, sum)), 'unknown_photo', 'a photo belongs to one notebook');
  await post(service.origin, `/api/v1/notebooks/${notebook}/people/${former.person}`, { role: null }, owner.token);
  assert.equal((await put(service, notebook, former, bytes)).code, 'role_ended');
  assert.equal(codeOf(await fetched(service, notebook, former, sum)), 'role_ended');
  await post(service.origin, `/api/v1/devices/${coach.device}/revoke`, {}, owner.token);
  assert.equal(codeOf(await fetched(service, notebook, coach, sum)), 'revoked');
});

test('a private notebook opens its photos to its author alone', async (t) => {
  const { service, owner, notebook } = await school(t);
  const chen = await colleague(service, owner, notebook);
  const { id } = (await post(service.origin, `/api/v1/notebooks/${notebook}/private`, { id: newId() }, chen.token)).json;
  const bytes = picture('own'), sum = sumOf(bytes);
  assert.equal((await put(service, id, chen, bytes)).status, 200);
  const tablet = await join(service.origin, (await post(service.origin, '/api/v1/me/invites', {}, chen.token)).json.code);
  assert.deepEqual((await fetched(service, id, tablet, sum)).bytes, bytes);
  assert.equal(codeOf(await fetched(service, id, owner, sum)), 'unknown_notebook');
  assert.equal((await put(service, id, owner, bytes)).code, 'unknown_notebook');
  assert.equal(codeOf(await fetched(service, notebook, owner, sum)), 'unknown_photo');
});

test('a photo that is cut off on its way leaves nothing, and the whole one comes in after it', async (t) => {
  const { service, owner, notebook } = await school(t);
  const bytes = picture('cut', 3000), sum = sumOf(bytes);
  const head = Buffer.from([`PUT ${addressOf(notebook, sum)} HTTP/1.1`, `Host: localhost:${service.port}`, `Authorization: Bearer ${owner.token}`, 'Content-Type: image/jpeg', `Content-Length: ${bytes.length}`, '', ''].join('\r\n'));
  const whole = Buffer.concat([head, bytes]);
  for (let cut = head.length; cut < whole.length; cut += 97) {
    const line = await connect(service);
    await line.send(whole.subarray(0, cut));
    line.end();
  }
  assert.equal((await fetched(service, notebook, owner, sum)).status, 404);
  assert.ok(!existsSync(path.join(service.dataDir, 'photos', notebook)));
  assert.equal((await raw(service, whole)).status, 200);
  assert.deepEqual(readFileSync(fileOf(service.dataDir, notebook, sum)), bytes);
});

test('what a killed service left half is gone when it starts again, and what it had answered is there', async (t) => {
  const dataDir = path.join(await freshFolder(t), 'data');
  const first = await startService({ dataDir });
  const { owner, notebook } = await ownerWithClassroom(first);
  const bytes = picture('kept');
  await put(first, notebook, owner, bytes);
  await first.kill();
  writeFileSync(path.join(dataDir, 'photos', 'new', 'aBcDeF'), bytes.subarray(0, 100));
  const second = await startService({ dataDir });
  t.after(() => second.stop());
  assert.ok(!existsSync(path.join(dataDir, 'photos', 'new', 'aBcDeF')));
  assert.deepEqual((await fetched(second, notebook, owner, sumOf(bytes))).bytes, bytes);
});

test('a photo that was damaged on the disk is told and not given, and one that comes again takes its place', async (t) => {
  const { service, owner, notebook } = await school(t);
  const bytes = picture('bits'), sum = sumOf(bytes), file = fileOf(service.dataDir, notebook, sum);
  await put(service, notebook, owner, bytes);
  const harmed = Buffer.from(bytes);
  harmed[1000] ^= 1;
  writeFileSync(file, harmed);
  const got = await fetched(service, notebook, owner, sum);
  assert.deepEqual([got.status, codeOf(got)], [503, 'damaged']);
  assert.equal((await fetched(service, notebook, owner, sum, 'HEAD')).status, 503);
  assert.equal((await put(service, notebook, owner, bytes)).status, 200);
  assert.deepEqual(readFileSync(file), bytes);
});

test('where it cannot be written the phone hears so and keeps it; so it does when the disk is nearly full', async (t) => {
  const { service, owner, notebook } = await school(t);
  writeFileSync(path.join(service.dataDir, 'photos'), 'no folder'); // stands for a disk that refuses
  assert.deepEqual(Object.values(await put(service, notebook, owner, picture('full'))).slice(0, 2), [507, 'not_stored']);
  rmSync(path.join(service.dataDir, 'photos'));
  assert.equal((await put(service, notebook, owner, picture('full'))).status, 200);

  const short = await school(t, ['--keep-free', '1000000000']);
  assert.deepEqual(Object.values(await put(short.service, short.notebook, short.owner, picture('full'))).slice(0, 2), [507, 'disk_nearly_full']);
});

test('a notebook that holds 2 GiB of photos takes no more, and gives what it has', async (t) => {
  const { service, owner, notebook } = await school(t);
  const bytes = picture('first');
  await put(service, notebook, owner, bytes);
  const shelf = path.join(service.dataDir, 'photos', notebook, '00');
  mkdirSync(shelf);
  const big = path.join(shelf, `${'0'.repeat(64)}.jpg`);
  writeFileSync(big, '');
  spawnSync('truncate', ['-s', String(2 * 1024 ** 3 - 2 * bytes.length), big]); // sparse: it takes no room
  assert.equal((await put(service, notebook, owner, picture('last that fits', 1900))).status, 200);
  assert.deepEqual(Object.values(await put(service, notebook, owner, picture('one more'))).slice(0, 2), [507, 'photos_full']);
  assert.equal((await put(service, notebook, owner, bytes)).status, 200, 'what is there may be sent again');
  assert.equal((await fetched(service, notebook, owner, sumOf(bytes))).status, 200);
});

test('a backup brings photos back, says which it could not read, and verify names what is damaged or has not come', async (t) => {
  const root = await freshFolder(t), dataDir = path.join(root, 'data'), kept = path.join(root, 'kept'), other = path.join(root, 'other');
  const service = await startService({ dataDir });
  const { owner, notebook } = await ownerWithClassroom(service);
  const [whole, harmed, awaited] = [picture('whole'), picture('harmed'), sumOf('never sent')];
  for (const bytes of [whole, harmed]) await put(service, notebook, owner, bytes);
  const stamp = { at: '2026-09-21T09:00:00.000Z', by: owner.person, device: owner.device };
  const sample = { id: newId(), type: 'sample', schema: 1, created: stamp, edited: stamp, photo: awaited };
  const stored = await post(service.origin, `/api/v1/notebooks/${notebook}/sync`, { protocol: 1, epoch: null, cursor: null, seq: 1, changes: [{ id: sample.id, base: null, record: sample }] }, owner.token);
  assert.deepEqual(stored.json.refused, []);
  await service.stop();
  const run = (...args) => { const { status, stdout, stderr } = spawnSync(program(), args, { encoding: 'utf8' }); return { status, said: stdout + stderr }; };

  const sound = run('verify', '--data', dataDir);
  assert.equal(sound.status, 0, sound.said);
  assert.match(sound.said, /: 2 photos read/);
  assert.match(sound.said, new RegExp(`photo ${awaited} of sample ${sample.id} is not here; it comes from the phone`));
  assert.match(run('backup', kept, '--data', dataDir).said, /^Kept and read back: 1 classroom and 2 photos, in /);
  const sums = spawnSync('sha256sum', ['--check', '--strict', '--quiet', 'manifest'], { cwd: kept });
  assert.equal(sums.status, 0, sums.stderr.toString());
  assert.match(run('restore', '--from', kept, '--data', other).said, /^Restored: 1 classroom and 2 photos, in /);
  for (const bytes of [whole, harmed]) assert.deepEqual(readFileSync(fileOf(other, notebook, sumOf(bytes))), bytes);

  writeFileSync(fileOf(dataDir, notebook, sumOf(harmed)), 'rotten');
  const found = run('verify', '--data', dataDir);
  assert.equal(found.status, 1, found.said);
  assert.match(found.said, new RegExp(`photo ${sumOf(harmed)} is not what was sent`));
  const second = run('backup', `${kept}-2`, '--data', dataDir);
  assert.equal(second.status, 1, 'done, but look');
  assert.match(second.said, new RegExp(`${notebook}: photo ${sumOf(harmed)} is damaged, and is not in this backup`));
  assert.match(second.said, /and 1 photo, in /);

  writeFileSync(fileOf(kept, notebook, sumOf(whole)), 'rotten');
  assert.match(run('restore', '--from', kept, '--data', `${other}-2`).said, /backup_damaged/);
});
