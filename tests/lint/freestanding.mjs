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

export const targets = [
  { name: 'native', cc: ['cc'], nm: 'nm' },
  { name: 'wasm32', cc: ['clang', '--target=wasm32', '-nostdlib', '-isystem', join(root, 'tests/lint/freestanding')], nm: 'llvm-nm' },
];

/** The open names in the output of `nm --undefined-only` that are not among the four. */
export function unexpected(nmOutput) {
  const open = [...nmOutput.matchAll(/^\s*U (\S+)$/gm)].map((match) => match[1]);
  return [...new Set(open)].filter((name) => !MEMORY.has(name));
}

/** The names of what a WebAssembly module asks its host for. */
export function importsOf(wasm) {
  return WebAssembly.Module.imports(new WebAssembly.Module(wasm)).map((entry) => `${entry.module}.${entry.name}`);
}

async function compile(target, sources, folder) {
  rmSync(folder, { recursive: true, force: true });
  mkdirSync(folder, { recursive: true });
  const offences = [];
  const objects = [];
  for (const source of sources) {
    const object = join(folder, `${basename(source, '.c')}.o`);
    const { code, output } = await run(target.cc[0], [...target.cc.slice(1), ...COMMON, source, '-o', object]);
    if (code !== 0) offences.push(`${target.name}: ${source} does not compile`, output.trimEnd());
    else objects.push(object);
  }
  return { objects, offences };
}

/** Names open in one object and defined in another are fine: both lists come from one call over all objects. */
async function openNames(target, objects) {
  const undefinedOnes = await run(target.nm, ['--undefined-only', ...objects]);
  const defined = await run(target.nm, ['--defined-only', ...objects]);
  const known = new Set([...defined.output.matchAll(/ [A-Z] (\S+)$/gm)].map((match) => match[1]));
  return unexpected(undefinedOnes.output)
    .filter((name) => !known.has(name) && !(target.name === 'wasm32' && name.startsWith('__')))
    .map((name) => `${target.name}: sync/ calls ${name}, which is not of the heart`);
}

async function linkWasm(objects, folder) {
  const module = join(folder, 'sync.wasm');
  const link = ['--no-entry', '--export=bt_merge', '--export=bt_record_check', '--allow-undefined', ...objects, '-o', module];
  const { code, output } = await run('wasm-ld', link);
  if (code !== 0) return ['wasm32: the objects do not link', output.trimEnd()];
  return importsOf(readFileSync(module))
    .filter((name) => !MEMORY.has(name.replace(/^env\./, '')))
    .map((name) => `wasm32: the module asks its host for ${name}`);
}

async function main([schemaTable, work]) {
  const sources = projectFiles().filter((path) => /^sync\/[^/]*\.c$/.test(path)).map((path) => join(root, path));
  const offences = [];
  for (const target of targets) {
    const folder = join(work, target.name);
    const built = await compile(target, [...sources, schemaTable], folder);
    offences.push(...built.offences, ...(await openNames(target, built.objects)));
    if (target.name === 'wasm32' && built.offences.length === 0) offences.push(...(await linkWasm(built.objects, folder)));
  }
  report('freestanding', offences);
}

if (isProgram(import.meta.url)) await main(process.argv.slice(2));
