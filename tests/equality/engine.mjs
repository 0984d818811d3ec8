// The merges of a thousand by sync.wasm, in whatever runs this: node or a worker of a page. corpus.c says what is read and told.
//
// Bytes go in as they are, also those that are no text; what the app uses (webui/src/merge) has tests of its own.
const RECORDS = 3;

/** FNV-1a, 32 bits. */
function hash(soFar, bytes) {
  let value = soFar;
  for (const byte of bytes) value = Math.imul(value ^ byte, 0x01000193);
  return value;
}

function outcome(wasm, soFar, status) {
  const bytes = new Uint8Array(wasm.memory.buffer, ...wasm.bt_wasm_answer());
  return hash(hash(soFar, [status & 0xff]), bytes);
}

/** Lays the parts out in the module's memory; a part without bytes is absent. Gives their lengths. */
function put(wasm, parts) {
  let at = wasm.bt_wasm_room(parts.reduce((sum, part) => sum + (part?.length ?? 0), 0));
  for (const part of parts) {
    new Uint8Array(wasm.memory.buffer).set(part ?? [], at);
    at += part?.length ?? 0;
  }
  return parts.map((part) => part?.length ?? -1);
}

export function readTriples(buffer) {
  const view = new DataView(buffer);
  const triples = [];
  for (let at = 0; at < buffer.byteLength;) {
    const triple = [];
    for (let i = 0; i < RECORDS; i += 1) {
      const len = view.getInt32(at, true);
      at += 4;
      triple.push(len < 0 ? null : new Uint8Array(buffer, at, len));
      at += Math.max(len, 0);
    }
    triples.push(triple);
  }
  return triples;
}

/** The module, told what records consist of: `schema`, the bytes that generate.mjs makes. */
export function begin(instance, schema) {
  const wasm = instance.exports;
  wasm.bt_wasm_schema(...put(wasm, [schema]));
  return wasm;
}

/** A line a merge, as `corpus outcomes` tells them. */
export function outcomesOf(wasm, buffer) {
  return readTriples(buffer).map((triple) => {
    const merged = outcome(wasm, 0x811c9dc5, wasm.bt_wasm_merge(...put(wasm, triple)));
    const checked = outcome(wasm, merged, wasm.bt_wasm_check(...put(wasm, [triple[2]])));
    return (checked >>> 0).toString(16).padStart(8, '0');
  });
}
