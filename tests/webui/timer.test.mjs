// The timers of the writing block: what this device keeps of them, and what it makes of that.
import assert from 'node:assert/strict';
import test from 'node:test';
import { load } from './load.mjs';

const { begin, clockOf, counted, elapsedMs, endsOf, FORGOTTEN_MS, kindFor, looked, minutesOf, phaseOf, PRESETS, readTimer, stop, TIMER_KINDS, withEnds } = await load('reading/timer.ts');

const T0 = Date.parse('2026-11-30T09:00:00Z');
const MINUTE = 60_000;
const after = (minutes) => T0 + minutes * MINUTE;
const conference = begin('conference', PRESETS.conference, T0);
/** Through the device's storage and back. */
const kept = (timer, now) => readTimer(JSON.stringify(timer), now);

test('0.17 each kind has the lengths of the field, in minutes', () => {
  const minutes = Object.fromEntries(TIMER_KINDS.map((kind) => [kind, [PRESETS[kind].softS / 60, PRESETS[kind].hardS / 60]]));
  assert.deepEqual(minutes, { conference: [5, 7], table: [1, 4], group: [5, 10], writing: [10, 20], pair: [0.5, 5] });
});

test('0.17 a class keeps its own lengths, and the soft end never comes after the hard one', () => {
  const text = withEnds(withEnds(null, 'writing', { softS: 720, hardS: 900 }), 'pair', { softS: 600, hardS: 120 });
  assert.deepEqual(endsOf(text, 'writing'), { softS: 720, hardS: 900 });
  assert.deepEqual(endsOf(text, 'pair'), { softS: 120, hardS: 120 });
  assert.deepEqual(endsOf(text, 'group'), PRESETS.group);
});

test('0.17 lengths that cannot be meant are the presets', () => {
  for (const odd of ['', 'no json', '[]', '7', '{"writing":null}', '{"writing":{"softS":0,"hardS":60}}', '{"writing":{"softS":900,"hardS":60}}', '{"writing":{"softS":"60","hardS":60}}'])
    assert.deepEqual(endsOf(odd, 'writing'), PRESETS.writing, odd);
});

test('a conference comes to its soft end at 5 minutes and to its hard end at 7', () => {
  assert.deepEqual([4.99, 5, 6.99, 7, 30].map((minutes) => phaseOf(conference, after(minutes))), ['going', 'soft', 'soft', 'hard', 'hard']);
});

test('a timer goes on while the app is closed', () => {
  assert.equal(elapsedMs(kept(conference, after(6)), after(6)), 6 * MINUTE);
});

test('a phone that is set back gives no negative minutes, and counts on from what had run', () => {
  const ran = counted(conference, after(4));
  assert.equal(elapsedMs(ran, after(-60)), 4 * MINUTE);
  const { keep } = looked(ran, after(-60));
  assert.equal(elapsedMs(keep, after(-58)), 6 * MINUTE);
  assert.equal(elapsedMs(conference, after(-60)), 0);
  assert.equal(minutesOf(conference, after(-60)), 1);
});

test('each end is told once, also when the app was closed meanwhile', () => {
  const soft = looked(conference, after(5));
  assert.equal(soft.tell, 'soft');
  assert.equal(looked(kept(soft.keep, after(5.1)), after(5.1)).tell, undefined);
  const hard = looked(kept(soft.keep, after(9)), after(9));
  assert.equal(hard.tell, 'hard');
  assert.equal(looked(hard.keep, after(12)).tell, undefined);
});

test('a timer is kept now and then, not at each second', () => {
  assert.deepEqual(looked(conference, T0 + 1000), {});
  assert.equal(looked(conference, T0 + 15_000).keep.ranMs, 15_000);
});

test('a stopped timer keeps its minutes until a note takes them', () => {
  const stopped = stop(conference, after(6.4));
  assert.equal(minutesOf(kept(stopped, after(20)), after(20)), 6);
  assert.deepEqual(looked(stopped, after(20)), {});
});

test('minutes are whole and at least one', () => {
  assert.deepEqual([0, 0.2, 1.4, 1.6, 6.5].map((minutes) => minutesOf(conference, after(minutes))), [1, 1, 1, 2, 7]);
});

test('a timer that nobody stopped is gone after three hours', () => {
  assert.ok(kept(conference, T0 + FORGOTTEN_MS - 1));
  assert.equal(kept(conference, T0 + FORGOTTEN_MS), undefined);
  assert.equal(kept(stop(conference, after(6)), T0 + FORGOTTEN_MS), undefined);
});

test('what a device kept damaged is no timer', () => {
  const broken = [null, '', '{', '[]', '"x"', '{}', JSON.stringify({ ...conference, kind: 'egg' }), JSON.stringify({ ...conference, hardS: -1 }), JSON.stringify({ ...conference, ranMs: -5 }), JSON.stringify({ ...conference, at: 'now' })];
  for (const text of broken) assert.equal(readTimer(text, after(1)), undefined, String(text));
});

test('a timer on the device says nothing about anyone', () => {
  assert.deepEqual(Object.keys(conference).sort(), ['at', 'hardS', 'kind', 'ranMs', 'softS', 'told']);
});

test('the clock shows minutes and seconds from the beginning', () => {
  assert.deepEqual([-1, 0, 7000, 247_999, 3_600_000].map(clockOf), ['0:00', '0:00', '0:07', '4:07', '60:00']);
});

test('a conference, a table visit and a group have timers of their own, an observation has none', () => {
  assert.deepEqual([kindFor('conference'), kindFor('session', 'table'), kindFor('session', 'strategy'), kindFor('observation')], ['conference', 'table', 'group', undefined]);
});
