// In a page's worker: asks for each thousand, merges it and tells what became of it.
import { begin, outcomesOf } from './engine.mjs';

async function tell(path, body) {
  await fetch(path, { method: 'POST', body });
}

async function run(count) {
  const schema = await fetch('/schema.json');
  const { instance } = await WebAssembly.instantiateStreaming(fetch('/sync.wasm'));
  const wasm = begin(instance, new Uint8Array(await schema.arrayBuffer()));
  for (let thousand = 0; thousand < count; thousand += 1) {
    const triples = await fetch(`/triples/${thousand}`);
    await tell(`/outcomes/${thousand}`, outcomesOf(wasm, await triples.arrayBuffer()).join('\n'));
  }
}

// An error in a promise of a worker reaches nobody by itself.
self.onmessage = ({ data: count }) => run(count).catch((error) => tell('/failed', String(error.stack ?? error)));
