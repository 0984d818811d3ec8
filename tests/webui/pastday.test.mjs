// A past day as the screens get it: all of its pages, to be read and never written; and answers that are none.
import assert from 'node:assert/strict';
import test from 'node:test';
import { load } from './load.mjs';

const { fetchDay } = await load('data/pastday.ts');
const { fetchSteps } = await load('data/steps.ts');
const { makeHistory } = await load('data/history.ts');

const AT = '2026-10-12T21:59:59Z';
const record = (id, members = {}) => ({ id, type: 'observation', schema: 1, words: id, ...members });
const row = (id, members) => ({ id, version: `v${id}`, record: record(id, members) });
const named = (code) => (error) => error.code === code;

/** The service gives these answers, one after the other; the addresses asked for are returned. */
function serve(t, ...answers) {
  const asked = [];
  t.mock.method(globalThis, 'fetch', async (path) => {
    asked.push(path);
    const answer = answers[asked.length - 1];
    if (answer === undefined) throw new TypeError('no network');
    return new Response(JSON.stringify(answer), { headers: { 'content-type': 'application/json' } });
  });
  return asked;
}

/** The present, which notes what reaches it. */
function present() {
  const reached = [];
  const note = (name) => (...args) => { reached.push([name, ...args]); return Promise.resolve(); };
  return { reached, id: 'nb', me: { person: 'p' }, state: () => ({ online: true, unsent: 3, questions: 2 }), restore: note('restore'), undo: note('undo') };
}

test('the pages of a day are put together, each asked for with the mark of the one before', async (t) => {
  const asked = serve(t, { records: [row('a')], next: 'm1' }, { records: [row('b'), row('c', { deleted: { at: AT, by: 'p' } })], next: null });
  const day = await fetchDay(present(), AT);
  assert.deepEqual(asked, [`/api/v1/notebooks/nb/at/${AT}`, `/api/v1/notebooks/nb/at/${AT}?after=m1`]);
  assert.deepEqual(day.all('observation').map((shown) => shown.record.id), ['a', 'b'], 'what was deleted by then is in no list');
  assert.equal(day.get('c').record.words, 'c', 'and can still be named');
  assert.equal(day.asOf, AT);
});

test('a list is the same one each time it is asked for, so that what is read out of it is read once', async (t) => {
  serve(t, { records: [row('a'), row('b')], next: null });
  const day = await fetchDay(present(), AT);
  assert.equal(day.all('observation'), day.all('observation'));
  assert.equal(day.all('student'), day.all('conference'), 'also where there is none');
});

test('nothing of a past day can be written, and nothing of it waits', async (t) => {
  serve(t, { records: [row('a')], next: null });
  const now = present();
  const day = await fetchDay(now, AT);
  for (const write of ['create', 'createMany', 'edit', 'remove', 'answer']) await assert.rejects(day[write]('a', {}), named('past_day'), write);
  const { unsent, questions, online } = day.state();
  assert.deepEqual({ unsent, questions, online }, { unsent: 0, questions: 0, online: true });
  assert.deepEqual(now.reached, []);
});

test('bringing a version back, and taking that back, reach the present', async (t) => {
  serve(t, { records: [row('a')], next: null });
  const now = present();
  const day = await fetchDay(now, AT);
  await day.restore('a', record('a'));
  await day.undo();
  assert.deepEqual(now.reached, [['restore', 'a', record('a')], ['undo']]);
});

test('a day before the first entry is no empty class', async (t) => {
  serve(t, { commit: null, at: null, records: [], next: null });
  await assert.rejects(fetchDay(present(), AT), named('not_begun'));
});

test('an answer that is none, a page that breaks off and one that leads to itself are no connection', async (t) => {
  for (const answers of [[{}], [{ records: ['a'] }], [{ records: [row('a')], next: 'm1' }], [{ records: [row('a')], next: 'm' }, { records: [row('b')], next: 'm' }]]) {
    serve(t, ...answers);
    await assert.rejects(fetchDay(present(), AT), named('offline'));
    t.mock.restoreAll();
  }
});

test('a step is read with what was there before; without it, it is the first', async (t) => {
  const step = { record: 'a', commit: 'c', version: 'v2', previous: 'v1', by: 'p', device: 'd', at: AT, value: record('a'), previous_value: record('a', { words: 'b' }) };
  const asked = serve(t, { versions: [step, { ...step, previous: null, previous_value: null }], next: 'm' });
  const { steps, next } = await fetchSteps('nb', 's', AT, AT, 'k');
  assert.deepEqual(asked, [`/api/v1/notebooks/nb/students/s/versions?records=1&from=${AT}&to=${AT}&after=k`]);
  assert.deepEqual(steps.map(({ before }) => before?.words), ['b', undefined]);
  assert.equal(next, 'm');
});

test('a step that is none is no connection', async (t) => {
  serve(t, { versions: [{ record: 'a', value: null }], next: null });
  await assert.rejects(fetchSteps('nb', 's', AT, AT), named('offline'));
});

test('a long list of versions is followed to its end and kept', async (t) => {
  const asked = serve(t, { versions: [{ version: '3' }], next: 'c3' }, { versions: [{ version: '2' }], next: null });
  const kept = [];
  const db = { run: (_stores, _mode, work) => work({ put: (_store, value) => kept.push(value) }) };
  const versions = await makeHistory(db, 'nb').versions('r');
  assert.deepEqual(asked, ['/api/v1/notebooks/nb/records/r/versions', '/api/v1/notebooks/nb/records/r/versions?after=c3']);
  assert.deepEqual(versions, [{ version: '3' }, { version: '2' }]);
  assert.deepEqual(kept, [{ notebook: 'nb', id: 'r', versions }]);
});
