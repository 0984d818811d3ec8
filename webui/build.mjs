// Builds the web client and prints its size:  node build.mjs OUT_FOLDER SYNC.WASM
//   OUT_FOLDER/dist/       the files as a browser asks for them
//   OUT_FOLDER/assets.c    the same, gzipped, as the table of service/http/asset.h
//   OUT_FOLDER/sizes.json  what each weighs, plain and gzipped
// The same sources give the same bytes: no time, path or machine goes in.
import { execFile } from 'node:child_process';
import { createHash } from 'node:crypto';
import { mkdirSync, readFileSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { cpus } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { build } from 'esbuild';

// Gzipped. What a note needs is one visit over a slow link; of the words, the language that weighs most. The rest comes behind it,
// and nothing waits for it: the screens of the later rooms, and the merge, which is as large as it is because a strict reader and a
// weave of words in every script take their room.
const BUDGETS = [
  { of: 'what writing a note needs, and the merge', parts: ['shell', 'words', 'merge'], bytes: 60_000 },
  { of: 'the later screens', parts: ['later', 'later words'], bytes: 120_000 },
  { of: 'the lock, where a passphrase is set', parts: ['lock'], bytes: 4_000 },
  { of: 'a language of starter progressions', parts: ['starter'], bytes: 14_000 },
  { of: 'the merge on this phone', parts: ['merge'], bytes: 13_500 },
];
const LANGUAGES = ['en', 'es', 'ar'];
const HASH_LEN = 16;
const GZIP_MAX_BYTES = 16 * 1024 * 1024;
const KINDS = {
  '.html': 'text/html; charset=utf-8',
  '.js': 'text/javascript; charset=utf-8',
  '.css': 'text/css; charset=utf-8',
  '.svg': 'image/svg+xml',
  '.png': 'image/png',
  '.webmanifest': 'application/manifest+json',
  '.wasm': 'application/wasm',
};

const here = new URL('.', import.meta.url).pathname;
const [, , out, syncWasm] = process.argv;
if (!syncWasm) throw new Error('say where to build, and of which merge: node build.mjs OUT_FOLDER SYNC.WASM');
const dist = join(out, 'dist');

const hash = (bytes) => createHash('sha256').update(bytes).digest('hex').slice(0, HASH_LEN);
const kindOf = (path) => KINDS[path.slice(path.lastIndexOf('.'))] ?? KINDS['.html'];

const common = { bundle: true, minify: true, write: false, format: 'esm', target: 'es2021', legalComments: 'none', absWorkingDir: here, outdir: 'dist', logLevel: 'warning', charset: 'utf8' };

const writtenTo = ({ path }) => join(dist, path === '/' ? 'index.html' : path);

const nameOf = (file) => file.path.slice(join(here, 'dist').length);

/** The merge: the module, and the worker that knows its address. */
async function buildMerge() {
  const bytes = readFileSync(syncWasm);
  const wasm = { path: `/sync-${hash(bytes)}.wasm`, bytes, immutable: true, part: 'merge' };
  const define = { SYNC_WASM: JSON.stringify(wasm.path) };
  const result = await build({ ...common, entryPoints: { merge: 'src/merge/worker.ts' }, entryNames: '[name]-[hash]', format: 'iife', define, tsconfig: 'tsconfig.worker.json' });
  return { wasm, worker: { path: nameOf(result.outputFiles[0]), bytes: Buffer.from(result.outputFiles[0].contents), immutable: true, part: 'merge' } };
}

/** What the entry points `roots` cannot run without, themselves among it: imported by a statement, not when a screen is wanted. */
function neededBy({ outputs }, roots) {
  const needed = new Set(Object.keys(outputs).filter((path) => roots.includes(outputs[path].entryPoint)));
  for (const path of needed)
    for (const { path: imported, kind } of outputs[path].imports) if (kind === 'import-statement') needed.add(imported);
  return [...needed];
}

/** Which part each file of the app belongs to; words are counted by their language. */
function partsOf(metafile) {
  const parts = new Map();
  const put = (part, roots) => {
    for (const path of neededBy(metafile, roots)) if (!parts.has(path)) parts.set(path, part);
  };
  put('shell', ['src/main.tsx']);
  for (const tag of LANGUAGES) {
    put(`words ${tag}`, [`src/strings/${tag}/index.ts`]);
    put(`later words ${tag}`, [`src/strings/${tag}/seldom/index.ts`]);
    put(`starter ${tag}`, [`src/starter/${tag}.ts`]);
  }
  put('lock', ['src/data/sealed.ts']);
  return (path) => (path.endsWith('.css') ? 'shell' : parts.get(`dist${path}`) ?? 'later');
}

/** The style of the later screens, which the app asks for by its name. */
async function buildLaterStyle() {
  const { outputFiles: [file] } = await build({ ...common, entryPoints: { later: 'src/style/later.css' }, entryNames: '[name]-[hash]' });
  return { path: nameOf(file), bytes: Buffer.from(file.contents), immutable: true, part: 'later' };
}

/** The app and what it loads later; names hold a hash of the content, so they may be kept for ever. */
async function buildApp(merge) {
  const style = await buildLaterStyle();
  const define = { MERGE_WORKER: JSON.stringify(merge.worker.path), LATER_STYLE: JSON.stringify(style.path) };
  const result = await build({ ...common, entryPoints: { start: 'src/main.tsx' }, entryNames: '[name]-[hash]', chunkNames: '[name]-[hash]', splitting: true, metafile: true, define, tsconfig: 'tsconfig.json' });
  const partOf = partsOf(result.metafile);
  const files = result.outputFiles.map((file) => ({ path: nameOf(file), bytes: Buffer.from(file.contents), immutable: true, part: partOf(nameOf(file)) }));
  return [...files, style, merge.wasm, merge.worker];
}

/**
 * index.html names /start.js and /start.css; here they get the names they were built under. What the first script needs is named
 * beside it, or the browser would ask for it one way there and back later.
 */
function buildIndex(app) {
  const named = (ending) => app.find((file) => /^\/start-/.test(file.path) && file.path.endsWith(ending))?.path;
  const html = readFileSync(join(here, 'index.html'), 'utf8').replace(/\/start(\.js|\.css)/g, (_, ending) => {
    const path = named(ending);
    if (!path) throw new Error(`index.html names /start${ending}, but none was built`);
    return path;
  });
  const behind = app.filter((file) => file.part === 'shell' && file.path.endsWith('.js') && !file.path.startsWith('/start-'));
  const preloads = behind.map((file) => `<link rel="modulepreload" href="${file.path}">\n`).join('');
  return { path: '/', bytes: Buffer.from(html.replace('<script ', `${preloads}<script `)), immutable: false, part: 'shell' };
}

function readPublic() {
  const folder = join(here, 'public');
  return readdirSync(folder).sort().map((name) => ({ path: `/${name}`, bytes: readFileSync(join(folder, name)), immutable: false, part: name.endsWith('.png') ? 'later' : 'shell' }));
}

/** The service worker carries the list of all the rest; its version changes exactly when one of them does. */
async function buildWorker(files) {
  const version = hash(files.map((file) => `${file.path} ${hash(file.bytes)}`).sort().join('\n'));
  const define = { SHELL_FILES: JSON.stringify(files.map((file) => file.path).sort()), SHELL_VERSION: JSON.stringify(version) };
  const result = await build({ ...common, entryPoints: { sw: 'src/sw.ts' }, format: 'iife', define, tsconfig: 'tsconfig.sw.json' });
  return { path: '/sw.js', bytes: Buffer.from(result.outputFiles[0].contents), immutable: false, part: 'shell' };
}

/** As small as gzip gets it. Zopfli writes neither name nor time, so the same file gives the same bytes. */
async function gzip(path) {
  try {
    return (await promisify(execFile)('zopfli', ['--gzip', '-c', path], { encoding: 'buffer', maxBuffer: GZIP_MAX_BYTES })).stdout;
  } catch (error) {
    throw error.code === 'ENOENT' ? new Error('zopfli, which makes the app small, is not there: apt install zopfli') : error;
  }
}

/** Each file with its gzipped bytes, as many at once as the machine has cores. */
async function gzipAll(files) {
  const gzipped = [];
  let next = 0;
  const work = async () => {
    for (let i = next++; i < files.length; i = next++) gzipped[i] = { ...files[i], gzip: await gzip(writtenTo(files[i])) };
  };
  await Promise.all(cpus().map(work));
  return gzipped;
}

function printAsset({ path, bytes, gzip, immutable }, i) {
  const rows = [];
  for (let at = 0; at < gzip.length; at += 24) rows.push([...gzip.subarray(at, at + 24)].join(','));
  const row = `    {"${path}", "${kindOf(path)}", "\\"${hash(bytes)}\\"", ${immutable}, bytes_${i}, sizeof bytes_${i}},`;
  return { bytes: `static const unsigned char bytes_${i}[] = {\n${rows.join(',\n')}};\n`, row };
}

function printC(files) {
  const printed = files.map(printAsset);
  return ['/* Made by webui/build.mjs; not edited by hand. */', '#include "service/http/asset.h"', '',
    ...printed.map((p) => p.bytes), 'const bt_asset bt_assets[] = {', ...printed.map((p) => p.row), '};',
    'const size_t bt_asset_count = sizeof bt_assets / sizeof bt_assets[0];', ''].join('\n');
}

/** Of what comes in several languages, the heaviest. */
function weightOf(files, part) {
  const sums = new Map();
  for (const file of files) {
    if (file.part !== part && !LANGUAGES.some((tag) => file.part === `${part} ${tag}`)) continue;
    sums.set(file.part, (sums.get(file.part) ?? 0) + file.gzip.length);
  }
  return Math.max(0, ...sums.values());
}

function report(files) {
  for (const file of files) console.log(`${String(file.gzip.length).padStart(7)}  ${file.path}`);
  for (const { of, parts, bytes } of BUDGETS) {
    const total = parts.reduce((sum, part) => sum + weightOf(files, part), 0);
    console.log(`${String(total).padStart(7)}  bytes gzipped, ${of} (at most ${bytes})`);
    if (total > bytes) throw new Error(`over its budget: ${of}`);
  }
}

const app = await buildApp(await buildMerge());
const shell = [...app, buildIndex(app), ...readPublic()];
const built = [...shell, await buildWorker(shell)];

rmSync(dist, { recursive: true, force: true });
mkdirSync(dist, { recursive: true });
for (const file of built) writeFileSync(writtenTo(file), file.bytes);
const files = await gzipAll(built);
report(files);
writeFileSync(join(out, 'sizes.json'), `${JSON.stringify(files.map(({ path, bytes, gzip }) => ({ path, raw: bytes.length, gzip: gzip.length })))}\n`);
writeFileSync(join(out, 'assets.c'), printC(files));
