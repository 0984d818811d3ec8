// What can be read in a browser's profile folder by somebody who holds the phone: every file as it is, and the blocks of the store's
// tables, which are compressed and would hide a word from a plain search.
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

const FOOTER_BYTES = 48; // of a LevelDB table: two handles, padding, and the magic number
const SNAPPY = 1;

function varint(bytes, at) {
  let value = 0;
  let shift = 1;
  for (;;) {
    const byte = bytes[at++];
    value += (byte & 127) * shift;
    if (byte < 128) return [value, at];
    shift *= 128;
  }
}

/** Snappy's format, from its description: a length, then literals and copies of what came before. */
function unsnap(bytes) {
  let [length, at] = varint(bytes, 0);
  const out = Buffer.alloc(length);
  let end = 0;
  while (at < bytes.length) {
    const tag = bytes[at++];
    let size = (tag >> 2) + 1;
    if ((tag & 3) === 0) {
      if (size > 60) {
        const wide = size - 60;
        size = bytes.readUIntLE(at, wide) + 1;
        at += wide;
      }
      bytes.copy(out, end, at, at + size);
      at += size;
      end += size;
      continue;
    }
    let back;
    if ((tag & 3) === 1) {
      size = ((tag >> 2) & 7) + 4;
      back = ((tag >> 5) << 8) | bytes[at++];
    } else {
      const wide = (tag & 3) === 2 ? 2 : 4;
      back = bytes.readUIntLE(at, wide);
      at += wide;
    }
    for (; size > 0; size -= 1, end += 1) out[end] = out[end - back];
  }
  return out;
}

function block(file, [offset, size]) {
  const bytes = file.subarray(offset, offset + size);
  return file[offset + size] === SNAPPY ? unsnap(bytes) : bytes;
}

function handle(bytes, at) {
  const [offset, next] = varint(bytes, at);
  const [size] = varint(bytes, next);
  return [offset, size];
}

/** The data blocks that a table's index names. */
function* blocksOf(file) {
  const footer = file.length - FOOTER_BYTES;
  const [, afterOffset] = varint(file, footer);
  const [, indexAt] = varint(file, afterOffset);
  const index = block(file, handle(file, indexAt));
  const end = index.length - 4 - 4 * index.readUInt32LE(index.length - 4); // the restart points, and how many
  for (let at = 0; at < end;) {
    const [, afterShared] = varint(index, at);
    const [keyBytes, afterKey] = varint(index, afterShared);
    const [valueBytes, start] = varint(index, afterKey);
    yield block(file, handle(index, start + keyBytes));
    at = start + keyBytes + valueBytes;
  }
}

export function* filesIn(folder) {
  for (const entry of readdirSync(folder, { withFileTypes: true })) {
    const path = join(folder, entry.name);
    if (entry.isDirectory()) yield* filesIn(path);
    else if (entry.isFile()) yield path;
  }
}

/** Where in the folder one of the words can be read, as UTF-8 or as UTF-16. */
export function tracesIn(folder, words) {
  const traces = new Set();
  for (const path of filesIn(folder)) {
    const file = readFileSync(path);
    const pieces = path.endsWith('.ldb') ? [file, ...blocksOf(file)] : [file];
    for (const word of words)
      for (const encoding of ['utf8', 'utf16le'])
        if (pieces.some((bytes) => bytes.includes(Buffer.from(word, encoding)))) traces.add(`${path.slice(folder.length)}: ${word} (${encoding})`);
  }
  return [...traces];
}
