/**
 * What it costs until a push is durable: the service and our store beside one raw file and SQLite, round by round in
 * turn, so that a moody disk is moody to all of them.
 */
import { ratio, spread } from './figures.mjs';

const SIZES = [1, 20, 200];
const YARDSTICKS = ['raw', 'sqlite', 'store'];
const WARM_ROUNDS = 2; // not counted: first pages, first connections

export async function measurePush({ yardstick, notebook, notes, rounds }) {
  const rows = [];
  for (const size of SIZES) {
    const ms = { raw: [], sqlite: [], store: [], service: [] };
    const told = {};
    for (let round = -WARM_ROUNDS; round < rounds; round++) {
      const took = {};
      for (const way of YARDSTICKS) {
        const { ns, bytes } = await yardstick.push(way, size);
        took[way] = ns;
        told.bytes = bytes;
      }
      const { ns, wire } = await notebook.push(notes(size));
      took.service = ns;
      told.wire = wire;
      if (round >= 0) for (const way of Object.keys(ms)) ms[way].push(Number(took[way]) / 1e6);
    }
    for (const way of Object.keys(ms)) {
      rows.push({ size, way, told, ms: spread(ms[way]), beside: { raw: ratio(ms[way], ms.raw), sqlite: ratio(ms[way], ms.sqlite) } });
    }
  }
  return rows;
}
