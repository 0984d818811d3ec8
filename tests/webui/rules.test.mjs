// Every rule of the merge has its sentence.
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import test from 'node:test';
import { load } from './load.mjs';

const { t: en } = await load('strings/seldom.ts');

test('each rule that a merge may write down is said in words, and no other', () => {
  const source = readFileSync(new URL('../../sync/reason.c', import.meta.url), 'utf8');
  const rules = [...source.matchAll(/\[BT_RULE_\w+\] = "(\w+)"/g)].map(([, name]) => name);
  assert.deepEqual(Object.keys(en.versions.rules).sort(), rules.sort());
  for (const words of Object.values(en.versions.rules)) assert.match(words, /^[a-z][^.]+$/);
});
