/**
 * What it costs to bring a new phone up to date, and one that lacks the latest changes, as the notebook grows.
 */
import { spread } from './figures.mjs';
import { residentBytes } from './memory.mjs';

const FILL_BATCH = 500; // records a push while the notebook is filled; not timed
const LATEST = 200; // changes that a device lacks that was away

export async function measurePull({ device, notebook, id, pid, notes, yardstick, sizes, rounds }) {
  const rows = [];
  let held = 0;
  for (const size of sizes) {
    while (held < size) {
      const count = Math.min(FILL_BATCH, size - held);
      await notebook.push(notes(count));
      await yardstick.push('sqlite', count);
      held += count;
    }
    const of = { whole: [], latest: [], sqliteWhole: [], sqliteLatest: [] };
    const told = {};
    for (let round = 0; round < rounds; round++) {
      const phone = device.open(id);
      told.whole = await phone.pull();
      of.whole.push(Number(told.whole.ns) / 1e6);
      of.sqliteWhole.push(Number((await yardstick.pull('sqlite', 0)).ns) / 1e6);
      await notebook.push(notes(LATEST));
      await yardstick.push('sqlite', LATEST);
      held += LATEST;
      told.latest = await phone.pull();
      of.latest.push(Number(told.latest.ns) / 1e6);
      of.sqliteLatest.push(Number((await yardstick.pull('sqlite', 1)).ns) / 1e6);
      if (told.latest.records !== LATEST) throw new Error(`${told.latest.records} records came, not ${LATEST}`);
    }
    rows.push({ size, rss: residentBytes(pid), told, ms: Object.fromEntries(Object.entries(of).map(([who, values]) => [who, spread(values)])) });
  }
  return rows;
}
