/**
 * sync.wasm in JavaScript's terms: sync/wasm/abi.h says what each function takes and gives.
 *
 * Text goes in and out as UTF-8 in the module's own memory, which moves when it grows: a view of it is made for each use.
 */
interface Exports {
  memory: WebAssembly.Memory;
  bt_wasm_room(len: number): number;
  bt_wasm_merge(base: number, now: number, edit: number): number;
  bt_wasm_check(len: number): number;
  bt_wasm_answer(): number;
  bt_wasm_answer_len(): number;
}

/** sync/base.h: what a record of a newer app is answered with; it can be read and not written. */
export const DENIED = -9;
const ENOMEM = -3;

/** `text`: the record; where it was refused, the code of the complaint. */
export interface Outcome { status: number; text: string }

export interface Heart {
  merge(base: string | null, now: string | null, edit: string): Outcome;
  check(record: string): Outcome;
}

export function makeHeart(instance: WebAssembly.Instance): Heart {
  const wasm = instance.exports as unknown as Exports;
  const encoder = new TextEncoder();
  const decoder = new TextDecoder('utf-8', { ignoreBOM: true });

  /** Writes the inputs one after the other; their lengths in bytes, -1 for an absent one. undefined: no room for them. */
  function put(inputs: readonly (string | null)[]): number[] | undefined {
    const parts = inputs.map((text) => (text === null ? null : encoder.encode(text)));
    let at = wasm.bt_wasm_room(parts.reduce((sum, part) => sum + (part?.length ?? 0), 0)) >>> 0;
    if (at === 0) return undefined;
    for (const part of parts) {
      if (!part) continue;
      new Uint8Array(wasm.memory.buffer, at, part.length).set(part);
      at += part.length;
    }
    return parts.map((part) => part?.length ?? -1);
  }

  const outcome = (status: number): Outcome => ({
    status,
    text: decoder.decode(new Uint8Array(wasm.memory.buffer, wasm.bt_wasm_answer() >>> 0, wasm.bt_wasm_answer_len())),
  });

  const act = (inputs: readonly (string | null)[], call: (...lengths: number[]) => number): Outcome => {
    const lengths = put(inputs);
    return lengths ? outcome(call(...lengths)) : { status: ENOMEM, text: '' };
  };

  return {
    merge: (base, now, edit) => act([base, now, edit], (...lengths) => wasm.bt_wasm_merge(lengths[0]!, lengths[1]!, lengths[2]!)),
    check: (record) => act([record], (len) => wasm.bt_wasm_check(len!)),
  };
}
