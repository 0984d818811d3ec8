/** Each rule of the checks is shown a line that breaks it, and one beside it that does not. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { includeRules, offencesIn, wordRules } from './layers.mjs';
import { provenIn } from './practices.mjs';
import * as self from './self.mjs';
import * as sentences from './sentences.mjs';
import { importsOf, unexpected } from './freestanding.mjs';

const include = (name) => `#include <${name}>\n`;

/** A file, a text in it that is refused, and a file or text that is fine. One row for each rule, in the order of the rules. */
const INCLUDES = [
  ['service/notebook/notebook.c', 'git2.h', 'store/open.c'],
  ['service/exchange/exchange.c', 'civetweb.h', 'service/http/server.c'],
  ['store/pack.c', 'zlib.h', 'service/http/stitch.c'],
  ['service/exchange/exchange.c', 'libdeflate.h', 'service/http/gzip.c'],
  ['sync/json.c', 'cjson/cJSON.h', 'service/exchange/exchange.c'],
  ['store/write.c', 'openssl/sha.h', 'service/people/access.c'],
  ['service/notebook/notebook.c', 'sqlite3.h', 'service/people/access.c'],
  ['service/people/access.c', 'qrencode.h', 'service/http/qr.c'],
  ['store/write.c', 'service/people/access.h', 'service/exchange/exchange.c'],
  ['sync/merge.c', 'store/store.h', 'service/notebook/notebook.c'],
  ['store/write.c', 'sync/merge.h', 'service/notebook/notebook.c'],
  ['service/notebook/notebook.c', 'store/internal.h', 'store/write.c'],
];

test('every include rule refuses the wrong file and lets the right one pass', () => {
  assert.equal(INCLUDES.length, includeRules.length);
  INCLUDES.forEach(([wrong, name, right], at) => {
    assert.match(name, includeRules[at].name);
    assert.equal(offencesIn(wrong, include(name)).length, 1, `${wrong} includes ${name}`);
    assert.deepEqual(offencesIn(right, include(name)), [], `${right} includes ${name}`);
  });
});

test('sync/ includes freestanding headers and its own, and no other', () => {
  assert.deepEqual(offencesIn('sync/merge.c', include('stdint.h') + include('string.h') + '#include "sync/base.h"\n'), []);
  for (const name of ['stdio.h', 'stdlib.h', 'time.h', 'pthread.h']) {
    assert.equal(offencesIn('sync/merge.c', include(name)).length, 1, name);
  }
});

const WORDS = [
  ['service/http/server.c', 'mg_handle_form_request(c, &f);'],
  ['service/http/server.c', 'mg_send_file(c, path);'],
  ['service/http/server.c', 'mg_set_websocket_handler(c, u, 0, 0, 0, 0, 0);'],
  ['service/exchange/exchange.c', 'cJSON_GetObjectItem(o, "seq")', 'cJSON_GetObjectItemCaseSensitive(o, "seq")'],
  ['service/exchange/exchange.c', 'cJSON_ParseWithLength(p, n)'],
  ['store/path.c', 'strcpy(a, b);', 'snprintf(a, n, "%s", b);'],
  ['service/main.c', 'system("ls");', 'file_system (a)'],
  ['service/main.c', 'atoi(argv[1])'],
  ['store/walk.c', 'git_diff_tree_to_tree(&d, r, a, b, 0);'],
  ['webui/src/parts/note.tsx', 'el.innerHTML = words;', 'el.textContent = words;'],
  ['webui/src/app.tsx', 'eval(text)', 'retrieval(text)'],
  ['webui/src/app.tsx', 'indexedDB.open("x")'],
  ['webui/src/screens/today.tsx', 'await fetch("/api")'],
  ['webui/src/data/door.ts', 'localStorage.setItem("a", "b")'],
  ['webui/src/data/door.ts', 'const x = y as any;', 'const x = y as unknown;'],
  ['webui/src/app.tsx', 'src="https://example.org/a.js"', 'xmlns="http://www.w3.org/2000/svg"'],
  ['webui/src/data/sync.ts', 'document.title = "x"', 'document.visibilityState'],
  ['service/exchange/exchange.c', '/* TODO */'],
];

test('every word rule refuses its word and lets the neighbour pass', () => {
  assert.equal(WORDS.length, wordRules.length);
  WORDS.forEach(([path, wrong, right], at) => {
    assert.match(wrong, wordRules[at].word);
    assert.equal(offencesIn(path, wrong).length, 1, `${path}: ${wrong}`);
    if (right) assert.deepEqual(offencesIn(path, right), [], `${path}: ${right}`);
  });
});

test('a word that belongs to one file passes there', () => {
  assert.deepEqual(offencesIn('webui/src/data/db.ts', 'indexedDB.open("x")'), []);
  assert.deepEqual(offencesIn('service/http/door.c', 'cJSON_ParseWithLength(p, n)'), []);
});

const SELF = [
  ['see #12 for why', 'a colour: #123456;'],
  ['fixed in issue 7', 'the issue of trust'],
  ['cd /work/main', 'the work of a teacher'],
  ['https://registry.npmjs.org/preact', 'the registry of one data folder'],
  ['written by copilot', 'the pilot class'],
];

test('every rule about what the project says refuses its line and lets the neighbour pass', () => {
  assert.equal(SELF.length, self.rules.length);
  SELF.forEach(([wrong, right], at) => {
    assert.match(wrong, self.rules[at].word);
    assert.equal(self.offencesIn('sync/README.md', wrong).length, 1, wrong);
    assert.deepEqual(self.offencesIn('sync/README.md', right), [], right);
  });
});

test('a lock that names a host is refused', () => {
  assert.equal(self.offencesIn('webui/package-lock.json', '"resolved": "https://mirror.example/a.tgz"').length, 1);
});

test('a new or missing name at the top level is told', () => {
  const all = self.TOP.map((name) => `${name}/x`);
  assert.deepEqual(self.topOffences(all), []);
  assert.equal(self.topOffences([...all, 'notes.txt']).length, 1);
  assert.equal(self.topOffences(all.slice(1)).length, 1);
});

test('an open name that is no memory call is unexpected', () => {
  assert.deepEqual(unexpected('json.o:\n         U memcpy\n         U malloc\n00000000 T bt_merge\n'), ['malloc']);
});

test("a module's imports are read from the module itself", () => {
  // (module (import "env" "clock" (func)))
  const wasm = [0, 97, 115, 109, 1, 0, 0, 0, 1, 4, 1, 96, 0, 0, 2, 13, 1, 3, 101, 110, 118, 5, 99, 108, 111, 99, 107, 0, 0];
  assert.deepEqual(importsOf(new Uint8Array(wasm)), ['env.clock']);
});

/** A line of a screen with a sentence in it, and one beside it that says the same without. */
const SENTENCES = [
  ['const a = <p>Saved</p>;', 'const a = <p>{t.saved}</p>;'],
  ["const a = <p>{isNew ? 'New' : null}</p>;", "const a = <p>{kind === 'New' ? null : null}</p>;"],
  ['const a = <p>{n} notes</p>;', 'const a = <p>{t.notes(n)}</p>;'],
  ['const a = <button aria-label="Delete" />;', 'const a = <button aria-label={t.delete} class="button button-quiet" />;'],
  ["const a = <Page title={old ? 'Note' : t.note} />;", "const a = <Page title={t[kind === 'Note' ? 'a' : 'b']} />;"],
  ["say({ text: 'Not saved yet' });", "throw new Error('said to nobody');"],
  ['const a = `${n} notes about ${name}`;', 'const a = `${name}-notes-${n}`;'],
];

test('a sentence in a screen is told, however it is said, and its neighbour passes', () => {
  for (const [wrong, right] of SENTENCES) {
    assert.equal(sentences.offencesIn('webui/src/screens/a.tsx', wrong).length, 1, wrong);
    assert.deepEqual(sentences.offencesIn('webui/src/screens/a.tsx', right), [], right);
    assert.deepEqual(sentences.offencesIn('webui/src/strings/en/a.ts', wrong), []);
  }
});

test('a practice is proven by a test whose name begins with its id, and by no other', () => {
  assert.deepEqual(provenIn("test('0.24 one point', () => {});\n  await step('1.14, 1.15 due', run);\nawait story.test('2.13 and 2.14 x', run)"), ['0.24', '1.14', '1.15', '2.13', '2.14']);
  assert.deepEqual(provenIn("test('as 0.24 says', () => {});\n// test of 1.14\nconst a = '1.15 x';"), []);
});
