// The program corpus.c, compiled in as many ways as there are.
import { execFile, spawn } from 'node:child_process';
import { mkdirSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { promisify } from 'node:util';

const run = promisify(execFile);
const root = new URL('../..', import.meta.url).pathname;

const COMPILERS = {
  'gcc-O0': ['gcc', '-O0'],
  'gcc-O2': ['gcc', '-O2'],
  'clang-O0': ['clang', '-O0'],
  'clang-O2': ['clang', '-O2'],
  sanitized: ['gcc', '-O1', '-g', '-fsanitize=address,undefined', '-fno-sanitize-recover=all'],
};

const sourcesIn = (folder) => readdirSync(join(root, folder)).filter((name) => name.endsWith('.c')).map((name) => join(folder, name));

export const isNative = (name) => Object.hasOwn(COMPILERS, name);

/** Compiles it anew, and gives the path of the program. */
export async function compile(name, build) {
  const [compiler, ...flags] = COMPILERS[name];
  const folder = join(build, 'tests/equality');
  mkdirSync(folder, { recursive: true });
  const program = join(folder, `corpus-${name}`);
  const sim = ['random', 'shape', 'history', 'words', 'draw'].map((part) => `tests/sim/${part}.c`);
  const sources = [...sourcesIn('sync'), ...sim, 'tests/equality/corpus.c', join(build, 'sync/schema_table.c')];
  await run(compiler, [...flags, '-std=c11', '-I.', '-o', program, ...sources], { cwd: root });
  return program;
}

/** What a program writes when it reads `input`. */
async function ask(program, args, input) {
  const child = spawn(program, args, { stdio: ['pipe', 'pipe', 'inherit'] });
  const ended = new Promise((resolve) => { child.once('close', resolve); });
  child.stdin.on('error', () => undefined); // a program that ends early says so by its code
  child.stdin.end(input);
  const parts = [];
  for await (const part of child.stdout) parts.push(part);
  const code = await ended;
  if (code !== 0) throw new Error(`${program} ${args.join(' ')} ended with ${code}`);
  return Buffer.concat(parts);
}

export const triples = (program, thousand) => ask(program, ['triples', String(thousand)], '');
export const outcomes = async (program, input) => (await ask(program, ['outcomes'], input)).toString().trimEnd().split('\n');
