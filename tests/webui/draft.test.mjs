// A record while somebody writes in it: when it is saved, and what arrives meanwhile.
import assert from 'node:assert/strict';
import test from 'node:test';
import { load } from './load.mjs';

const { Draft, same } = await load('parts/draft.ts');

/** The part of a notebook that a draft uses; `held` keeps every save waiting until it is let go. */
function notebook() {
  const records = new Map();
  const calls = [];
  let gate = Promise.resolve();
  const saved = async (call, work) => {
    calls.push(call);
    await gate;
    return work();
  };
  return {
    records, calls,
    hold() {
      let letGo;
      gate = new Promise((resolve) => { letGo = resolve; });
      return letGo;
    },
    get: (id) => (records.has(id) ? { record: records.get(id), place: 'phone' } : undefined),
    create: (type, members) => saved(['create', type, members], () => {
      const id = `r${records.size + 1}`;
      records.set(id, { id, type, ...members });
      return id;
    }),
    edit: (id, members) => saved(['edit', id, members], () => { records.set(id, { ...records.get(id), ...members }); }),
    remove: (id) => saved(['remove', id], () => { records.delete(id); }),
  };
}

const speaks = (members) => Boolean(members.words || members.mark);
const begin = (book, start) => new Draft(book, 'observation', start, speaks, { changed() {} });

test('children alone make no note', async () => {
  const book = notebook();
  const draft = begin(book, { members: { students: ['s1'] } });
  draft.set({ students: ['s1', 's2'] });
  await draft.flush();
  assert.deepEqual(book.calls, []);
});

test('the first thing said makes the note at once, with the children chosen before', async () => {
  const book = notebook();
  const draft = begin(book, { members: { students: ['s1'] } });
  draft.set({ mark: 'secure' });
  assert.deepEqual(book.calls, [['create', 'observation', { students: ['s1'], mark: 'secure' }]]);
  await draft.flush();
  assert.equal(draft.state, 'saved');
});

test('what is typed while a save is under way is saved after it, and the note is made once', async () => {
  const book = notebook();
  const letGo = book.hold();
  const draft = begin(book, { members: { students: ['s1'] } });
  draft.set({ words: 'B' });
  draft.set({ words: 'Ben' });
  letGo();
  await draft.flush();
  assert.deepEqual(book.calls.map(([call]) => call), ['create', 'edit']);
  assert.equal(book.records.get('r1').words, 'Ben');
  assert.equal(draft.mine.words, 'Ben');
});

test('only what changed is saved', async () => {
  const book = notebook();
  book.records.set('r1', { id: 'r1', type: 'observation', students: ['s1'], words: 'Ben', mark: 'secure' });
  const draft = begin(book, { id: 'r1' });
  draft.set({ words: 'Ben read' });
  await draft.flush();
  assert.deepEqual(book.calls, [['edit', 'r1', { words: 'Ben read' }]]);
});

test('looking at a note saves nothing', async () => {
  const book = notebook();
  book.records.set('r1', { id: 'r1', type: 'observation', words: 'Ben' });
  await begin(book, { id: 'r1' }).flush();
  assert.deepEqual(book.calls, []);
});

test("a colleague's change of another member comes into the form", () => {
  const book = notebook();
  book.records.set('r1', { id: 'r1', type: 'observation', words: 'Ben' });
  const draft = begin(book, { id: 'r1' });
  book.records.set('r1', { id: 'r1', type: 'observation', words: 'Ben', mark: 'secure' });
  draft.absorb();
  assert.equal(draft.mine.mark, 'secure');
});

test("a colleague's words that arrived since the last save are in what is saved next", async () => {
  const book = notebook();
  book.records.set('r1', { id: 'r1', type: 'observation', words: 'Ben read.' });
  const draft = begin(book, { id: 'r1' });
  draft.set({ words: 'Ben read. Loud.' });
  await draft.flush();
  book.records.set('r1', { id: 'r1', type: 'observation', words: 'Today Ben read. Loud.' });
  draft.set({ words: 'Ben read. Loud. Twice.' });
  await draft.flush();
  assert.equal(book.records.get('r1').words, 'Today Ben read. Loud. Twice.');
});

test('a save that fails is said, keeps every word, and is tried again', async () => {
  const book = notebook();
  const { create } = book;
  book.create = () => Promise.reject(new Error('full'));
  const draft = begin(book, { members: {} });
  draft.set({ words: 'Ben' });
  await draft.flush();
  assert.equal(draft.state, 'failed');
  book.create = create;
  await draft.flush();
  assert.equal(draft.state, 'saved');
  assert.equal(book.records.get('r1').words, 'Ben');
});

test('a note that becomes a conference takes its words along, and the other is gone', async () => {
  const book = notebook();
  const draft = begin(book, { members: { students: ['s1'] } });
  draft.set({ words: 'Ben' });
  await draft.become('conference');
  assert.deepEqual([...book.records.values()].map(({ type, words }) => [type, words]), [['conference', 'Ben']]);
});

test('an absent member and one set to undefined are the same', () => {
  assert.ok(same({ a: 1, b: undefined }, { a: 1 }));
  assert.ok(!same({ a: [1] }, { a: { 0: 1 } }));
});

test('a note that could not become a conference stays what it was, with every word', async () => {
  const book = notebook();
  const draft = begin(book, { members: { students: ['s1'] } });
  draft.set({ words: 'Ben' });
  await draft.flush();
  book.create = () => Promise.reject(new Error('full'));
  await draft.become('conference');
  assert.deepEqual([draft.type, draft.id, draft.state, draft.mine.words], ['observation', 'r1', 'failed', 'Ben']);
  await draft.flush();
  assert.equal(draft.state, 'saved');
});

test("what a colleague says of one child arrives while another's is being written, and neither is lost", async () => {
  const book = notebook();
  book.records.set('r1', { id: 'r1', type: 'session', outcomes: { s1: { outcome: 'almost' }, s2: { words: 'Ben' } } });
  const draft = begin(book, { id: 'r1' });
  draft.mine = { ...draft.mine, outcomes: { s1: { outcome: 'almost' }, s2: { words: 'Ben read' } } };
  book.records.set('r1', { id: 'r1', type: 'session', outcomes: { s1: { outcome: 'got_it' }, s2: { words: 'Ben' }, s3: { outcome: 'not_yet' } } });
  draft.absorb();
  assert.deepEqual(draft.mine.outcomes, { s1: { outcome: 'got_it' }, s2: { words: 'Ben read' }, s3: { outcome: 'not_yet' } });
});

test('what is typed while a save is under way is saved right behind it, without a pause', async () => {
  const book = notebook();
  const letGo = book.hold();
  const draft = begin(book, { members: {} });
  draft.set({ words: 'B' });
  draft.set({ words: 'Be' });
  letGo();
  while (draft.state === 'saving') await new Promise((resolve) => { setImmediate(resolve); });
  assert.equal(book.records.get('r1').words, 'Be');
});
