/**
 * What it costs until a push is durable: the service and our store beside one raw file and SQLite, round by round in
 * turn, so that a moody disk is moody to all of them.
 */
import { ratios } from './figures.mjs';

const SIZES = [1, 20, 200];
const WAYS = ['raw', 'sqlite', 'store'];

export async function measurePush({ yardstick, notebook, notes, rounds }) {
  const rows = [];
  for (const size of SIZES) {
    const times = { raw: [], sqlite: [], store: [], service: [] };
    let bytes = 0;
    let wire = 0;
    for (let round = 0; round < rounds; round++) {
      for (const way of WAYS) {
        const { ns, bytes: stored } = await yardstick.push(way, size);
        times[way].push(Number(ns) / 1e6);
        bytes = stored;
      }
      const pushed = await notebook.push(notes(size));
      times.service.push(Number(pushed.ns) / 1e6);
      wire = pushed.wire.up + pushed.wire.down;
    }
    rows.push(...WAYS.concat('service').map((way) => ({
      what: `push ${size}`, who: way, ...ratios(times[way], times.raw),
      sqlite: ratios(times[way], times.sqlite).median,
      note: way === 'service' ? `${wire} bytes on the wire` : way === 'raw' ? `${bytes} bytes` : '',
    })));
  }
  return rows;
}
