// Photos of work, the pure parts: what stays of a JPEG, how small it gets, whose work may be photographed, and how bytes are sealed.
import assert from 'node:assert/strict';
import { webcrypto } from 'node:crypto';
import test from 'node:test';
import { exifWithPlace, picture, segment, sumOf as sumOfNode, withSegment } from '../http/picture.mjs';
import { load } from './load.mjs';

globalThis.crypto ??= webcrypto; // the oldest node that is asked for has it under another name
const { plainJpeg } = await load('data/jpeg.ts');
const { fit, squeeze, sumOf, makePhoto, SIDE_MAX, BYTES_MAX } = await load('data/photo_make.ts');
const { barred, notAsModel, photoBar } = await load('reading/consent.ts');
const { newSeal, sealRow, openRow } = await load('data/seal.ts');

const TODAY = '2026-11-30';
const plain = picture('work', 500);
const profile = segment(0xe2, Buffer.from('ICC_PROFILE\0\x01\x01'));

/** What is put in, and whether it stays. */
const SEGMENTS = [
  ['EXIF with the place', exifWithPlace(), false],
  ['XMP', segment(0xe1, Buffer.from('http://ns.adobe.com/xap/1.0/\0')), false],
  ['a comment', segment(0xfe, Buffer.from('Ana')), false],
  ['a thumbnail', segment(0xe0, Buffer.from('JFXX\0')), false],
  ['the place of more pictures', segment(0xe2, Buffer.from('MPF\0')), false],
  ['what Photoshop adds', segment(0xed, Buffer.from('Photoshop 3.0\0')), false],
  ['a colour profile', profile, true],
  ['how Adobe codes colours', segment(0xee, Buffer.from('Adobe\0d')), true],
];

for (const [what, extra, stays] of SEGMENTS) {
  test(`1.25 of a JPEG ${stays ? 'stays' : 'goes'}: ${what}`, () => {
    const given = withSegment(plain, extra);
    assert.deepEqual(Buffer.from(plainJpeg(given)), stays ? given : plain);
  });
}

test('1.25 what stands behind the end goes, and so do fill bytes', () => {
  assert.deepEqual(Buffer.from(plainJpeg(Buffer.concat([plain, Buffer.from('ftypmp42')]))), plain);
  assert.deepEqual(Buffer.from(plainJpeg(withSegment(plain, Buffer.from([0xff, 0xff])))), plain);
});

test('what is no whole JPEG is none, and never throws', () => {
  for (let cut = 0; cut < plain.length; cut += 1) assert.equal(plainJpeg(plain.subarray(0, cut)), undefined, `${cut} bytes`);
  for (const text of ['', 'GIF89a', '\x89PNG']) assert.equal(plainJpeg(Buffer.from(text)), undefined);
  assert.equal(plainJpeg(Buffer.concat([plain.subarray(0, 2), Buffer.from('x'), plain.subarray(2)])), undefined);
});

test('the longer side is at most 1600 pixels, the shape stays, and nothing is made larger', () => {
  assert.equal(SIDE_MAX, 1600);
  for (const [size, expected] of [
    [{ width: 4000, height: 3000 }, { width: 1600, height: 1200 }],
    [{ width: 3000, height: 4000 }, { width: 1200, height: 1600 }],
    [{ width: 1600, height: 1600 }, { width: 1600, height: 1600 }],
    [{ width: 640, height: 480 }, { width: 640, height: 480 }],
    [{ width: 20000, height: 3 }, { width: 1600, height: 1 }],
  ]) assert.deepEqual(fit(size, SIDE_MAX), expected);
});

/** An encoder whose bytes grow with the picture and its quality. */
function encoder(bytesAPixel) {
  const asked = [];
  return { asked, encode: async ({ width, height }, quality) => { asked.push({ width, quality }); return new Uint8Array(Math.ceil(width * height * quality * bytesAPixel)); } };
}

test('about 200 kB: the best quality that fits, then a smaller picture', async () => {
  const size = { width: 4000, height: 3000 };
  const easy = encoder(0.05);
  assert.equal((await squeeze(size, easy.encode)).width, 1600);
  assert.equal(easy.asked.length, 1);

  const harder = encoder(0.15);
  const made = await squeeze(size, harder.encode);
  assert.ok(made.bytes.length <= BYTES_MAX && made.width === 1600);
  assert.deepEqual(harder.asked.map(({ quality }) => quality), [...new Set(harder.asked.map(({ quality }) => quality))].sort().reverse(), 'from the best on');

  const noise = encoder(1);
  const small = await squeeze(size, noise.encode);
  assert.ok(small.bytes.length <= BYTES_MAX && small.width < 1600);
});

test('a picture that cannot be made small enough ends somewhere, and is kept', async () => {
  const stubborn = await squeeze({ width: 4000, height: 3000 }, async () => new Uint8Array(BYTES_MAX + 1));
  assert.equal(stubborn.bytes.length, BYTES_MAX + 1);
});

test('the sum is SHA-256 in small hex', async () => assert.equal(await sumOf(plain), sumOfNode(plain)));

test('what is no picture is said to be none', async () => {
  globalThis.createImageBitmap = async () => { throw new Error('cannot be decoded'); };
  await assert.rejects(makePhoto(new Blob(['text'])), { code: 'no_picture' });
});

const child = (members) => ({ id: 'a', type: 'student', name: 'Ana', ...members });

/** What the family said, and why the camera is shut then. */
const ANSWERS = [
  [{}, undefined],
  [{ consent_photo: true }, undefined],
  [{ consent_photo: false }, 'refused'],
  [{ consent_photo: true, consent_until: TODAY }, undefined],
  [{ consent_photo: true, consent_until: '2026-11-29' }, 'over'],
  [{ consent_until: '2026-11-29' }, 'over'],
  [{ consent_photo: false, consent_until: '2030-01-01' }, 'refused'],
  [{ consent_photo: 'no', consent_until: 'soon' }, undefined],
  [{ consent_photo: null, consent_until: 7 }, undefined],
];
for (const [members, bar] of ANSWERS)
  test(`1.25 the camera for ${JSON.stringify(members)}: ${bar ?? 'open'}`, () => assert.equal(photoBar(child(members), TODAY), bar));

test('1.25 one child of several shuts it for all, and the reason names those whom it is about', () => {
  const [open, no, over] = [child({}), child({ consent_photo: false }), child({ consent_until: '2026-01-01' })];
  assert.equal(barred([open, open], TODAY), undefined);
  assert.equal(barred([], TODAY), undefined);
  assert.deepEqual(barred([open, over, no], TODAY), { bar: 'refused', of: [no] });
  assert.deepEqual(barred([open, over], TODAY), { bar: 'over', of: [over] });
});

test('1.21 work is not offered as a model where sharing it was refused, or the consent has run out', () => {
  const [open, no, over] = [child({ consent_share: true }), child({ consent_share: false }), child({ consent_share: true, consent_until: '2026-01-01' })];
  assert.deepEqual(notAsModel([open, no, over, child({})], TODAY), [no, over]);
});

test('a sealed photo has no byte of the picture in it, and opens at its own place alone', async () => {
  const { key } = await newSeal('seven geese cross slowly');
  const jpeg = new Uint8Array(plain).buffer;
  const at = ['n1', sumOfNode(plain)];
  const row = await sealRow(key, 'photos', at, { notebook: at[0], hash: at[1], jpeg });
  assert.deepEqual(Object.keys(row).sort(), ['hash', 'iv', 'notebook', 'sealed']);
  assert.ok(!Buffer.from(row.sealed).includes(plain.subarray(300, 324)));
  assert.deepEqual(await openRow(key, 'photos', at, row), { notebook: 'n1', hash: at[1], jpeg });
  await assert.rejects(openRow(key, 'photos', ['n2', at[1]], row), { code: 'phone_store' });
});

test('a locked phone can count the photos that nobody else has', async () => {
  const { key } = await newSeal('seven geese cross slowly');
  const unsentOf = async (more) => (await sealRow(key, 'places', ['n1', 'h'], { notebook: 'n1', hash: 'h', ...more })).unsent;
  assert.deepEqual(await Promise.all([unsentOf({ taken: true }), unsentOf({ taken: true, epoch: 'e' }), unsentOf({ epoch: 'e' })]), [true, false, false]);
});
