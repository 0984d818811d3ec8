/**
 * clang-tidy over every C file of the build, with the checks of .clang-tidy.
 *
 *   node tests/lint/tidy.mjs BUILD_FOLDER
 *
 * A file is looked at again only when it, a header of the project that it includes (through others too), its flags or
 * .clang-tidy have changed since it was clean: the names of clean states are kept under BUILD_FOLDER/lint.
 */
import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { cpus } from 'node:os';
import { dirname, join, relative } from 'node:path';
import { eachOf, projectFiles, report, root, run } from './project.mjs';

const build = process.argv[2];
const lint = join(build, 'lint');
const stamps = join(lint, 'tidy');

/** What gcc is told and clang does not know; it changes no meaning. */
const GCC_ONLY = / -fno-tree-loop-distribute-patterns\b/g;

/** The file and every header of the project that it reaches. */
function reached(file, seen = new Set()) {
  if (seen.has(file) || !existsSync(file)) return seen;
  seen.add(file);
  for (const [, name] of readFileSync(file, 'utf8').matchAll(/^\s*#\s*include\s*"([^"]+)"/gm)) {
    for (const folder of [root, dirname(file)]) reached(join(folder, name), seen);
  }
  return seen;
}

function stateOf(entry) {
  const hash = createHash('sha256').update(entry.command).update(readFileSync(join(root, '.clang-tidy')));
  for (const file of [...reached(entry.file)].sort()) hash.update(file).update(readFileSync(file));
  return join(stamps, hash.digest('hex'));
}

async function check(entry) {
  const state = stateOf(entry);
  if (existsSync(state)) return [];
  const { code, output } = await run('clang-tidy', ['--quiet', '-p', lint, entry.file]);
  if (code === 0) {
    writeFileSync(state, '');
    return [];
  }
  const told = output.split('\n').filter((line) => /: (error|warning): /.test(line));
  return told.length > 0 ? told.map((line) => line.replace(`${root}/`, '')) : [`${relative(root, entry.file)}: ${output}`];
}

mkdirSync(stamps, { recursive: true });
const ours = new Set(projectFiles().map((path) => join(root, path)));
const entries = JSON.parse(readFileSync(join(build, 'compile_commands.json'), 'utf8'))
  .filter((entry) => ours.has(entry.file))
  .map((entry) => ({ ...entry, command: entry.command.replace(GCC_ONLY, '') }));
writeFileSync(join(lint, 'compile_commands.json'), JSON.stringify(entries));
const offences = await eachOf(entries, cpus().length, check);
report(`tidy (${entries.length} files)`, entries.length === 0 ? ['no C file of ours in compile_commands.json'] : [...new Set(offences.flat())]);
