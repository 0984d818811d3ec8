/**
 * What a push of 200 and a pull of it cost as a notebook grows, and how much the folder grows by it: beside the same on
 * the smallest of the sizes. And a school year's folder beside SQLite's file of the same records and their history.
 */
import { readdirSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { spread } from './figures.mjs';

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
