/**
 * The merge beside the page: its work never holds up a keystroke.
 *
 * An error in a promise of a worker reaches nobody by itself, so each question is answered, whatever happens.
 */
import { DENIED, makeHeart, type Heart } from './heart';
import type { Ask, Reply } from './wire';

declare const self: DedicatedWorkerGlobalScope;
declare const SYNC_WASM: string; // put in by build.mjs: the address of the module

async function load(): Promise<Heart> {
  const { instance } = await WebAssembly.instantiateStreaming(fetch(SYNC_WASM, { credentials: 'same-origin' }));
  return makeHeart(instance);
}

const loading = load();

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
self.onmessage = ({ data }: MessageEvent<Ask>) => {
  loading.then((heart) => answer(heart, data)).catch(() => ({ id: data.id })).then((reply: Reply) => self.postMessage(reply));
};
