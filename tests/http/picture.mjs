// @ts-check
/** Pictures for tests, made byte by byte: nothing here was taken by a camera. */
import { createHash } from 'node:crypto';

export const sumOf = (bytes) => createHash('sha256').update(bytes).digest('hex');

export const segment = (marker, payload) => {
  const head = Buffer.from([0xff, marker, 0, 0]);
  head.writeUInt16BE(payload.length + 2, 2);
  return Buffer.concat([head, payload]);
};

/** What a phone's camera writes: where it was. 52° 31' 12" N, 13° 24' 18" E, and the phone's name. */
export function exifWithPlace() {
  const entries = (rows) => Buffer.concat([Buffer.from([0, rows.length]), ...rows.map(([tag, type, count, value]) => {
    const row = Buffer.alloc(12);
    row.writeUInt16BE(tag, 0);
    row.writeUInt16BE(type, 2);
    row.writeUInt32BE(count, 4);
    if (Buffer.isBuffer(value)) value.copy(row, 8);
    else row.writeUInt32BE(value, 8);
    return row;
  }), Buffer.alloc(4)]);
  const degrees = (...parts) => Buffer.concat(parts.map((part) => { const pair = Buffer.alloc(8); pair.writeUInt32BE(part, 0); pair.writeUInt32BE(1, 4); return pair; }));
  const maker = Buffer.from('SchoolCam\0\0\0');
  const head = Buffer.from('4d4d002a00000008', 'hex');
  const firstLength = 2 + 2 * 12 + 4, gpsAt = 8 + firstLength + maker.length, gpsLength = 2 + 4 * 12 + 4;
  const first = entries([[0x010f, 2, maker.length, 8 + firstLength], [0x8825, 4, 1, gpsAt]]);
  const gps = entries([[1, 2, 2, Buffer.from('N\0')], [2, 5, 3, gpsAt + gpsLength], [3, 2, 2, Buffer.from('E\0')], [4, 5, 3, gpsAt + gpsLength + 24]]);
  return segment(0xe1, Buffer.concat([Buffer.from('Exif\0\0'), head, first, maker, gps, degrees(52, 31, 12), degrees(13, 24, 18)]));
}

/** A segment put behind the first two bytes of a JPEG, where cameras put theirs. */
export const withSegment = (jpeg, extra) => Buffer.concat([jpeg.subarray(0, 2), extra, jpeg.subarray(2)]);

/**
 * In form a JPEG; its picture is noise that `seed` decides. @param {string} seed @param {number} [codedBytes]
 */
export function picture(seed, codedBytes = 2000) {
  const blocks = [];
  for (let i = 0; i * 32 < codedBytes; i++) blocks.push(createHash('sha256').update(`${seed} ${i}`).digest());
  const coded = Buffer.concat(blocks).subarray(0, codedBytes).map((byte) => (byte === 0xff ? 0xfe : byte));
  return Buffer.concat([
    Buffer.from([0xff, 0xd8]),
    segment(0xe0, Buffer.from('4a46494600010100000100010000', 'hex')),
    segment(0xdb, Buffer.concat([Buffer.from([0]), Buffer.alloc(64, 1)])),
    segment(0xc0, Buffer.from([8, 0, 16, 0, 16, 1, 1, 0x11, 0])),
    segment(0xc4, Buffer.concat([Buffer.from([0]), Buffer.alloc(16, 1), Buffer.alloc(16, 2)])),
    segment(0xda, Buffer.from([1, 1, 0, 0, 63, 0])),
    coded,
    Buffer.from([0xff, 0xd9]),
  ]);
}
