/**
 * The merge made ready for its first question: a browser compiles each function of a module when it is first called, and better
 * when it is called often. So made-up records, in which people disagree about every kind of member, are merged while nobody waits.
 */
import type { Heart } from './heart';

const ROUNDS = 20; // measured: more of them make the first real merges no faster
const SLICE = 4; // merges between two looks at whether a question has come

const id = (last: number) => `00000000-0000-7000-8000-00000000000${last}`;
const stamp = (who: number) => ({ at: `2026-09-01T08:0${who}:00.000Z`, by: id(who), device: id(who) });

/** A note by one of three, who each want something else; nobody reads it. */
function note(who: number, mark: string, words: string, tags: string[]) {
  const inside = { mark, words };
  return JSON.stringify({
    id: id(9), type: 'observation', schema: 1, created: stamp(0), edited: stamp(who), mark, words, tags, outcomes: { [id(who % 2)]: inside, [id(4)]: inside },
  });
}

export async function warm(heart: Heart): Promise<void> {
  const base = heart.check(note(0, 'emerging', 'Reads it aloud. Then \u201cwrites\u201d on.', ['a', 'b'])).text;
  for (let round = 0; round < ROUNDS; round += 1) {
    const now = heart.merge(base, base, note(1, 'secure', 'Reads it aloud twice. Then writes on, slowly.', ['a', 'c'])).text;
    heart.merge(base, now, note(2, 'not_yet', 'Hears it. Then \u201cwrites\u201d.\nGoes on \u7126\u70b9.', ['b', 'd']));
    if (round % SLICE === 0) await new Promise((go) => { setTimeout(go); }); // a question that came meanwhile goes first
  }
}
