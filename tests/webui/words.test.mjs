// English, Spanish and Arabic say the same things: nothing is missing, nothing is left in English, and what counts has every form
// that the language counts with.
import assert from 'node:assert/strict';
import { readFileSync, readdirSync } from 'node:fs';
import { createRequire } from 'node:module';
import test from 'node:test';
import { fileURLToPath } from 'node:url';

const webui = new URL('../../webui/', import.meta.url);
const src = fileURLToPath(new URL('src/', webui));
const { build } = createRequire(webui)('esbuild');
const LANGUAGES = ['en', 'es', 'ar'];

/** A form for a million and a half: nothing here counts so far. */
const NOT_COUNTED = { es: ['many'] };

/** strings/format.ts, but what counts gives its forms, so that they can be looked at. */
const FORMS = readFileSync(`${src}strings/format.ts`, 'utf8').replace('export function count(', 'function counted(')
  .concat('export const count = (n: number, forms: object) => ({ forms, toString: () => Object.values(forms).join(" ") });');

async function bundle(contents, forms) {
  const plugin = { name: 'forms', setup: ({ onLoad }) => { if (forms) onLoad({ filter: /strings\/format\.ts$/ }, () => ({ contents: FORMS, loader: 'ts' })); } };
  const { outputFiles: [file] } = await build({ stdin: { contents, resolveDir: src, loader: 'ts' }, bundle: true, write: false, format: 'esm', logLevel: 'warning', define: { MERGE_WORKER: '""' }, plugins: [plugin] });
  return import(`data:text/javascript;base64,${Buffer.from(file.contents).toString('base64')}`);
}

const wordsOf = async (tag) => {
  const { shell, seldom } = await bundle(`export { strings as shell } from './strings/${tag}'; export { strings as seldom } from './strings/${tag}/seldom';`, true);
  return { shell, seldom };
};
const words = Object.fromEntries(await Promise.all(LANGUAGES.map(async (tag) => [tag, await wordsOf(tag)])));

/** What takes words or days gets a name, what counts a number: as every sentence takes them. */
const SAMPLES = [[3, 3, 3], ['Zoë', 'Zoë', 'Zoë']];

/** Every leaf by its path: a sentence, or a function that gives one. */
function leaves(value, path = '') {
  if (typeof value !== 'object' || value === null) return [[path, value]];
  return Object.entries(value).flatMap(([key, inner]) => leaves(inner, `${path}/${key}`));
}

/** The sentences that a leaf says: one, or all forms of it. */
function said(leaf) {
  if (typeof leaf !== 'function') return [String(leaf)];
  return SAMPLES.flatMap((sample) => {
    try {
      const result = leaf(...sample);
      return result?.forms ? Object.values(result.forms) : [String(result)];
    } catch {
      return []; // it takes the other kind
    }
  });
}

const kindOf = (leaf) => (typeof leaf === 'function' ? `a function of ${leaf.length}` : typeof leaf);
const shapeOf = (tag) => Object.fromEntries(leaves(words[tag]).map(([path, leaf]) => [path, kindOf(leaf)]));

for (const tag of ['es', 'ar']) {
  test(`${tag}: every sentence of the English is there, and no other`, () => assert.deepEqual(shapeOf(tag), shapeOf('en')));
}

/** The same in English and Spanish: names, and words that both languages write alike. */
const ALIKE = /^(Backtable|PIN|TAG|No|Plan|Ideas?|Error|Zoë|3|X|A4|Total|Normal|Visual|Manual|Final)$/;
/** In Arabic stands an Arabic letter, but for the name of the app and of a file's kind. */
const NAMES = /^(Backtable|PDF|CSV|TAG|Zoë|3|X|A4|Letter)$/;

const letters = (text) => text.replace(/Zoë|NaN|\b(min|mm)\b|\d|[^\p{L}]/gu, '');

test('es: nothing is left in English', () => {
  const english = new Map(leaves(words.en));
  const left = leaves(words.es).filter(([path, leaf]) => said(leaf).some((text, at) => letters(text) && said(english.get(path))[at] === text && !ALIKE.test(text)));
  assert.deepEqual(left.map(([path, leaf]) => `${path}: ${said(leaf)[0]}`), []);
});

test('ar: nothing is left in English', () => {
  const left = leaves(words.ar).flatMap(([path, leaf]) => said(leaf).filter((text) => letters(text) && !/\p{Script=Arabic}/u.test(text) && !NAMES.test(text)).map((text) => `${path}: ${text}`));
  assert.deepEqual(left, []);
});

for (const tag of LANGUAGES) {
  const categories = new Intl.PluralRules(tag).resolvedOptions().pluralCategories.filter((form) => !NOT_COUNTED[tag]?.includes(form));
  test(`${tag}: what counts has ${categories.join(', ')}`, () => {
    const short = leaves(words[tag]).flatMap(([path, leaf]) => {
      if (typeof leaf !== 'function') return [];
      const forms = SAMPLES.map((sample) => { try { return leaf(...sample)?.forms; } catch { return undefined; } }).find(Boolean);
      return forms ? categories.filter((form) => typeof forms[form] !== 'string').map((form) => `${path}: ${form}`) : [];
    });
    assert.deepEqual(short, []);
  });
}

/** The names of types, members and choices in the schema files. */
function schema() {
  const folder = new URL('../../sync/schema/', import.meta.url);
  const names = { types: new Set(), members: new Set(), choices: new Set() };
  const walk = (members) => {
    for (const [name, { choices = [], each }] of Object.entries(members)) {
      names.members.add(name);
      for (const choice of choices) names.choices.add(choice);
      if (each) walk(each);
    }
  };
  for (const file of readdirSync(folder).filter((name) => name.endsWith('.json'))) {
    const { type, members } = JSON.parse(readFileSync(new URL(file, folder), 'utf8'));
    names.types.add(type);
    walk(members);
  }
  return names;
}

for (const tag of LANGUAGES)
  for (const [kind, names] of Object.entries(schema()))
    test(`${tag}: all ${kind} of records have a name`, () => {
      const { shell, seldom } = words[tag];
      const named = { ...shell[kind], ...seldom[kind] };
      assert.deepEqual([...names].filter((name) => !named[name]), []);
    });

test('every error that this app makes has its sentence', () => {
  const folder = new URL('data/', `file://${src}`);
  const source = readdirSync(folder).map((name) => readFileSync(new URL(name, folder), 'utf8')).join('\n');
  const codes = [...source.matchAll(/\bAppError\('(\w+)'|\{ code: '(\w+)', message: '/g)].map(([, one, other]) => one ?? other);
  assert.ok(codes.length > 20);
  const { seldom } = words.en;
  assert.deepEqual(codes.filter((code) => ![seldom, seldom.roster, seldom.photos].some(({ errors }) => errors[code])), []);
});

test('no word is read while a module is loaded: the words come first, and may be another language’s', async () => {
  const modules = ['screens', 'parts', 'reading'].flatMap((folder) => readdirSync(new URL(`${folder}/`, `file://${src}`)).filter((name) => /\.tsx?$/.test(name)).map((name) => `./${folder}/${name}`));
  assert.ok(modules.length > 40);
  const problem = await bundle(modules.map((path) => `import '${path}';`).join('\n'), false).then(() => undefined, (error) => error.message);
  assert.equal(problem, undefined); // the words are not there: reading one throws
});

const { PRACTICES } = await bundle("export { PRACTICES } from './reading/practices';", false);

for (const tag of LANGUAGES)
  test(`${tag}: every practice that the app serves has its sentence, and no other has`, () => {
    assert.deepEqual(Object.keys(words[tag].seldom.practices.rows).sort(), PRACTICES.map(({ id }) => id).sort());
  });

test('every practice leads to a screen that is there', () => {
  const source = readFileSync(`${src}app.tsx`, 'utf8');
  const paths = [...source.matchAll(/\{ path: '([^']*)'/g)].map(([, path]) => path);
  assert.deepEqual(PRACTICES.map(({ href }) => href.replace(/^#\//, '')).filter((path) => !paths.includes(path)), []);
});
