/**
 * What it costs to bring a new phone up to date, and one that was away for a while, as the notebook grows.
 */
import { spread } from './figures.mjs';
import { residentBytes } from './memory.mjs';

const LATEST = 200; // changes that a device lacks that was away

export async function measurePull({ origin, pid, device, fill, sizes, rounds }) {
  const rows = [];
  for (const size of sizes) {
    const notebook = await fill(size);
    const whole = [];
    const latest = [];
    let told = {};
    let missed = {};
    for (let round = 0; round < rounds; round++) {
      const fresh = device.open(notebook.id);
      told = await fresh.pull();
      whole.push(Number(told.ns) / 1e6);
      await notebook.push(LATEST);
      missed = await fresh.pull();
      latest.push(Number(missed.ns) / 1e6);
    }
    rows.push({ origin, size, told, missed, whole: spread(whole), latest: spread(latest), rss: residentBytes(pid) });
  }
  return rows;
}
