/**
 * Finding notes and names by words: accents, case and the ways to write a letter make no difference, in any script.
 *
 * All words must occur, each as the beginning of a word; in scripts that join or do not space their words, anywhere in one. What
 * a record says is folded once for each version of it, so that another letter typed folds nothing again: 10,000 notes are searched
 * in under 100 ms on a page slowed four times (tests/bench).
 */
import type { AnyRecord, Id, Shown } from '../data/types';
import { keyedOf, studentsOf, textOf } from '../parts/records';

/** The members of a note that hold what somebody wrote; tests/webui/search.test.mjs compares them with the schema files. */
export const TEXTS = [
  'compliment', 'teaching_point', 'next_step', 'words', 'student_said', 'suggestion', 'tell', 'ask', 'ask_again', 'give',
  'materials', 'mentor_text', 'mentor_place', 'own_example', 'place',
] as const;

/** Letters that Unicode does not take apart, and those that a hurried hand writes for each other. */
const LIKE: { [letter: string]: string } = {
  ß: 'ss', ł: 'l', ø: 'o', đ: 'd', ð: 'd', ħ: 'h', ı: 'i', æ: 'ae', œ: 'oe', þ: 'th', ς: 'σ',
  ٱ: 'ا', ى: 'ي', ی: 'ي', ک: 'ك', ة: 'ه', ء: '', ـ: '', '’': '', "'": '', ʼ: '', 'ʻ': '', '׳': '',
  ...Object.fromEntries([...'٠١٢٣٤٥٦٧٨٩'].map((digit, n) => [digit, String(n)])), ...Object.fromEntries([...'۰۱۲۳۴۵۶۷۸۹'].map((digit, n) => [digit, String(n)])),
};
const LIKE_LETTERS = new RegExp(`\\p{M}|[${Object.keys(LIKE).join('')}]`, 'gu');
const ASCII = /^[\0-\x7f]*$/;
const NO_WORD_ASCII = /[^a-z0-9]+/g; // the same, quicker
const NO_WORD = /[^\p{L}\p{N}]+/gu;
/** Scripts whose words are not spaced, or carry what other languages write as a word before them. */
const JOINED = /[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}\p{Script=Hangul}\p{Script=Thai}\p{Script=Lao}\p{Script=Khmer}\p{Script=Myanmar}\p{Script=Arabic}\p{Script=Hebrew}]/u;

/** Without accents, case and other differences that make no other letter; what is no letter stays. */
export function fold(text: string): string {
  if (ASCII.test(text)) return text.toLowerCase().replaceAll("'", '');
  return text.normalize('NFKD').toLowerCase().replace(LIKE_LETTERS, (letter) => LIKE[letter] ?? '');
}

/** The words of a text, folded, with a space before each. */
function spaced(text: string): string {
  const said = fold(text);
  return ` ${said.replace(ASCII.test(said) ? NO_WORD_ASCII : NO_WORD, ' ').trim()}`;
}

/** What is looked for, word by word. Empty where there is nothing to look for. */
export const wordsOf = (query: string): string[] => [...new Set(spaced(query).split(' ').filter(Boolean))];

/** As it has to stand in a text of `spaced`. */
const needle = (word: string): string => (JOINED.test(word) ? word : ` ${word}`);

const folded = new WeakMap<AnyRecord, string>();

/** What a record says, folded; made when it is first asked for. */
function saidBy(record: AnyRecord, read: (record: AnyRecord) => string): string {
  let said = folded.get(record);
  if (said === undefined) folded.set(record, said = spaced(read(record)));
  return said;
}

function textsOf(note: AnyRecord): string {
  const tags = Array.isArray(note['tags']) ? note['tags'].filter((tag) => typeof tag === 'string') : [];
  const own = Object.values(keyedOf(note['outcomes'])).map((outcome) => textOf(outcome?.['words']));
  return [...TEXTS.map((member) => textOf(note[member])), ...tags, ...own].filter(Boolean).join(' | ');
}

const nameOf = (record: AnyRecord): string => `${textOf(record['preferred_name'])} | ${textOf(record['name'])}`;

/** Folds `notes` ahead of the first search, some at a time. True: there are more. */
export function prepare(notes: readonly Shown[], at: number, some: number): boolean {
  for (const { record } of notes.slice(at, at + some)) saidBy(record, textsOf);
  return at + some < notes.length;
}

export interface Within { students: AnyRecord[]; skills: AnyRecord[]; notes: readonly Shown[] } // notes: newest first
export interface Found { students: AnyRecord[]; notes: readonly Shown[] }

/** The ids of those records whose name has the word. */
const named = (records: AnyRecord[], word: string): Set<Id> => new Set(records.filter((record) => saidBy(record, nameOf).includes(needle(word))).map(({ id }) => id));

/** Students whose name has every word, in the order they came; then notes that say every word, or are about whom or what has it in its name, newest first. */
export function search(query: string, { students, skills, notes }: Within): Found {
  const words = wordsOf(query).map((word) => ({ needle: needle(word), students: named(students, word), skills: named(skills, word) }));
  if (!words.length) return { students: [], notes: [] };
  const has = (note: AnyRecord) => {
    const said = saidBy(note, textsOf);
    return words.every((word) => said.includes(word.needle) || (word.students.size > 0 && studentsOf(note).some((id) => word.students.has(id))) || word.skills.has(textOf(note['skill'])));
  };
  return {
    students: students.filter(({ id }) => words.every((word) => word.students.has(id))),
    notes: notes.filter(({ record }) => has(record)),
  };
}

export interface Piece { text: string; hit: boolean }

/** Where each folded letter comes from, so that what was found can be shown in the text as it was written. */
function aligned(text: string): { letters: string; from: number[] } {
  let letters = ' ';
  const from = [0];
  let at = 0;
  for (const letter of text) {
    for (const one of fold(letter).replace(NO_WORD, ' ')) {
      letters += one;
      for (let i = 0; i < one.length; i++) from.push(at);
    }
    at += letter.length;
  }
  from.push(text.length);
  return { letters, from };
}

/** The text in pieces, those that were looked for marked; the pieces put together are the text. */
export function marked(text: string, words: readonly string[]): Piece[] {
  const { letters, from } = aligned(text);
  const hits: [number, number][] = [];
  for (const word of words) {
    const wanted = needle(word);
    const lead = wanted.length - word.length;
    for (let at = letters.indexOf(wanted); at >= 0; at = letters.indexOf(wanted, at + 1)) hits.push([from[at + lead] ?? 0, from[at + wanted.length] ?? text.length]);
  }
  const pieces: Piece[] = [];
  let done = 0;
  for (const [begin, end] of hits.sort(([a, b], [c, d]) => a - c || d - b)) {
    if (end <= done) continue;
    if (begin > done) pieces.push({ text: text.slice(done, begin), hit: false });
    pieces.push({ text: text.slice(Math.max(begin, done), end), hit: true });
    done = end;
  }
  if (done < text.length) pieces.push({ text: text.slice(done), hit: false });
  return pieces;
}

const BEFORE = 40; // characters that stand before the first word found in a long text
const SHOWN = 180;

/** The part of a long text where the first of the words stands, marked. */
export function excerpt(text: string, words: readonly string[]): Piece[] {
  const pieces = marked(text, words);
  if (text.length <= SHOWN) return pieces;
  const first = pieces[0]?.hit === false && pieces.length > 1 ? pieces[0].text.length : 0;
  const begin = first <= BEFORE ? 0 : text.slice(0, first - BEFORE).search(/\s\S*$/) + 1;
  const end = begin + SHOWN >= text.length ? text.length : text.slice(0, begin + SHOWN).search(/\s\S*$/) || begin + SHOWN;
  const shown = marked(text.slice(begin, Math.max(end, begin + BEFORE)), words);
  return [...(begin > 0 ? [{ text: '…', hit: false }] : []), ...shown, ...(end < text.length ? [{ text: '…', hit: false }] : [])];
}

/** What of a note to show for the words: the first text that says one of them, else the first there is. */
export function spoken(note: AnyRecord, words: readonly string[]): string {
  const own = Object.values(keyedOf(note['outcomes'])).map((outcome) => textOf(outcome?.['words']));
  const texts = [...TEXTS.map((member) => textOf(note[member])), ...own].filter(Boolean);
  return texts.find((text) => words.some((word) => spaced(text).includes(needle(word)))) ?? texts[0] ?? '';
}
