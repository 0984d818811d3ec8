/**
 * What a push of 200 and a pull of it cost as a notebook grows, and how much the folder grows by it: beside the same on
 * the smallest of the sizes. And a school year's folder beside SQLite's file of the same records and their history.
 */
import { execFileSync, spawn } from 'node:child_process';
import { readdirSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { ratio, spread } from './figures.mjs';

const FILL_BATCH = 500;
const BATCH = 200;
const ROUNDS = 20;
const YEAR_BATCHES = 1700;
const YEAR_BATCH = 6;

const bytesOf = (path) => (statSync(path).isDirectory() ? readdirSync(path).reduce((sum, name) => sum + bytesOf(join(path, name)), 0) : statSync(path).size);

export async function measureGrowth({ yardstick, folder, sizes }) {
  const rows = [];
  let held = 0;
  for (const size of sizes) {
    for (; held < size; held += FILL_BATCH) await yardstick.push('store', FILL_BATCH);
    const before = bytesOf(join(folder, 'store'));
    const push = [];
    const pull = [];
    for (let round = 0; round < ROUNDS; round++, held += BATCH) {
      push.push(Number((await yardstick.push('store', BATCH)).ns) / 1e6);
      pull.push(Number((await yardstick.pull('store', 1)).ns) / 1e6);
    }
    rows.push({ size, push: spread(push), pull: spread(pull), bytes: (bytesOf(join(folder, 'store')) - before) / ROUNDS });
  }
  return rows.map((row) => ({ ...row, beside: { push: row.push.median / rows[0].push.median, pull: row.pull.median / rows[0].pull.median, bytes: row.bytes / rows[0].bytes } }));
}

/** The last push of 200 pulled from our store, its bytes read, beside git's own list of what differs between the same two commits: names only, but a process. */
export async function measureBesideGit({ yardstick, folder }) {
  const repository = join(folder, 'store');
  const ms = { store: [], git: [], start: [] };
  const git = (...what) => {
    const began = process.hrtime.bigint();
    const told = execFileSync('git', what, { encoding: 'utf8', env: { ...process.env, GIT_CONFIG_NOSYSTEM: '1', GIT_DIR: repository } });
    return { ms: Number(process.hrtime.bigint() - began) / 1e6, lines: told.trim().split('\n') };
  };
  await yardstick.push('store', BATCH);
  await yardstick.press('store'); // git reads no journal
  const [head, before] = git('rev-parse', 'main', 'main^').lines;
  for (let round = 0; round < ROUNDS; round++) {
    ms.store.push(Number((await yardstick.pull('store', 1)).ns) / 1e6);
    const told = git('diff-tree', '-r', before, head);
    const records = told.lines.filter((line) => line.includes('records/')).length;
    if (records !== BATCH) throw new Error(`git tells of ${records} records, not ${BATCH}`);
    ms.git.push(told.ms);
    ms.start.push(git('--version').ms);
  }
  return { store: spread(ms.store), git: spread(ms.git), start: spread(ms.start), beside: ratio(ms.store, ms.git) };
}

/** Pushes and pulls of our store while `presser` makes its packs smaller, and before it: how long the longest takes. */
export async function measureBesidePress({ yardstick, folder, presser }) {
  const once = async (ms) => {
    ms.push.push(Number((await yardstick.push('store', YEAR_BATCH)).ns) / 1e6);
    ms.pull.push(Number((await yardstick.pull('store', 1)).ns) / 1e6);
  };
  const alone = { push: [], pull: [] };
  const beside = { push: [], pull: [] };
  for (let batch = 0; batch < YEAR_BATCHES / 2; batch++) await once(alone);
  let code = null;
  const child = spawn(presser, [join(folder, 'store')], { stdio: 'inherit' });
  const began = process.hrtime.bigint();
  const ended = new Promise((resolve) => child.on('close', (how) => resolve((code = how))));
  while (code === null && beside.push.length < YEAR_BATCHES) await once(beside);
  if ((await ended) !== 0) throw new Error(`pressing ended with ${code}`);
  const pressMs = Number(process.hrtime.bigint() - began) / 1e6;
  const row = (when, ms) => ({ when, batches: ms.push.length, push: spread(ms.push), pull: spread(ms.pull), over: [...ms.push, ...ms.pull].filter((one) => one > 50).length });
  return { pressMs, rows: [row('before', alone), row('while git presses', beside)] };
}

/** And the same years with git's own packing once a month, where the service has it after each quiet ten minutes. */
export async function measureYearsOnDisk({ yardstick, folder, years }) {
  const store = () => bytesOf(join(folder, 'store'));
  const rows = [];
  let pressMs = 0;
  for (let batch = 1; batch <= years * YEAR_BATCHES; batch++) {
    await yardstick.push('sqlite', YEAR_BATCH);
    await yardstick.push('store', YEAR_BATCH);
    if (batch % YEAR_BATCHES === 0) rows.push({ years: batch / YEAR_BATCHES, unpressed: batch === YEAR_BATCHES ? store() : undefined });
    if (batch % (YEAR_BATCHES / 10) === 0 && batch >= YEAR_BATCHES) pressMs = Number((await yardstick.press('store')).ns) / 1e6;
    if (batch % YEAR_BATCHES === 0) Object.assign(rows.at(-1), { pressMs, store: store(), sqlite: bytesOf(join(folder, 'sqlite', 'records.db')) });
  }
  return rows;
}
