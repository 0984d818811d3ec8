/**
 * No sentence stands in the web client outside webui/src/strings: not as text of an element, not as what a screen reader is told, and
 * not in a string that is put together from words.
 *
 *   node tests/lint/sentences.mjs
 *
 * The source is read as esbuild prints it, with elements as calls h(name, attributes, ...children): comments are gone then, and each
 * text is a string.
 */
import { createRequire } from 'node:module';
import { isProgram, projectFiles, report, root, textOf } from './project.mjs';

const { transformSync } = createRequire(`${root}/webui/`)('esbuild');

const ELEMENT = 'h';
/** Translations, progressions that are content in one language each, and what the merge is tried on before anybody needs it. */
const SPEAKS = /^webui\/src\/((strings|starter)\/|merge\/warm\.ts$)/;
const SPOKEN = new Set(['aria-label', 'aria-description', 'title', 'alt', 'label', 'placeholder', 'hint', 'help']);
const WORDS = /\p{L}[\p{L}’']+[,:;]?\s+\p{L}/u;
/**
 * A string of these is none that a screen shows: styles, what a developer finds in the console, and what an error comes with; the app
 * says its own sentence for its code, which tests/webui/words.test.mjs looks for.
 */
const SILENT_CALLS = /(Error|matchMedia|querySelector(All)?|closest|matches)$/;
const SILENT_KEYS = new Set(['class', 'className', 'style', 'd', 'viewBox', 'points', 'transform', 'message']);

const HOLE = '${';

/** Where a slash begins a regular expression and no division. */
const REGEX_AFTER = /(^|[([{,;=:!&|?+\-*%<>~^}]|\b(return|typeof|case|in|of|new|delete|void))$/;

/** What the text `js` says in strings, each with where it stands: the innermost call or braces, which argument, and of which key. */
export function strings(js) {
  const reader = new Reader(js);
  reader.read();
  return reader.found;
}

class Reader {
  found = [];
  stack = []; // what is open here, the innermost last
  at = 0;
  code = ''; // the end of what was read, strings left out

  constructor(js) {
    this.js = js;
  }

  /** Until the end, or until the brace that closes the hole of a template. */
  read() {
    while (this.at < this.js.length) {
      const c = this.js[this.at];
      if (c === '"' || c === "'") this.note(this.quoted(c));
      else if (c === '`') this.template();
      else if (this.js.startsWith('/*', this.at)) this.at = this.js.indexOf('*/', this.at) + 2;
      else if (this.js.startsWith('//', this.at)) this.at = this.js.indexOf('\n', this.at);
      else if (c === '/' && REGEX_AFTER.test(this.code.trimEnd())) this.regex();
      else if (this.plain(c)) return;
    }
  }

  /** The character at hand, which is in no string; true when it closes the hole of a template. */
  plain(c) {
    this.at += 1;
    const top = this.stack.at(-1);
    if ('([{'.includes(c)) this.stack.push({ open: c, argument: 0, call: c === '(' ? /([\w.$]+)$/.exec(this.code)?.[1] : undefined });
    else if (')]}'.includes(c)) {
      if (this.stack.pop()?.open === HOLE) return true;
    } else if (c === ',' && top) {
      top.argument += 1;
      delete top.key;
    } else if (c === ':' && top?.open === '{') top.key ??= /([\w$]+)$/.exec(this.code)?.[1];
    this.code = (this.code + c).slice(-200);
    return false;
  }

  quoted(quote) {
    const begin = this.at + 1;
    this.at = begin;
    while (this.at < this.js.length && this.js[this.at] !== quote) this.at += this.js[this.at] === '\\' ? 2 : 1;
    this.at += 1;
    return this.js.slice(begin, this.at - 1);
  }

  regex() {
    let inClass = false;
    for (this.at += 1; this.at < this.js.length && (inClass || this.js[this.at] !== '/'); this.at += this.js[this.at] === '\\' ? 2 : 1) {
      if (this.js[this.at] === '[') inClass = true;
      else if (this.js[this.at] === ']') inClass = false;
    }
    this.at += 1;
    this.code += 'regex';
  }

  /** Each piece between two holes is noted by itself. */
  template() {
    let text = '';
    for (this.at += 1; this.at < this.js.length && this.js[this.at] !== '`';) {
      if (this.js.startsWith(HOLE, this.at)) {
        this.note(text);
        text = '';
        this.at += HOLE.length;
        this.stack.push({ open: HOLE });
        this.read();
      } else {
        text += this.js[this.at];
        this.at += this.js[this.at] === '\\' ? 2 : 1;
      }
    }
    this.at += 1;
    this.note(text);
  }

  note(text) {
    const top = this.stack.at(-1);
    const [, after = ''] = /^\s*(===|!==|:|in\b)?/.exec(this.js.slice(this.at, this.at + 20));
    const isKey = after === ':' && top?.open === '{' && /[{,]\s*$/.test(this.code);
    if (isKey) top.key = text;
    const compared = /(===|!==)\s*$/.test(this.code) || /^([!=]|in)/.test(after);
    this.found.push({ text, call: top?.call, argument: top?.argument, key: top?.key, outer: this.stack.at(-2), compared, isKey });
    this.code += '""';
  }
}

const isText = ({ call, argument, compared }) => call === ELEMENT && argument > 1 && !compared;
const isSpoken = ({ key, outer, compared, isKey }) => SPOKEN.has(key) && outer?.call === ELEMENT && outer.argument === 1 && !compared && !isKey;

function isSaid(string) {
  if (!/\p{L}/u.test(string.text)) return false;
  if (isText(string) || isSpoken(string)) return true;
  if (SILENT_CALLS.test(string.call ?? '') || SILENT_KEYS.has(string.key)) return false;
  return WORDS.test(string.text);
}

/** What is no sentence although it looks like one: the name of a system, and headings of class lists in many programs. */
const NO_SENTENCE = [/^Mac OS$/, /^[a-z]+( [a-z]+){5,}$/];

export function offencesIn(path, text) {
  if (!/^webui\/src\/.*\.tsx?$/.test(path) || SPEAKS.test(path)) return [];
  const { code } = transformSync(text, { loader: path.endsWith('x') ? 'tsx' : 'ts', jsx: 'transform', jsxFactory: ELEMENT, jsxFragment: 'F', charset: 'utf8', target: 'esnext' });
  return strings(code).filter((string) => isSaid(string) && !NO_SENTENCE.some((known) => known.test(string.text))).map((string) => `${path}: “${string.text.trim()}” (sentences stand in webui/src/strings)`);
}

if (isProgram(import.meta.url)) report('sentences', projectFiles().flatMap((path) => offencesIn(path, textOf(path))));
