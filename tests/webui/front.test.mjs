// What the first screen is kept from: with those notes alone it says what it says with all of them.
import assert from 'node:assert/strict';
import test from 'node:test';
import { makeRandom } from '../bench/records.mjs';
import { load } from './load.mjs';

const { calendarOf } = await load('reading/calendar.ts');
const { contactsIn } = await load('reading/coverage.ts');
const { notesInFront } = await load('reading/front.ts');
const { candidatesOf, nextFive } = await load('reading/nextfive.ts');
const { unfinished } = await load('reading/unfinished.ts');
const { lastSeen, LATEST_NOTES, newestFirst } = await load('parts/records.ts');

const ME = 'rivera';
const TODAY = '2026-11-30';
const CLASSROOM = { cadence: 5 };
const SEED = 20261130;

function aClass(seed) {
  const random = makeRandom(seed);
  const below = (most) => Math.floor(random() * most);
  const students = Array.from({ length: 1 + below(30) }, (_, at) => ({ id: `s${at}`, type: 'student' }));
  const some = () => students.filter(() => below(students.length) === 0).map(({ id }) => id);
  const notes = Array.from({ length: below(300) }, (_, at) => {
    const named = some();
    const status = ['open', 'practising', 'transferred', 'dropped'][below(4)];
    return {
      place: 'shared',
      record: {
        id: `n${at}`, type: ['observation', 'conference', 'session'][below(3)], students: named,
        created: { at: new Date(Date.UTC(2026, 7, 20) + below(100 * 24) * 3_600_000).toISOString(), by: below(3) ? ME : 'chen' },
        ...(below(20) ? {} : { unfinished: true }),
        ...(below(4) ? {} : { teaching_point: 'Slow down.', outcomes: Object.fromEntries(named.map((id) => [id, { status }])) }),
      },
    };
  });
  return { students, notes: notes.sort(newestFirst) };
}

function firstScreen(students, notes) {
  const calendar = calendarOf(CLASSROOM);
  return {
    next: nextFive(candidatesOf(students, contactsIn(notes), CLASSROOM, calendar, TODAY), TODAY),
    seen: [...lastSeen(notes)].sort(),
    waiting: unfinished(notes, ME),
    latest: notes.slice(0, LATEST_NOTES),
  };
}

test('0.15 of any class, what is kept reads as all of it does', () => {
  for (let seed = SEED; seed < SEED + 200; seed++) {
    const { students, notes } = aClass(seed);
    const ids = notesInFront(notes, ME);
    const kept = notes.filter(({ record }) => ids.has(record.id));
    assert.deepEqual(firstScreen(students, kept), firstScreen(students, notes), `seed ${seed}`);
  }
});

test('it is bounded by the children, not by the notes', () => {
  const notes = Array.from({ length: 2000 }, (_, at) => ({ record: { id: `n${at}`, type: 'observation', students: [`s${at % 28}`], created: { at: new Date(Date.UTC(2026, 0, 1) + at * 3_600_000).toISOString(), by: ME } } })).sort(newestFirst);
  assert.ok(notesInFront(notes, ME).size <= 28 * 2 + LATEST_NOTES);
});
