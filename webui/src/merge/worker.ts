/**
 * The merge beside the page: its work never holds up a keystroke.
 *
 * An error in a promise of a worker reaches nobody by itself, so each question is answered, whatever happens.
 */
import { DENIED, makeHeart, type Heart } from './heart';
import { schemaText, type Known } from './schema';
import { warm } from './warm';
import type { Ask, Begin, Reply } from './wire';

declare const self: DedicatedWorkerGlobalScope;
declare const SYNC_WASM: string; // put in by build.mjs: the address of the module

const loading = WebAssembly.compileStreaming(fetch(SYNC_WASM, { credentials: 'same-origin' }));
let known: Known;
let heart: Promise<Heart>;

/** A new instance: where memory gave out, the one before is of no use any more. */
function begin(): void {
  heart = loading.then((module) => makeHeart(new WebAssembly.Instance(module), schemaText(known)));
}

function answer(heart: Heart, ask: Ask): Reply {
  if (ask.act === 'merge') {
    const [base, now, edit] = ask.records.map((record) => JSON.stringify(record)) as [string, string, string];
    const { status, text } = heart.merge(base, now, edit);
    return status < 0 ? { id: ask.id } : { id: ask.id, record: JSON.parse(text) };
  }
  const found = ask.records.flatMap((record, at) => {
    const { status, text } = heart.check(JSON.stringify(record));
    return status < 0 && status !== DENIED ? [{ at, code: text }] : [];
  });
  return { id: ask.id, found };
}

/** A question without an answer costs nothing: the service merges, and checks what it stores. */
function failed(id: number): Reply {
  begin();
  return { id };
}

self.onmessage = ({ data }: MessageEvent<Ask | Begin>) => {
  if (data.act === 'begin') {
    known = data.known;
    begin();
    heart.then(warm).catch(() => undefined); // it may stay cold
  } else {
    heart.then((merging) => answer(merging, data)).catch(() => failed(data.id)).then((reply) => self.postMessage(reply));
  }
};
