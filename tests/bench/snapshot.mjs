/**
 * What it costs to send a new phone everything, beside a web server that sends files of the same bytes over a connection
 * of the same kind, to the same reader. Unpacking is the phone's work: it is done for both, and counts in neither.
 */
import { spawn } from 'node:child_process';
import { existsSync, mkdirSync, writeFileSync } from 'node:fs';
import { Agent } from 'node:http';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import { ask } from './device.mjs';
import { ratio, spread } from './figures.mjs';

const FILL_BATCH = 500;
const LOOK_EVERY_MS = 200;
const PATIENCE_MS = 120_000; // quiet for five seconds, then made

async function startSender(folder) {
  const child = spawn(process.execPath, [fileURLToPath(new URL('sender.mjs', import.meta.url)), folder], { stdio: ['pipe', 'pipe', 'inherit'] });
  const { value: port } = await createInterface({ input: child.stdout })[Symbol.asyncIterator]().next();
  const line = { agent: new Agent({ keepAlive: true, maxSockets: 1 }), origin: `http://127.0.0.1:${port}` };
  return {
    /**
     * Milliseconds until the last byte of every file has come, one after the other. Each is read as a page is before the
     * next is asked for: a reader that has just parsed 4 MB takes its next bytes more slowly.
     */
    async send(count) {
      let ns = 0n;
      for (let at = 0; at < count; at++) {
        const { bytes, wire } = await ask(line, 'GET', `/${at}`);
        ns += wire.ns;
        JSON.parse(bytes);
      }
      return Number(ns) / 1e6;
    },
    stop: () => new Promise((resolve) => {
      line.agent.destroy();
      child.on('close', resolve).stdin.end();
    }),
  };
}

async function untilThere(file) {
  const late = Date.now() + PATIENCE_MS;
  while (!existsSync(file)) {
    if (Date.now() > late) throw new Error('the service made no snapshot');
    await new Promise((resolve) => setTimeout(resolve, LOOK_EVERY_MS));
  }
}

/** @returns {Promise<{ records: number, pages: number, down: number, ms: object, fileMs: object, beside: object }>} */
export async function measureSnapshot({ device, notebook, id, notes, dataDir, work, size, rounds }) {
  for (let held = 0; held < size; held += FILL_BATCH) await notebook.push(notes(Math.min(FILL_BATCH, size - held)));
  await untilThere(join(dataDir, 'snapshots', id));
  const folder = join(work, 'pages');
  mkdirSync(folder);
  const first = await device.open(id).pull((page, bytes) => writeFileSync(join(folder, String(page)), bytes));
  const sender = await startSender(folder);
  const ms = [];
  const fileMs = [];
  for (let round = 0; round < rounds; round++) {
    fileMs.push(await sender.send(first.pages));
    ms.push(Number((await device.open(id).pull()).waitNs) / 1e6);
  }
  await sender.stop();
  return { ...first, ms: spread(ms), fileMs: spread(fileMs), beside: ratio(ms, fileMs) };
}
