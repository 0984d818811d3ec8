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

/** The same without the service, on a disk whose flushes are slower (slow_flush.c). */
export async function measureSlowPush({ yardstick, rounds }) {
  const rows = [];
  for (const size of [1, 200]) {
    const ms = { raw: [], sqlite: [], store: [] };
    for (let round = -WARM_ROUNDS; round < rounds; round++) {
      for (const way of YARDSTICKS) {
        const { ns } = await yardstick.push(way, size);
        if (round >= 0) ms[way].push(Number(ns) / 1e6);
      }
    }
    for (const way of YARDSTICKS) rows.push({ size, way, ms: spread(ms[way]), beside: ratio(ms[way], ms.raw) });
  }
  return rows;
}

const YEAR_BATCHES = 1700;
const YEAR_BATCH = 6; // records: ten thousand in a year

/** A school year, one batch after the other: how long the longest takes, beside the raw writes of the same minutes. */
export async function measureYear({ yardstick, notebook, notes }) {
  const ms = { raw: [], service: [] };
  for (let batch = 0; batch < YEAR_BATCHES; batch++) {
    ms.raw.push(Number((await yardstick.push('raw', YEAR_BATCH)).ns) / 1e6);
    ms.service.push(Number((await notebook.push(notes(YEAR_BATCH))).ns) / 1e6);
  }
  return Object.entries(ms).map(([way, values]) => ({ way, batches: YEAR_BATCHES, ms: spread(values), over: values.filter((value) => value > 50).length }));
}
