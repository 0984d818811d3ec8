/**
 * A classroom's notes, made up from a seed: the same seed gives the same bytes on every machine.
 *
 * The words are those of writing conferences, in several scripts, with the spread of lengths that notes have: most are
 * a sentence or two, some are a page. No real child is in them.
 */
export const SEED = 20261121;

const WHO = ['She', 'He', 'They', 'The group', 'The partners', 'This writer', 'The table'];
const DID = [
  'planned across the fingers before drafting', 'told the story aloud, page by page', 'reread the lead and tried two others',
  'added dialogue where the feelings turn', 'wrote a topic sentence without being asked', 'used the word wall for tricky words',
  'cut a part that did not belong', 'slowed down the most important moment', 'named the genre and its parts',
  'stretched sounds and wrote what was heard', 'kept the pen moving for the whole block', 'compared the ending with the mentor text',
  'grouped facts under headings', 'gave two reasons and an example', 'read to the partner and asked for one thing to fix',
];
const ABOUT = [
  'after the share yesterday', 'with the checklist beside the paper', 'during the first ten minutes', 'in the rotation at the back table',
  'while the others were at choice', 'with a sentence starter', 'independently', 'with one prompt', 'in the notebook, not yet in the draft',
  'as in the minilesson on leads',
];
const NEXT = [
  'Next: end marks on every sentence.', 'Next: try a small moment instead of the whole day.', 'Next: paragraphs where the place changes.',
  'Next: show, not tell, in the first scene.', 'Next: spell the words of the unit.', 'Next: linking words between reasons.',
  'Check on Thursday whether it stuck.', 'Bring the mentor text.', 'Siguiente paso: usar conectores.', 'الخطوة التالية: علامات الترقيم.',
  '下一步：把动作写得更慢。', 'Keep the “and then” chain in sight — it is nearly gone.',
];
const MARKS = ['not_yet', 'emerging', 'secure'];
const NAMES = ['Amara', 'Béla', 'Chidi', 'Daniela', 'Émilie', 'Fatima', 'Giang', 'Hana', 'İlker', 'João', 'Kofi', 'Łukasz', 'María', 'Noor', 'Óscar', 'Priya', 'Quinn', 'Rania', 'Søren', 'Tomás', 'Uma', 'Văn', 'Wren', 'Xiu', 'Yusuf', 'Zoë', '小明', 'نور'];

const DAY_MS = 86_400_000;
const NOTES_A_DAY = 60; // a class of 28, looked at closely

/** Numbers in [0, 1): mulberry32. */
export function makeRandom(seed) {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let t = state;
    t = Math.imul(t ^ (t >>> 15), t | 1);
    t ^= t + Math.imul(t ^ (t >>> 7), t | 61);
    return ((t ^ (t >>> 14)) >>> 0) / 4294967296;
  };
}

/** A UUIDv7 of a time, with the rest drawn from `random`. */
export function makeId(timeMs, random) {
  const hex = (digits) => Array.from({ length: digits }, () => Math.floor(random() * 16).toString(16)).join('');
  const time = timeMs.toString(16).padStart(12, '0');
  const variant = (8 + Math.floor(random() * 4)).toString(16);
  return `${time.slice(0, 8)}-${time.slice(8)}-7${hex(3)}-${variant}${hex(3)}-${hex(12)}`;
}

const pick = (random, list) => list[Math.floor(random() * list.length)];

function words(random) {
  const sentences = random() < 0.08 ? 12 + Math.floor(random() * 20) : 1 + Math.floor(random() * 4);
  const said = Array.from({ length: sentences }, () => `${pick(random, WHO)} ${pick(random, DID)} ${pick(random, ABOUT)}.`);
  return [...said, pick(random, NEXT)].join(' ');
}

/**
 * @param {{ person: string, device: string }} by  who writes, as the service knows them
 * @returns {{ students(n: number): object[], observations(n: number): Iterable<object>, edited(record: object): object }}
 */
export function makeClass(by, seed = SEED) {
  const random = makeRandom(seed);
  let atMs = Date.UTC(2025, 8, 1, 8);
  const stamp = () => {
    atMs += Math.floor((DAY_MS / NOTES_A_DAY) * (0.5 + random()));
    return { at: new Date(atMs).toISOString(), by: by.person, device: by.device };
  };
  const start = (type) => {
    const created = stamp();
    return { id: makeId(atMs, random), type, schema: 1, created, edited: created };
  };
  const skills = Array.from({ length: 12 }, () => makeId(atMs, random));
  let children = [];

  function student(_, at) {
    return { ...start('student'), name: `${NAMES[at % NAMES.length]} ${String.fromCharCode(65 + (at % 26))}.` };
  }
  function observation() {
    const who = random() < 0.85 ? [pick(random, children)] : children.slice(0, 3);
    return { ...start('observation'), students: [...who].sort(), skill: pick(random, skills), mark: pick(random, MARKS), source: 'observed', words: words(random) };
  }
  return {
    students(count) {
      const made = Array.from({ length: count }, student);
      children = made.map((record) => record.id);
      return made;
    },
    *observations(count) {
      for (let i = 0; i < count; i++) yield observation();
    },
    /** The same note with a sentence more, by the same hand. */
    edited: (record) => ({ ...record, edited: stamp(), words: `${record.words} ${pick(random, NEXT)}` }),
  };
}
