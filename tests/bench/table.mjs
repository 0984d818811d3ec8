/**
 * Measures everything in turn and prints the tables of the README.
 *
 *   node tests/bench/table.mjs BUILD_FOLDER [--quick]
 */
import { cpus } from 'node:os';
import { mkdtempSync, rmSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { startService } from '../http/service.mjs';
import { joinAs } from './device.mjs';
import { kilobytes, megabytes, table, tell } from './figures.mjs';
import { residentBytes } from './memory.mjs';
import { measureBesideGit, measureBesidePress, measureGrowth, measureYearsOnDisk } from './growth.mjs';
import { measureLive, PARKED, POLLING } from './live.mjs';
import { measureMerging, measureMergingInBrowser } from './merging.mjs';
import { measureHistory, tellHistory } from './history.mjs';
import { measurePull } from './pull.mjs';
import { measurePush, measureSlowPush, measureYear } from './push.mjs';
import { makeClass, makeId, makeRandom, SEED } from './records.mjs';
import { measureRequests } from './requests.mjs';
import { measureNotebooks, measureStart } from './rest.mjs';
import { startSchool } from './school.mjs';
import { measureShell } from './size.mjs';
import { measureSnapshot } from './snapshot.mjs';
import { startYardstick } from './yardstick.mjs';

const FULL = { years: 5, growth: [10000, 100000], pushRounds: 21, pullRounds: 5, sizes: [1000, 10000, 50000], browserRounds: 7, records: 70000, history: 50000, notebooks: 500 };
const QUICK = { years: 1, growth: [1000, 10000], pushRounds: 9, pullRounds: 3, sizes: [1000, 10000], browserRounds: 0, records: 25000, history: 10000, notebooks: 100 };
const SCHOOL = { devices: 40, seconds: 3 };
const CHILDREN = 28;
const SLOW_FLUSH_MS = 2;

const build = resolve(process.argv[2]);
const plan = process.argv.includes('--quick') ? QUICK : FULL;

/** A new notebook with a class list, and a spring of notes for it. */
async function makeNotebook(device, seed) {
  const made = makeClass(device, seed);
  const id = makeId(Date.UTC(2025, 8, 1), makeRandom(seed));
  await device.createClassroom(id, 'Room 12');
  const notebook = device.open(id);
  await notebook.push(made.students(CHILDREN));
  return { id, notebook, notes: (count) => [...made.observations(count)] };
}

function tellPush(rows) {
  const head = ['records', 'by', 'ms: min / median / max', 'beside raw', 'beside SQLite', 'bytes'];
  return table('Durable push (raw: one file written, synced and named; SQLite: WAL, synchronous=FULL, a row and a row of history)', head, rows.map((row) => [
    row.size, row.way, tell(row.ms), tell(row.beside.raw), tell(row.beside.sqlite),
    row.way === 'service' ? `${row.told.wire.up} up, ${row.told.wire.down} down (gzip)` : row.told.bytes,
  ]));
}

function tellSlowPush(rows) {
  return table(`Durable push where each flush takes ${SLOW_FLUSH_MS} ms longer`, ['records', 'by', 'ms: min / median / max', 'beside raw'], rows.map((row) => [row.size, row.way, tell(row.ms), tell(row.beside)]));
}

function tellYear(rows) {
  return table('A school year of batches, with the checkpoints and the folding that fall into it', ['batches', 'by', 'ms: min / median / max', 'longer than 50 ms'], rows.map((row) => [row.batches, row.way, tell(row.ms), row.over]));
}

function tellGrowth(rows) {
  return table('As a notebook grows, in our store: 200 records (beside the smallest)', ['records', 'push, ms: min / median / max', 'beside', 'pull, ms: min / median / max', 'beside', 'kB on disk a push', 'beside'], rows.map((row) => [
    row.size, tell(row.push), row.beside.push.toFixed(2), tell(row.pull), row.beside.pull.toFixed(2), kilobytes(row.bytes), row.beside.bytes.toFixed(2),
  ]));
}

/** Each on yardsticks of its own. */
async function measureOnDisk(work) {
  const corpus = makeClass({ person: makeId(1, makeRandom(1)), device: makeId(1, makeRandom(2)) });
  corpus.students(CHILDREN);
  const program = join(build, 'tests/bench/yardstick');
  const records = [...corpus.observations(plan.growth.at(-1) + 10000)];
  const growing = startYardstick(program, join(work, 'growing'), records);
  const pausing = startYardstick(program, join(work, 'pausing'), records.slice(0, 20000));
  const year = startYardstick(program, join(work, 'year'), records.slice(0, plan.years * 10300));
  try {
    console.log(tellGrowth(await measureGrowth({ yardstick: growing, folder: join(work, 'growing'), sizes: plan.growth })));
    const beside = await measureBesideGit({ yardstick: growing, folder: join(work, 'growing') });
    console.log(table(`A pull of 200 from our store, with their bytes, and git diff-tree -r of the same two commits in the same packs, ${plan.growth.at(-1)} records`, ['pull, ms: min / median / max', 'git diff-tree, ms', 'of that starting git, ms', 'beside git'], [
      [tell(beside.store), tell(beside.git), tell(beside.start), tell(beside.beside)],
    ]));
    const pauses = await measureBesidePress({ yardstick: pausing, folder: join(work, 'pausing'), presser: join(build, 'tests/bench/presser') });
    console.log(table(`Pushes of six and pulls in our store, and while git presses half a school year (${pauses.pressMs.toFixed(0)} ms)`, ['when', 'batches', 'push, ms: min / median / max', 'pull, ms: min / median / max', 'longer than 50 ms'], pauses.rows.map((row) => [
      row.when, row.batches, tell(row.push), tell(row.pull), row.over,
    ])));
    const told = await measureYearsOnDisk({ yardstick: year, folder: join(work, 'year'), years: plan.years });
    const cell = (bytes) => (bytes === undefined ? '' : kilobytes(bytes));
    console.log(table('School years of 1,700 batches on disk, with their history; made smaller by git once a month from the first year on', ['years', 'kB, our store', 'without git', 'kB, SQLite', 'beside', 'without git', 'last pressing, ms'], told.map((row) => [
      row.years, cell(row.store), cell(row.unpressed), cell(row.sqlite), (row.store / row.sqlite).toFixed(2), row.unpressed === undefined ? '' : (row.unpressed / row.sqlite).toFixed(2), row.pressMs.toFixed(0),
    ])));
  } finally {
    await growing.stop();
    await pausing.stop();
    await year.stop();
  }
}

/** Yardsticks of their own, on a disk with slow flushes. */
async function measureSlow(work, records) {
  const env = { LD_PRELOAD: join(build, 'tests/bench/libslow_flush.so'), BENCH_FLUSH_MS: String(SLOW_FLUSH_MS) };
  const yardstick = startYardstick(join(build, 'tests/bench/yardstick'), join(work, 'slow'), records, env);
  try {
    return await measureSlowPush({ yardstick, rounds: plan.pushRounds });
  } finally {
    await yardstick.stop();
  }
}

function tellPull(rows) {
  const head = ['records', 'pull of', 'ms: min / median / max', 'SQLite select, ms', 'pages', 'kB on the wire (gzip)', 'kB of JSON', 'service RSS, MB'];
  return table('Pull over HTTP, with its JSON read (SQLite: the same rows selected in-process)', head, rows.flatMap((row) => [
    [row.size, 'everything', tell(row.ms.whole), tell(row.ms.sqliteWhole), row.told.whole.pages, kilobytes(row.told.whole.down), kilobytes(row.told.whole.rawBytes), megabytes(row.rss)],
    [row.size, '200 changes', tell(row.ms.latest), tell(row.ms.sqliteLatest), row.told.latest.pages, kilobytes(row.told.latest.down), kilobytes(row.told.latest.rawBytes), ''],
  ]));
}

function tellSnapshot(told) {
  const head = ['records', 'pages', 'kB on the wire (gzip)', 'kB of JSON', 'ms: min / median / max', 'file, ms', 'beside the file'];
  return table('Everything for a new phone, packed beforehand, until its last byte (a web server that sends files of the same bytes)', head, [
    [told.records, told.pages, kilobytes(told.down), kilobytes(told.rawBytes), tell(told.ms), tell(told.fileMs), tell(told.beside)],
  ]);
}

function tellMerging(told) {
  const each = (us) => 1e6 / us.median;
  const title = `A merge of three records of ${told.bytes.join(', ')} bytes, beside cJSON_Parse and cJSON_Print of the same bytes (x ${tell(told.beside)})`;
  return [
    table(title, ['what', 'us: min / median / max', 'a second'], [
      ['merge, natively', tell(told.native), each(told.native).toFixed(0)],
      ['cJSON, natively', tell(told.cjson), each(told.cjson).toFixed(0)],
      ['merge, sync.wasm in node', tell(told.node), each(told.node).toFixed(0)],
    ]),
    table('What size costs: two people changed two members, or two words each', ['kB', 'us, members', 'ns a byte', 'us, text', 'ns a byte'],
      told.grow.map(([kb, members, text]) => [kb, (members / 1000).toFixed(0), (members / kb / 1024).toFixed(1), (text / 1000).toFixed(0), (text / kb / 1024).toFixed(1)])),
  ].join('\n');
}

/** Requests over TLS, and phones that wait: each by a service of its own, so that the memory is theirs. */
async function measureSchool(work) {
  const busy = await startSchool(join(work, 'busy'), SCHOOL.devices);
  try {
    const told = await measureRequests({ school: busy, folder: join(work, 'nginx'), seconds: SCHOOL.seconds, rounds: plan.pullRounds });
    console.log(table('Requests over TLS, client on the same processors', ['what', 'by', 'a second', 'p99, ms'], [
      ...told.rows.map(({ what, by, each, p99 }) => [what, by, each.toFixed(0), p99.toFixed(1)]),
      ['RSS after it, MB', 'service', megabytes(told.rss), ''],
    ]));
  } finally {
    busy.close();
    await busy.service.stop();
  }
  const live = await startSchool(join(work, 'live'), SCHOOL.devices + PARKED);
  try {
    const told = await measureLive({ school: live, rounds: plan.pullRounds });
    console.log(table(`${PARKED} phones wait over TLS, ${POLLING} others ask every five seconds, each time on a new connection`, ['what', 'how much'], [
      ['from a push until all that wait have heard, ms: min / median / max', tell(told.heardMs)],
      [`a question of the others (${told.polls}), handshake included, ms: min / median / max`, tell(told.pollMs)],
      ['the same, p99, ms', told.p99.toFixed(1)],
      ['RSS of a phone that waits, kB', kilobytes(told.each)],
    ]));
  } finally {
    live.close();
    await live.service.stop();
  }
}

async function measureBrowserPart(work, records) {
  const { measureBrowser } = await import('./browser.mjs');
  const { measureSearch } = await import('./search.mjs');
  const service = await startService({ dataDir: join(work, 'browser') });
  try {
    const told = await measureBrowser({ origin: service.origin, code: service.ownerCode, rounds: plan.browserRounds });
    const merging = await measureMergingInBrowser({ origin: service.origin, build, records, rounds: plan.browserRounds });
    const search = await measureSearch({ origin: service.origin, rounds: plan.browserRounds });
    const page = table(`Merging on a page, processor slowed ${merging.slowed}x`, ['what', 'ms: min / median / max'], [
      [`${merging.merges} records merged, the first ones, the app open for three seconds`, tell(merging.ready)],
      ['what the app does for that meanwhile, in a worker', tell(merging.warming)],
      [`${merging.merges} records merged, the first ones, at once`, tell(merging.cold)],
      [`${merging.merges} records merged after that`, tell(merging.later)],
    ]);
    return page + '\n' + table(`On the phone: Chromium, processor slowed ${told.slowed}x, no network`, ['what', 'ms: min / median / max'], [
      [`first paint of the installed app, with ${told.notes} notes`, tell(told.paint)],
      ['its first screen', tell(told.screen)],
      ['the same, the app killed in the middle of a note: the class is read first', tell(told.whole)],
      ['tap on Note until it can be written', tell(told.ready)],
      ['words in until they are written to the phone, for good', tell(told.saved)],
      ['until the line under them says so, which waits for a pause', tell(told.said)],
      [`a frame, throwing the list of ${told.ofOne} notes of one student, half a screen a frame; one in twenty takes ${told.slowFrame.toFixed(0)} ms or more`, tell(told.frame)],
      [`a letter typed into the search of ${search.notes} notes`, tell(search.letter)],
      ['the longest piece of reading them for the first time', tell(search.folding)],
    ]);
  } finally {
    await service.stop();
  }
}

async function measureAll(work) {
  const corpus = makeClass({ person: makeId(1, makeRandom(1)), device: makeId(1, makeRandom(2)) });
  corpus.students(CHILDREN);
  const yardstick = startYardstick(join(build, 'tests/bench/yardstick'), join(work, 'yardsticks'), [...corpus.observations(plan.records)]);
  const service = await startService({ dataDir: join(work, 'data') });
  const { pid } = service.process;
  const rest = [];
  console.log(`${cpus().length} x ${cpus()[0].model.trim()}, node ${process.version}, seed ${SEED}; service at rest: ${megabytes(residentBytes(pid))} MB RSS`);
  try {
    const device = await joinAs(service.origin, service.ownerCode, 'Bench');
    const small = await makeNotebook(device, SEED);
    console.log(tellPush(await measurePush({ yardstick, ...small, rounds: plan.pushRounds })));
    console.log(tellSlowPush(await measureSlow(work, [...corpus.observations(plan.pushRounds * 250)])));
    console.log(tellYear(await measureYear({ yardstick, ...(await makeNotebook(device, SEED + 3)) })));
    const large = await makeNotebook(device, SEED + 1);
    console.log(tellPull(await measurePull({ device, yardstick, ...large, pid, sizes: plan.sizes, rounds: plan.pullRounds })));
    const quiet = await measureNotebooks({ device, pid, count: plan.notebooks, seed: SEED + 2 });
    rest.push([`a quiet notebook of ${quiet.count}`, `${kilobytes(quiet.each)} kB`]);
    const packed = await makeNotebook(device, SEED - 1);
    console.log(tellSnapshot(await measureSnapshot({ device, ...packed, dataDir: join(work, 'data'), work, size: plan.sizes.at(-1), rounds: plan.pushRounds })));
    device.close();
  } finally {
    await service.stop();
    await yardstick.stop();
  }
  const started = await measureStart({ program: process.env.BT_PROGRAM, dataDir: join(work, 'data'), port: service.port, rounds: plan.pullRounds });
  rest.push([`start to ready, ${plan.sizes.at(-1)} records, ms: min / median / max`, tell(started)]);
  console.log(table('At rest', ['what', 'how much'], rest));
  console.log(tellHistory(measureHistory(join(build, 'tests/bench/history'), join(work, 'history'), [...corpus.observations(plan.history)])));
  await measureOnDisk(work);
  const shell = measureShell(join(build, 'webui'));
  console.log(table('The app, all of it', ['files', 'kB', 'kB gzipped'], [[shell.files, kilobytes(shell.raw), kilobytes(shell.gzip)]]));
  await measureSchool(work);
  const merging = await measureMerging(build, join(work, 'merging'), plan.pushRounds);
  console.log(tellMerging(merging));
  if (plan.browserRounds > 0) console.log(await measureBrowserPart(work, merging.records));
}

const work = mkdtempSync(join(build, 'bench-'));
try {
  await measureAll(work);
} finally {
  rmSync(work, { recursive: true });
}
