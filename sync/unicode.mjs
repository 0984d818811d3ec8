// Makes sync/unicode_table.c from the character properties of the running node:
//   node sync/unicode.mjs > sync/unicode_table.c
// The table is checked in, because the bytes of a merge must not depend on the machine that builds it.
// Unassigned code points take the class of the range before them, which keeps the table short.
const EXTEND = /[\p{M}\p{Emoji_Modifier}\u200c\ufe00-\ufe0f\u0e33\u0eb3\uff9e\uff9f\u{e0020}-\u{e007f}]/u;
// ZWJ, and the signs that stack the next consonant in scripts without spaces (virama or coeng; Myanmar, Khmer, Tai Tham, Javanese)
const JOIN = /[\u200d\u1039\u17d2\u1a60\ua9c0]/u;
const GLYPH = /[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}\p{Script=Bopomofo}\p{Script=Thai}\p{Script=Lao}\p{Script=Khmer}\p{Script=Myanmar}\p{Script=Tai_Tham}\p{Script=New_Tai_Lue}\p{Script=Tai_Le}\p{Script=Javanese}\u30fc\u3005-\u3007]/u;
const tests = [
  ['LINE', /[\n\r\u0085\u2028\u2029]/u],
  ['SPACE', /[\t\p{Zs}]/u],
  ['JOIN', JOIN],
  ['EXTEND', EXTEND],
  ['GLYPH', GLYPH],
  ['WORD', /[\p{L}\p{N}\p{Pc}\p{Regional_Indicator}]/u], // a flag is a run of indicators, never cut
  ['SIGN', /[\p{P}\p{S}]/u],
  ['', /\p{Cn}/u],
  ['WORD', /(?:)/u],
];
const rows = [];
for (let point = 0; point <= 0x10ffff; point++) {
  if (point >= 0xd800 && point <= 0xdfff) continue;
  const char = String.fromCodePoint(point);
  const name = tests.find(([, test]) => test.test(char))[0];
  const last = rows[rows.length - 1];
  if (!last || (name !== '' && name !== last.name)) rows.push({ point, name: name || 'WORD' });
}
// A row is its distance from the row before, in 7-bit groups, lowest first, where the top bit says that more follow; and, in a
// list beside, its class. Every BLOCK rows an index entry says where to start, so that a look-up reads one block.
const BLOCK = 64; // BT_CLASS_BLOCK_ROWS of unicode_table.h
const CLASSES = ['WORD', 'SPACE', 'LINE', 'SIGN', 'GLYPH', 'EXTEND', 'JOIN'];
const steps = [];
const index = [];
rows.forEach(({ point }, i) => {
  const starts = i % BLOCK === 0;
  if (starts) index.push(`{0x${point.toString(16)}, ${steps.length}},`);
  let distance = starts ? 0 : point - rows[i - 1].point;
  for (; distance > 127; distance >>= 7) steps.push((distance & 127) | 128);
  steps.push(distance);
});
const classes = rows.map(({ name }) => CLASSES.indexOf(name));
const lines = (items, width) => Array.from({ length: Math.ceil(items.length / width) }, (_, i) => '    ' + items.slice(i * width, (i + 1) * width).join(' '));
const bytes = (numbers) => lines(numbers.map((b) => `${b},`), 24).join('\n');
console.log(`/* Made by sync/unicode.mjs from the properties of Unicode ${process.versions.unicode}; not edited by hand. */
#include "sync/unicode_table.h"

/* clang-format off */
const unsigned char bt_class_steps[] = {
${bytes(steps)}
};
const unsigned char bt_class_rows[] = {
${bytes(classes)}
};
const size_t bt_class_row_count = sizeof bt_class_rows;
const bt_class_block bt_class_blocks[] = {
${lines(index, 6).join('\n')}
};`);
