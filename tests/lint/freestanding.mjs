/**
 * sync/ builds with nothing around it, natively and for wasm32: the only names it leaves open are the four memory
 * calls that a compiler may write by itself.
 *
 *   node tests/lint/freestanding.mjs SCHEMA_TABLE.C WORK_FOLDER
 */
import { mkdirSync, readFileSync, rmSync } from 'node:fs';
import { basename, join } from 'node:path';
import { isProgram, projectFiles, report, root, run } from './project.mjs';

const MEMORY = new Set(['memcpy', 'memmove', 'memset', 'memcmp']);
const COMMON = ['-std=c11', '-O2', '-ffreestanding', '-Wall', '-Wextra', '-Werror', `-I${root}`, '-c'];

const NATIVE = ['cc'];
const WASM = ['clang', '--target=wasm32', '-nostdlib', '-isystem', join(root, 'tests/lint/freestanding')];

/** The open names in the output of `nm --undefined-only` that are not among the four. */
export function unexpected(nmOutput) {
  const open = [...nmOutput.matchAll(/^\s*U (\S+)$/gm)].map((match) => match[1]);
  return [...new Set(open)].filter((name) => !MEMORY.has(name));
}

/** The names of what a WebAssembly module asks its host for. */
export function importsOf(wasm) {
  return WebAssembly.Module.imports(new WebAssembly.Module(wasm)).map((entry) => `${entry.module}.${entry.name}`);
}

async function compile([cc, ...flags], sources, folder) {
  rmSync(folder, { recursive: true, force: true });
  mkdirSync(folder, { recursive: true });
  const objects = sources.map((source) => join(folder, `${basename(source, '.c')}.o`));
  const offences = [];
  for (const [at, source] of sources.entries()) {
    const { code, output } = await run(cc, [...flags, ...COMMON, source, '-o', objects[at]]);
    if (code !== 0) offences.push(`${cc}: ${source} does not compile`, output.trimEnd());
  }
  return { objects, offences };
}

async function checkNative(sources, folder) {
  const { objects, offences } = await compile(NATIVE, sources, folder);
  if (offences.length > 0) return offences;
  const whole = join(folder, 'sync.o');
  const linked = await run('ld', ['-r', ...objects, '-o', whole]);
  if (linked.code !== 0) return ['the objects do not link', linked.output.trimEnd()];
  const { output } = await run('nm', ['--undefined-only', whole]);
  return unexpected(output).map((name) => `sync/ calls ${name}, which is not of the heart`);
}

/** Compiled and linked in two steps, so that no optimiser of other people's comes in between. */
async function checkWasm(sources, folder) {
  const { objects, offences } = await compile(WASM, sources, folder);
  if (offences.length > 0) return offences;
  const module = join(folder, 'sync.wasm');
  const { code, output } = await run('wasm-ld', ['--no-entry', '--no-gc-sections', '--allow-undefined', ...objects, '-o', module]);
  if (code !== 0) return ['the objects do not link for wasm32', output.trimEnd()];
  return importsOf(readFileSync(module))
    .filter((name) => !MEMORY.has(name.replace(/^env\./, '')))
    .map((name) => `the module asks its host for ${name}`);
}

async function main([schemaTable, work]) {
  const sources = projectFiles().filter((path) => /^sync\/[^/]*\.c$/.test(path)).map((path) => join(root, path));
  sources.push(schemaTable);
  report('freestanding', [
    ...(await checkNative(sources, join(work, 'native'))),
    ...(await checkWasm(sources, join(work, 'wasm32'))),
  ]);
}

if (isProgram(import.meta.url)) await main(process.argv.slice(2));
