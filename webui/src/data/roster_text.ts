/**
 * What a file of unknown encoding says: rule 1 of tests/cases/roster/README.md.
 */
import { AppError } from './types';

export const ROSTER_MAX_BYTES = 1_000_000;

const notText = () => new AppError('not_text', 'This is no text file. In a spreadsheet, choose "Save as" and then CSV; a picture cannot be read.');

/** What 0x80 to 0x9f mean in Windows-1252; a space: nothing. Every other byte is the code point of the same number. */
const WINDOWS_1252 = '€ ‚ƒ„…†‡ˆ‰Š‹Œ Ž  ‘’“”•–—˜™š›œ žŸ';

function decodeAs(encoding: string, bytes: Uint8Array): string | undefined {
  try {
    return new TextDecoder(encoding, { fatal: true }).decode(bytes);
  } catch {
    return undefined; // the caller knows what else it may be
  }
}

function decodeWindows1252(bytes: Uint8Array): string {
  return Array.from(bytes, (byte) => {
    const char = byte >= 0x80 && byte <= 0x9f ? WINDOWS_1252.charAt(byte - 0x80) : String.fromCharCode(byte);
    return char === ' ' && byte !== 0x20 ? refuse() : char;
  }).join('');
}

function decode(bytes: Uint8Array): string {
  const [first, second] = bytes;
  if (first === 0xff && second === 0xfe) return decodeAs('utf-16le', bytes) ?? refuse();
  if (first === 0xfe && second === 0xff) return decodeAs('utf-16be', bytes) ?? refuse();
  return decodeAs('utf-8', bytes) ?? decodeWindows1252(bytes);
}

function refuse(): never {
  throw notText();
}

/** Pasted text, or a file's bytes, as text that may be a class list. */
export function plainText(list: string | Uint8Array): string {
  const size_bytes = typeof list === 'string' ? new TextEncoder().encode(list).length : list.length;
  if (size_bytes > ROSTER_MAX_BYTES) throw new AppError('too_large', 'The list is larger than 1 MB; copy only the names into a file of their own.');
  const text = typeof list === 'string' ? list : decode(list);
  if (/[\0-\x08\x0b\x0c\x0e-\x1f\x7f]/.test(text)) refuse();
  const start = text.replace(/^[ \t\r\n]+/, '').charAt(0);
  if (start === '') throw new AppError('empty', 'The list is empty; put one student on each line.');
  if ('<{['.includes(start)) throw new AppError('not_a_list', 'This is a web page or program data, not a class list; copy the names alone.');
  return text;
}
