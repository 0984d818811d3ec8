/**
 * What a letter costs that is typed into the search of 10,000 notes, on a page four times slower than this machine; and the longest
 * piece of folding that it may have to wait for when the notes were not looked through yet.
 */
import { createRequire } from 'node:module';
import { fileURLToPath } from 'node:url';
import { Phone } from '../browser/harness.mjs';
import { spread } from './figures.mjs';

const SLOWED = 4;
const NOTES = 10_000;
const FOLDED_AT_ONCE = 100; // as in webui/src/screens/search.tsx
const LETTERS = ['g', 'gr', 'gra', 'gran', 'grand', 'chloe', 'chloe grand', 'كتب', 'zebra'];
const WORDS = 'the writer tried Chloé quotation marks lead ending strong voice كتبت فقرة كاملة اليوم details about grandmother zoo slow moment paragraph sentence capital'.split(' ');

async function script() {
  const webui = new URL('../../webui/', import.meta.url);
  const { outputFiles: [file] } = await createRequire(webui)('esbuild').build({
    stdin: { contents: "import * as search from './reading/search'; Object.assign(globalThis, { bench: search });", resolveDir: fileURLToPath(new URL('src/', webui)), loader: 'ts' },
    bundle: true, write: false, format: 'iife', define: { MERGE_WORKER: '""' },
  });
  return file.text;
}

/** In the page: a class of 30 with that many notes, folded piece by piece, then searched letter by letter. */
function measureInPage({ count, letters, words, some }) {
  const { prepare, search } = globalThis.bench;
  const text = (at) => Array.from({ length: 25 }, (_, word) => words[(at * 7 + word * 13 + (at % 11)) % words.length]).join(' ');
  const record = (id, type, members) => ({ id, type, created: { at: id, by: 'p' }, ...members });
  const notes = Array.from({ length: count }, (_, at) => ({ place: 'shared', record: record(`n${at}`, 'conference', { students: [`s${at % 30}`], words: text(at), compliment: 'You made the dog talk.' }) }));
  const within = { notes, skills: [], students: Array.from({ length: 30 }, (_, at) => record(`s${at}`, 'student', { name: `Student ${at}` })) };
  const timed = (work) => {
    const began = performance.now();
    work();
    return performance.now() - began;
  };
  const folding = [];
  for (let at = 0; at < count; at += some) folding.push(timed(() => prepare(notes, at, some)));
  return { folding, letter: letters.map((query) => timed(() => search(query, within))) };
}

/** @param {{ origin: string, rounds: number }} where  any address of the service: the page itself is not looked at */
export async function measureSearch({ origin, rounds }) {
  const phone = new Phone(origin);
  const code = await script();
  const of = { folding: [], letter: [] };
  try {
    await phone.open();
    const cdp = await phone.context.newCDPSession(phone.page);
    await cdp.send('Emulation.setCPUThrottlingRate', { rate: SLOWED });
    for (let round = 0; round < rounds; round++) {
      await phone.page.goto('about:blank');
      await phone.page.evaluate(code);
      const took = await phone.page.evaluate(measureInPage, { count: NOTES, letters: LETTERS, words: WORDS, some: FOLDED_AT_ONCE });
      of.folding.push(Math.max(...took.folding));
      of.letter.push(...took.letter);
    }
  } finally {
    await phone.dispose();
  }
  return { slowed: SLOWED, notes: NOTES, folding: spread(of.folding), letter: spread(of.letter) };
}
