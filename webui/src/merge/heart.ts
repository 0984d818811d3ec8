/**
 * sync.wasm in JavaScript's terms: sync/wasm/abi.h says what each function takes and gives.
 *
 * Text goes in and out as UTF-8 in the module's own memory, which moves when it grows: a view of it is made for each use.
 */
interface Exports {
  memory: WebAssembly.Memory;
  bt_wasm_room(len: number): number;
  bt_wasm_schema(len: number): number;
  bt_wasm_merge(base: number, now: number, edit: number): number;
  bt_wasm_check(len: number): number;
  bt_wasm_answer(): [at: number, len: number];
}

/** sync/base.h: what a record of a newer app is answered with; it can be read and not written. */
export const DENIED = -9;

/** `text`: the record; where it was refused, the code of the complaint. */
export interface Outcome { status: number; text: string }

/** Each throws when memory gives out, and is then of no use any more. */
export interface Heart {
  merge(base: string | null, now: string | null, edit: string): Outcome;
  check(record: string): Outcome;
}

/** `schema`: what ./schema makes of what the app knows. */
export function makeHeart(instance: WebAssembly.Instance, schema: string): Heart {
  const wasm = instance.exports as unknown as Exports;
  const encoder = new TextEncoder();
  const decoder = new TextDecoder('utf-8', { ignoreBOM: true });

  /** Writes the inputs one after the other; their lengths in bytes, -1 for an absent one. */
  function put(...inputs: readonly (string | null)[]): number[] {
    const parts = inputs.map((text) => (text === null ? null : encoder.encode(text)));
    let at = wasm.bt_wasm_room(parts.reduce((sum, part) => sum + (part?.length ?? 0), 0)) >>> 0;
    for (const part of parts) {
      if (!part) continue;
      new Uint8Array(wasm.memory.buffer, at, part.length).set(part);
      at += part.length;
    }
    return parts.map((part) => part?.length ?? -1);
  }

  const outcome = (status: number): Outcome => {
    const [at, len] = wasm.bt_wasm_answer();
    return { status, text: decoder.decode(new Uint8Array(wasm.memory.buffer, at >>> 0, len)) };
  };

  wasm.bt_wasm_schema(put(schema)[0]!);
  return {
    merge: (...records) => {
      const [base, now, edit] = put(...records);
      return outcome(wasm.bt_wasm_merge(base!, now!, edit!));
    },
    check: (record) => outcome(wasm.bt_wasm_check(put(record)[0]!)),
  };
}
