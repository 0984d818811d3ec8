/**
 * The yardstick program (yardstick.c) as an object: one question, one answer.
 */
import { spawn } from 'node:child_process';
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { createInterface } from 'node:readline';

/** Starts it over `records` in an empty folder. Every rejection is final: a figure never hides an error. */
export function startYardstick(program, folder, records, env = {}) {
  mkdirSync(folder, { recursive: true });
  const file = join(folder, 'records');
  writeFileSync(file, records.map((record) => `${record.id} ${JSON.stringify(record)}\n`).join(''));
  const child = spawn(program, [folder, file], { stdio: ['pipe', 'pipe', 'inherit'], env: { ...process.env, ...env } });
  const lines = createInterface({ input: child.stdout })[Symbol.asyncIterator]();

  async function ask(line) {
    child.stdin.write(`${line}\n`);
    const { value, done } = await lines.next();
    if (done) throw new Error(`yardstick ended at: ${line}`);
    const [ns, bytes] = value.split(' ');
    return { ns: BigInt(ns), bytes: Number(bytes) };
  }
  return {
    push: (way, count) => ask(`push ${way} ${count}`),
    press: (way) => ask(`press ${way} 0`),
    pull: (way, pushes) => ask(`pull ${way} ${pushes}`),
    stop: () => new Promise((resolve) => child.on('close', resolve).stdin.end()),
  };
}
