/**
 * Changed words that only a space keeps apart read as one change: "plain sentence" became "question to the reader", rather than
 * "plain" one thing and "sentence" another. What the pieces say of both texts stays true.
 */
import type { Piece } from '../data/types';

const isSpace = (piece: Piece) => piece.kind === 'same' && /^[^\S\n]+$/.test(piece.text);
const side = (run: Piece[], left: Piece['kind']) => run.filter((piece) => piece.kind !== left).map((piece) => piece.text).join('');

/** One run of changes and the spaces between them, as one change where words stand on both sides. */
function joined(run: Piece[]): Piece[] {
  const last = run.at(-1);
  const trailing = last && isSpace(last) ? [last] : [];
  const inner = trailing.length ? run.slice(0, -1) : run;
  if (!inner.some((piece) => piece.kind === 'removed') || !inner.some((piece) => piece.kind === 'added')) return run;
  return [{ kind: 'removed', text: side(inner, 'added') }, { kind: 'added', text: side(inner, 'removed') }, ...trailing];
}

export function phrases(pieces: Piece[]): Piece[] {
  const out: Piece[] = [];
  let run: Piece[] = [];
  for (const piece of pieces) {
    const last = run.at(-1);
    if (piece.kind !== 'same' || (last && !isSpace(last) && isSpace(piece))) run.push(piece);
    else {
      out.push(...joined(run), piece);
      run = [];
    }
  }
  return [...out, ...joined(run)];
}
