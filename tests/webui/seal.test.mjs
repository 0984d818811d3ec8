// The key, the passphrase, and work on sealed rows, over a store that is a table in memory.
import assert from 'node:assert/strict';
import { webcrypto } from 'node:crypto';
import test from 'node:test';
import { load } from './load.mjs';

globalThis.crypto ??= webcrypto; // the oldest node that is asked for has it under another name
const { newSeal, openSeal, changeSeal, isLongEnough, sealRow, openRow, ROUNDS } = await load('data/seal.ts');
const { runSealed } = await load('data/sealedtx.ts');

const PASSPHRASE = 'seven geese cross slowly';
const OTHER = 'eleven violins at noon';
const NOTEBOOK = 'n1';
const noteOf = (id, words) => ({ notebook: NOTEBOOK, id, record: { words } });

/** As the lowest layer keeps rows; `rows`: by store and key. A transaction that fails leaves nothing. */
function memory() {
  const rows = new Map();
  const name = (store, key) => JSON.stringify([store, key]);
  const inStore = (store) => [...rows].filter(([key]) => JSON.parse(key)[0] === store).map(([key, value]) => ({ key: JSON.parse(key)[1], value }));
  const tx = {
    get: async (store, key) => rows.get(name(store, key)),
    ofNotebook: async (store, notebook) => inStore(store).filter(({ key }) => key[0] === notebook).map(({ value }) => value),
    all: async (store) => inStore(store),
    put: (store, value, key) => void rows.set(name(store, key ?? [value.notebook, value.id]), value),
    delete: (store, key) => void rows.delete(name(store, key)),
    deleteNotebook: (store, notebook) => inStore(store).filter(({ key }) => key[0] === notebook).forEach(({ key }) => rows.delete(name(store, key))),
  };
  return { rows, run: async (stores, mode, work) => work(tx) };
}

const { seal, key } = await newSeal(PASSPHRASE);

test('the right passphrase opens, any other does not', async () => {
  assert.ok(ROUNDS >= 600_000);
  assert.equal(seal.rounds, ROUNDS);
  assert.equal(seal.salt.length, 16);
  assert.ok(await openSeal(seal, ` ${PASSPHRASE} `), 'spaces around it are not part of it');
  assert.equal(await openSeal(seal, PASSPHRASE.toUpperCase()), undefined);
  assert.equal(await openSeal(seal, ''), undefined);
});

test('the same letters typed in another way are the same passphrase', async () => {
  const composed = await newSeal('fenêtre ouverte été');
  assert.ok(await openSeal(composed.seal, 'fenêtre ouverte été'.normalize('NFD')));
});

test('the key cannot be read out of the page', async () => {
  assert.equal(key.extractable, false);
  assert.equal((await openSeal(seal, PASSPHRASE)).extractable, false);
});

test('another passphrase opens the rows that were sealed before, and needs the old one to be set', async () => {
  const row = await sealRow(key, 'held', [NOTEBOOK, 'a'], noteOf('a', 'before'));
  assert.equal(await changeSeal(seal, OTHER, 'anything at all here'), undefined);
  const changed = await changeSeal(seal, PASSPHRASE, OTHER);
  assert.equal(await openSeal(changed, PASSPHRASE), undefined);
  assert.deepEqual(await openRow(await openSeal(changed, OTHER), 'held', [NOTEBOOK, 'a'], row), noteOf('a', 'before'));
});

test('a passphrase is twelve letters or four words, whatever the letters', () => {
  for (const good of ['abcdefghijkl', 'we all go out', 'ليلى حداد هنا الآن', '王小明王小明王小明王小明']) assert.ok(isLongEnough(good), good);
  for (const bad of ['', '   ', 'abcdefghijk', 'one two six', '     a      b     ']) assert.ok(!isLongEnough(bad), bad);
  assert.ok(!isLongEnough('    a    '));
});

test('a row shows its ids and nothing of what it says; sealed twice it looks different', async () => {
  const one = await sealRow(key, 'drafts', [NOTEBOOK, 'a'], noteOf('a', 'Secret words'));
  assert.deepEqual(Object.keys(one).sort(), ['id', 'iv', 'notebook', 'sealed']);
  assert.ok(!Buffer.from(one.sealed).includes('Secret'));
  assert.notDeepEqual(Buffer.from(one.sealed), Buffer.from((await sealRow(key, 'drafts', [NOTEBOOK, 'a'], noteOf('a', 'Secret words'))).sealed));
});

test('a row that was changed, or put in the place of another, does not open', async () => {
  const row = await sealRow(key, 'held', [NOTEBOOK, 'a'], noteOf('a', 'words'));
  const bad = { ...row, sealed: row.sealed.slice(0) };
  new Uint8Array(bad.sealed)[3] ^= 1;
  await assert.rejects(openRow(key, 'held', [NOTEBOOK, 'a'], bad), { code: 'phone_store' });
  await assert.rejects(openRow(key, 'held', [NOTEBOOK, 'b'], row), { code: 'phone_store' });
  await assert.rejects(openRow(key, 'drafts', [NOTEBOOK, 'a'], row), { code: 'phone_store' });
});

test('work sees what it wrote itself, in the order of keys, and what it removed no more', async () => {
  const below = memory();
  const write = (work) => runSealed(below, key, ['held'], 'readwrite', work);
  await write(async (tx) => { for (const id of ['c', 'a']) tx.put('held', noteOf(id, `old ${id}`)); });
  const seen = await write(async (tx) => {
    tx.put('held', noteOf('b', 'new'));
    tx.put('held', noteOf('a', 'changed'));
    tx.delete('held', [NOTEBOOK, 'c']);
    assert.equal(await tx.get('held', [NOTEBOOK, 'c']), undefined);
    assert.equal((await tx.get('held', [NOTEBOOK, 'a'])).record.words, 'changed');
    return tx.ofNotebook('held', NOTEBOOK);
  });
  assert.deepEqual(seen, [noteOf('a', 'changed'), noteOf('b', 'new')]);
  assert.deepEqual(await runSealed(below, key, ['held'], 'readonly', (tx) => tx.ofNotebook('held', NOTEBOOK)), seen);
});

test('a notebook that is removed takes its rows along, and not what is written after', async () => {
  const below = memory();
  await runSealed(below, key, ['held'], 'readwrite', async (tx) => tx.put('held', noteOf('a', 'old')));
  await runSealed(below, key, ['held'], 'readwrite', async (tx) => {
    tx.put('held', noteOf('b', 'gone too'));
    tx.deleteNotebook('held', NOTEBOOK);
    assert.deepEqual(await tx.ofNotebook('held', NOTEBOOK), []);
    assert.equal(await tx.get('held', [NOTEBOOK, 'a']), undefined);
    tx.put('held', noteOf('c', 'after'));
  });
  assert.deepEqual(await runSealed(below, key, ['held'], 'readonly', (tx) => tx.ofNotebook('held', NOTEBOOK)), [noteOf('c', 'after')]);
});

test('work that fails writes nothing', async () => {
  const below = memory();
  await assert.rejects(runSealed(below, key, ['held'], 'readwrite', async (tx) => {
    tx.put('held', noteOf('a', 'half'));
    throw new Error('stopped');
  }), /stopped/);
  assert.equal(below.rows.size, 0);
});
