// The app reads class lists by the plain-text cases that the service is tested by, too.
import assert from 'node:assert/strict';
import { readFileSync, readdirSync } from 'node:fs';
import test from 'node:test';
import { load } from './load.mjs';

const { read } = await load('data/roster.ts');
const folder = new URL('../cases/roster/', import.meta.url);

/** The bytes of a `--- list` section: `\xHH` is one byte, a `\` at a line's end takes the end away. */
function bytesOf(lines) {
  const bytes = [];
  for (const line of lines) {
    const joined = line.endsWith('\\');
    const text = joined ? line.slice(0, -1) : line;
    for (const [part, hex] of text.matchAll(/\\x([0-9a-fA-F]{2})|[^\\]+|\\/g)) {
      if (hex) bytes.push(parseInt(hex, 16));
      else bytes.push(...Buffer.from(part));
    }
    if (!joined) bytes.push(10);
  }
  return Uint8Array.from(bytes);
}

function parse(text) {
  const sections = {};
  let current;
  for (const line of text.replace(/\n$/, '').split('\n')) {
    if (line.startsWith('--- ')) current = sections[line.slice(4)] = [];
    else if (current) current.push(line);
    else assert.match(line, /^#/, 'a case begins with its rule');
  }
  return sections;
}

function present(line) {
  const [name, external_id] = line.split('|').map((part) => part.trim());
  return { type: 'student', name, ...(external_id ? { external_id } : {}) };
}

function print({ line, fate, why, members }) {
  if (fate === 'skipped') return `${line} skipped | ${why}`;
  const parts = [members.name, members.sort_name ?? '', members.external_id ?? ''];
  while (parts.at(-1) === '') parts.pop();
  return `${line} ${fate} | ${parts.join(' | ')}`;
}

const spaced = (text) => text.replace(/ +/g, ' ').trim();

for (const file of readdirSync(folder).filter((name) => name.endsWith('.roster')).sort()) {
  const text = readFileSync(new URL(file, folder), 'utf8');
  test(`${file}: ${text.slice(1, text.indexOf('\n')).trim()}`, () => {
    const { list, present: students = [], rows, error } = parse(text);
    const attempt = () => read(bytesOf(list), students.filter(Boolean).map(present));
    if (error) assert.throws(attempt, { code: error[0].trim() });
    else assert.deepEqual(attempt().rows.map(print).map(spaced), rows.filter(Boolean).map(spaced));
  });
}

test('more than 500 rows are more than a class', () => {
  assert.throws(() => read(Array.from({ length: 501 }, (_, i) => `Child ${'a'.repeat(1 + (i % 7))}`).join('\n'), []), { code: 'too_many' });
});

test('a list of more than 1,000,000 bytes is refused before it is read', () => {
  assert.throws(() => read('é'.repeat(500_001), []), { code: 'too_large' });
});
