/**
 * What every check here works with: the project's own files, and one way to report what is wrong with them.
 */
import { execFileSync, spawn } from 'node:child_process';
import { readFileSync, readdirSync } from 'node:fs';
import { dirname, join, relative, sep } from 'node:path';
import { fileURLToPath } from 'node:url';

export const root = join(dirname(fileURLToPath(import.meta.url)), '..', '..');

const NOT_OURS = new Set(['.git', 'build', 'node_modules']);

/** Paths from the root of the project, with `/`, sorted: what git knows or would take, or the whole tree where there is no git. */
export function projectFiles() {
  const listed = gitFiles() ?? walk(root);
  return listed.sort();
}

function gitFiles() {
  try {
    const ls = ['-C', root, 'ls-files', '-z', '--cached', '--others', '--exclude-standard'];
    const out = execFileSync('git', ls, { encoding: 'utf8', stdio: ['ignore', 'pipe', 'ignore'] });
    const deleted = execFileSync('git', ['-C', root, 'ls-files', '-z', '--deleted'], { encoding: 'utf8' });
    const gone = new Set(deleted.split('\0'));
    return out.split('\0').filter((path) => path !== '' && !gone.has(path));
  } catch {
    return undefined; // an unpacked release has no .git: the tree itself is the list
  }
}

function walk(folder) {
  return readdirSync(folder, { withFileTypes: true }).flatMap((entry) => {
    if (NOT_OURS.has(entry.name)) return [];
    const path = join(folder, entry.name);
    return entry.isDirectory() ? walk(path) : [relative(root, path).split(sep).join('/')];
  });
}

/** The text of a project file; '' for one that is binary, so that no rule about words meets it. */
export function textOf(path) {
  const bytes = readFileSync(join(root, path));
  return bytes.includes(0) ? '' : bytes.toString('utf8');
}

/** Prints each offence on a line of its own and ends the process: 0 for none, else 1. */
export function report(check, offences) {
  for (const line of offences) console.error(line);
  console.log(`${check}: ${offences.length === 0 ? 'clean' : `${offences.length} to mend`}`);
  process.exit(offences.length === 0 ? 0 : 1);
}

/** True when this module is the program, not an import of one. */
export function isProgram(url) {
  return process.argv[1] === fileURLToPath(url);
}

/** Runs a program; resolves to { code, output } with both streams in one text. Rejects only when it cannot be started. */
export function run(program, args, options = {}) {
  return new Promise((resolve, reject) => {
    const child = spawn(program, args, { cwd: root, ...options, stdio: ['ignore', 'pipe', 'pipe'] });
    let output = '';
    child.stdout.on('data', (bytes) => (output += bytes));
    child.stderr.on('data', (bytes) => (output += bytes));
    child.on('error', reject);
    child.on('close', (code) => resolve({ code, output }));
  });
}

/** Runs `work` over `items`, at most `width` at a time; the results keep the order of the items. */
export async function eachOf(items, width, work) {
  const results = new Array(items.length);
  let next = 0;
  async function worker() {
    while (next < items.length) {
      const at = next++;
      results[at] = await work(items[at]);
    }
  }
  await Promise.all(Array.from({ length: width }, worker));
  return results;
}
