/**
 * A JPEG without what is not its picture: browsers write EXIF of their own into what they encode (Safari does), and a camera writes where
 * and when. The service refuses what tells more; the list of what may stay is the same there. Pure.
 */
const MARK = 0xff;
const SOI = 0xd8, EOI = 0xd9, SOS = 0xda;
const isRestart = (marker: number): boolean => marker >= 0xd0 && marker <= 0xd7;

/** By marker, what a segment has to begin with that may stay; the others of their kind go. */
const KEPT: ReadonlyMap<number, string> = new Map([[0xe0, 'JFIF\0'], [0xe2, 'ICC_PROFILE\0'], [0xee, 'Adobe']]);

interface Segment { marker: number; from: number; to: number } // with its marker, and of a scan with the coded picture behind it

function textAt(bytes: Uint8Array, at: number, length: number): string {
  return String.fromCharCode(...bytes.subarray(at, at + length));
}

function isOfPicture(bytes: Uint8Array, { marker, from }: Segment): boolean {
  const begin = KEPT.get(marker);
  if (begin !== undefined) return textAt(bytes, from + 4, begin.length) === begin;
  return marker >= 0xc0 && marker < 0xe0;
}

function endOfCoded(bytes: Uint8Array, from: number): number {
  for (let at = from; at + 1 < bytes.length; at += 1) {
    if (bytes[at] === MARK && bytes[at + 1] !== 0 && !isRestart(bytes[at + 1]!)) return at;
  }
  return bytes.length;
}

/** Undefined: no JPEG, or not to its end. */
function segmentsOf(bytes: Uint8Array): { segments: Segment[]; end: number } | undefined {
  if (bytes[0] !== MARK || bytes[1] !== SOI) return undefined;
  const segments: Segment[] = [];
  let at = 2;
  for (;;) {
    if (bytes[at] !== MARK) return undefined;
    while (bytes[at + 1] === MARK) at += 1;
    const marker = bytes[at + 1];
    if (marker === EOI) return { segments, end: at };
    const length = bytes[at + 2]! * 256 + bytes[at + 3]!;
    if (marker === undefined || marker <= 1 || marker === SOI || isRestart(marker) || !(length >= 2) || at + 2 + length > bytes.length) return undefined;
    const to = marker === SOS ? endOfCoded(bytes, at + 2 + length) : at + 2 + length;
    segments.push({ marker, from: at, to });
    at = to;
  }
}

/** The picture alone. Undefined: these bytes are no whole JPEG. */
export function plainJpeg(bytes: Uint8Array): Uint8Array<ArrayBuffer> | undefined {
  const found = segmentsOf(bytes);
  if (!found?.segments.some(({ marker }) => marker === SOS)) return undefined;
  const kept = found.segments.filter((segment) => isOfPicture(bytes, segment));
  const out = new Uint8Array(4 + kept.reduce((sum, { from, to }) => sum + to - from, 0));
  out.set([MARK, SOI]);
  let at = 2;
  for (const { from, to } of kept) {
    out.set(bytes.subarray(from, to), at);
    at += to - from;
  }
  out.set([MARK, EOI], at);
  return out;
}
