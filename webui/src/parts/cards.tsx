/**
 * A list of notes, however long: it is made a piece at a time, ahead of who scrolls. A piece that is out of view is laid out as one
 * thing (`.pieces` in style/), or each frame would cost more the further down it is.
 */
import type { VNode } from 'preact';
import { useEffect, useRef, useState } from 'preact/hooks';
import type { Id, Shown } from '../data/types';
import { NoteCard } from './notecard';
import { t } from '../strings/seldom';

const AT_ONCE = 10; // cards; a slow phone makes them between two frames
const AHEAD_PX = 2000; // about two screens and a half

interface Piece { notes: readonly Shown[]; node: VNode }

const isSame = (a: readonly Shown[], b: readonly Shown[]): boolean => a.length === b.length && a.every((one, i) => one === b[i]);

/** `about`: the child on whose page it stands. */
export function Cards({ notes, about }: { notes: readonly Shown[]; about: Id }) {
  const [count, setCount] = useState(1);
  const made = useRef<Piece[]>([]);
  const end = useRef<HTMLButtonElement>(null);
  const hidden = notes.length - count * AT_ONCE;
  useEffect(() => {
    if (!end.current || typeof IntersectionObserver === 'undefined') return undefined; // then it is a tap
    const near = new IntersectionObserver((seen) => {
      if (seen.some(({ isIntersecting }) => isIntersecting)) setCount(count + 1);
    }, { rootMargin: `0px 0px ${AHEAD_PX}px` });
    near.observe(end.current);
    return () => near.disconnect();
  }, [count, hidden > 0]);

  /** The same node as before where its notes are: those are not looked through again. */
  const piece = (at: number): VNode => {
    const some = notes.slice(at * AT_ONCE, (at + 1) * AT_ONCE);
    const known = made.current[at];
    if (known && isSame(known.notes, some)) return known.node;
    const node = <ul class="cards">{some.map((note) => <NoteCard key={note.record.id} shown={note} about={about} />)}</ul>;
    made.current[at] = { notes: some, node };
    return node;
  };
  return (
    <>
      <div class="pieces">{Array.from({ length: Math.min(count, Math.ceil(notes.length / AT_ONCE)) }, (_, at) => piece(at))}</div>
      {hidden > 0 ? <button ref={end} type="button" class="button button-quiet" onClick={() => setCount(count + 1)}>{t.student.showMore(hidden)}</button> : null}
    </>
  );
}
