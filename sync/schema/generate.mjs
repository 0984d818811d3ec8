// Makes, from the schema files beside it, what each reader of a record needs:
//   node generate.mjs c  FILE   rows for sync/schema.h
//   node generate.mjs ts FILE   types for the web client, and the version of each
//   node generate.mjs table FILE   their members, for the screens of the web client that look at any record
//   node generate.mjs json FILE   the rows as the page hands them to sync.wasm (bt_schema_read of sync/schema.h)
//   node generate.mjs md FILE   the table in this folder's README.md
// A schema file that says something unknown is refused: a typing error must not become a rule.
import { readdirSync, readFileSync, writeFileSync } from 'node:fs';

const KINDS = ['object', 'set', 'text', 'value'];
const FORMATS = ['string', 'id', 'date', 'integer', 'boolean', 'choice'];
const ROLES = ['owner', 'co_teacher', 'coach', 'substitute'];
const TYPE_KEYS = ['type', 'schema', 'title', 'about', 'writers', 'members'];
const MEMBER_KEYS = ['kind', 'format', 'required', 'min', 'max', 'choices', 'about', 'each'];
const MAX_LIMIT = 2 ** 31 - 1; // schema.h holds limits in 32 bits
const CHOICE = /^[a-z][a-z0-9_]*$/; // schema.h holds choices as words between spaces
const LENGTHS = { id: 36, date: 10 }; // bytes

const isLimit = (number) => Number.isSafeInteger(number) && Math.abs(number) <= MAX_LIMIT;

function demand(condition, where, what) {
  if (!condition) throw new Error(`${where}: ${what}`);
}

function checkMember(member, where) {
  for (const key of Object.keys(member)) demand(MEMBER_KEYS.includes(key), where, `unknown word "${key}"`);
  demand(KINDS.includes(member.kind), where, `kind is one of ${KINDS.join(', ')}`);
  demand(typeof member.about === 'string' && member.about.endsWith('.'), where, 'about is a sentence');
  const hasFormat = member.kind === 'set' || member.kind === 'value';
  demand(hasFormat === FORMATS.includes(member.format), where, `format is one of ${FORMATS.join(', ')}, for values and sets only`);
  demand((member.format === 'choice') === Array.isArray(member.choices), where, 'choices go with format choice');
  const counts = member.kind === 'object' || member.kind === 'set' || member.kind === 'text';
  const free = member.format === 'string' || member.format === 'integer';
  demand(!(counts || free) || isLimit(member.max), where, 'max is missing, or above 2^31-1');
  demand(member.format !== 'integer' || isLimit(member.min), where, 'min is missing, or below -(2^31-1)');
  demand((member.choices ?? []).every((choice) => CHOICE.test(choice)), where, 'a choice is a word of lower-case letters and digits');
  demand((member.kind === 'object') === (typeof member.each === 'object'), where, 'each goes with kind object');
}

/** Members with their JSON pointers; what an object holds for each id stands under `*`. */
function flatten(members, prefix = '') {
  return Object.keys(members).sort().flatMap((name) => {
    const member = { path: `${prefix}/${name}`, ...members[name] };
    checkMember(members[name], member.path);
    return member.each ? [member, ...flatten(member.each, `${member.path}/*`)] : [member];
  });
}

function readTypes() {
  const folder = new URL('.', import.meta.url);
  const files = readdirSync(folder).filter((name) => name.endsWith('.json')).sort();
  return files.map((file) => {
    const type = JSON.parse(readFileSync(new URL(file, folder), 'utf8'));
    for (const key of Object.keys(type)) demand(TYPE_KEYS.includes(key), file, `unknown word "${key}"`);
    demand(`${type.type}.json` === file, file, 'is named by its type');
    demand(Number.isSafeInteger(type.schema) && type.schema > 0, file, 'schema is a number from 1');
    demand(type.writers.length > 0 && type.writers.every((role) => ROLES.includes(role)), file, `writers are of ${ROLES.join(', ')}`);
    return { ...type, rows: flatten(type.members) };
  });
}

const limits = (row) => {
  if (row.format === 'boolean' || row.format === 'choice') return [0, row.kind === 'set' ? row.max : 0];
  if (row.kind === 'value' && LENGTHS[row.format]) return [0, LENGTHS[row.format]];
  if (row.format === 'integer') return [row.min, row.max];
  return [row.min ?? 0, row.max];
};

const viewOf = (text) => `{"${text}", ${text.length}}`;

function printC(types) {
  const out = ['/* Made by sync/schema/generate.mjs from the schema files; not edited by hand. */', '#include "sync/schema.h"', ''];
  for (const type of types) {
    out.push(`static const bt_member ${type.type}_members[] = {`);
    for (const row of type.rows) {
      const [min, max] = limits(row);
      const choices = row.choices ? viewOf(row.choices.join(' ')) : '{NULL, 0}';
      out.push(`    {${viewOf(row.path)}, ${choices}, ${min}, ${max}, BT_KIND_${row.kind.toUpperCase()}, ` +
        `BT_FORMAT_${(row.format ?? 'string').toUpperCase()}, ${row.required ?? false}},`);
    }
    out.push('};');
  }
  out.push('', 'static const bt_type types[] = {');
  for (const type of types) {
    out.push(`    {${viewOf(type.type)}, ${type.schema}, ${type.writers.map((r) => `BT_ROLE_${r.toUpperCase()}`).join(' | ')}, ` +
      `${type.type}_members, sizeof ${type.type}_members / sizeof ${type.type}_members[0]},`);
  }
  out.push('};', '', 'bt_schema bt_schema_known(void)', '{', '    return (bt_schema){types, sizeof types / sizeof types[0]};', '}', '');
  return out.join('\n');
}

const pascal = (name) => name.replace(/(^|_)(\w)/g, (_, __, letter) => letter.toUpperCase());
const TS_VALUES = { string: 'string', id: 'string', date: 'string', integer: 'number', boolean: 'boolean' };

function tsType(member) {
  if (member.kind === 'text') return 'string';
  if (member.kind === 'object') return `{ [id: string]: { ${tsMembers(member.each).join(' ')} } }`;
  const value = member.choices ? member.choices.map((c) => `'${c}'`).join(' | ') : TS_VALUES[member.format];
  return member.kind === 'set' ? `${member.choices ? `(${value})` : value}[]` : value;
}

const tsMembers = (members) =>
  Object.keys(members).sort().map((name) => `${name}${members[name].required ? '' : '?'}: ${tsType(members[name])};`);

const versionsOf = (types) => Object.fromEntries(types.map((type) => [type.type, type.schema]));

function printTs(types) {
  const out = ['// Made by sync/schema/generate.mjs from the schema files; not edited by hand.', "import type { AnyRecord } from '../data/types';", ''];
  for (const type of types) {
    out.push(`/** ${type.about} */`, `export interface ${pascal(type.type)} extends AnyRecord {`, `  type: '${type.type}';`);
    for (const name of Object.keys(type.members).sort()) {
      out.push(`  /** ${type.members[name].about} */`, `  ${tsMembers({ [name]: type.members[name] })[0]}`);
    }
    out.push('}', '');
  }
  out.push(`export type RecordType = ${types.map((t) => `'${t.type}'`).join(' | ')};`, '');
  out.push(`export const versions: { readonly [type in RecordType]: number } = ${JSON.stringify(versionsOf(types))};`, '');
  return out.join('\n');
}

/** What is false or 0 is left out. */
function membersOf(types) {
  return Object.fromEntries(types.map((type) => [type.type, Object.fromEntries(type.rows.map((row) => {
    const { path, kind, format, required, choices } = row;
    const [min, max] = limits(row);
    return [path, { kind, format, required: required || undefined, choices, min: min || undefined, max: max || undefined }];
  }))]));
}

function printTable(types) {
  return ['// Made by sync/schema/generate.mjs from the schema files; not edited by hand.', "import type { RecordType } from './schema';", '',
    "export interface MemberRow { kind: 'object' | 'set' | 'text' | 'value'; format?: string; required?: boolean; min?: number; max?: number; choices?: readonly string[] }",
    `export const members: { readonly [type in RecordType]: { readonly [path: string]: MemberRow } } = ${JSON.stringify(membersOf(types))};`, ''].join('\n');
}

/** Lists, whose places sync/schema_read.c names: what webui/src/merge/schema.ts makes of the table. */
const printJson = (types) => JSON.stringify(types.map((type) => [type.type, type.schema, type.rows.map((row) =>
  [row.path, row.choices?.join(' ') ?? '', KINDS.indexOf(row.kind), FORMATS.indexOf(row.format ?? 'string'), ...limits(row), row.required ?? false])]));

function printMd(types) {
  const out = [];
  for (const type of types) {
    out.push(`### ${type.title} (\`${type.type}\`, schema ${type.schema})`, '', `${type.about} Written by: ${type.writers.join(', ').replaceAll('_', '-')}.`, '',
      '| member | kind | form | limit | what it is |', '| --- | --- | --- | --- | --- |');
    for (const row of type.rows) {
      const [min, max] = limits(row);
      const unit = row.kind === 'set' || row.kind === 'object' ? 'entries' : row.format === 'integer' ? '' : 'bytes';
      const limit = max === 0 ? '' : row.format === 'integer' ? `${min} to ${max}` : `${max} ${unit}`;
      out.push(`| \`${row.path}\`${row.required ? ' (required)' : ''} | ${row.kind} | ${row.choices ? row.choices.join(', ') : row.format ?? ''} | ${limit} | ${row.about} |`);
    }
    out.push('');
  }
  return out.join('\n');
}

const PRINTERS = { c: printC, ts: printTs, table: printTable, json: printJson, md: printMd };
const [, , form, file] = process.argv;
if (!PRINTERS[form] || !file) {
  console.error('use: node generate.mjs c|ts|table|json|md FILE   (FILE - is standard output)');
  process.exit(2);
}
const text = PRINTERS[form](readTypes());
if (file === '-') process.stdout.write(text);
else writeFileSync(file, text);
