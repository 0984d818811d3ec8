/** A draft for as long as its form is on the screen; it is saved when the form goes, and when the app goes to the background. */
import { useEffect, useLayoutEffect, useReducer, useRef, useState } from 'preact/hooks';
import type { Id } from '../data/types';
import { Draft, type DraftHost } from './draft';
import { useOpen } from './open';
import type { Members } from './records';

export function useDraft(type: string, start: { id: Id } | { members: Members }, speaks: (members: Members) => boolean, made?: (id: Id) => void): Draft {
  const { notebook, tick } = useOpen();
  const [, render] = useReducer((n: number) => n + 1, 0);
  const isHere = useRef(true); // a form that was left is still being saved, and says nothing of the screen that came after it
  const [draft] = useState(() => {
    const host: DraftHost = { changed: () => render(undefined) };
    if (made) host.made = (id) => { if (isHere.current) made(id); };
    return new Draft(notebook, type, start, speaks, host);
  });
  useEffect(() => draft.absorb(), [draft, tick]);
  // Before anything else can happen: the lock has to know of a form from its first moment on.
  useLayoutEffect(() => {
    isHere.current = true;
    const hidden = () => void draft.flush();
    document.addEventListener('visibilitychange', hidden);
    addEventListener('pagehide', hidden);
    const gone = notebook.lock.writing({
      isBegun: () => draft.isBegun,
      save: async () => {
        await draft.flush();
        return draft.state !== 'failed';
      },
    });
    return () => {
      isHere.current = false;
      gone();
      document.removeEventListener('visibilitychange', hidden);
      removeEventListener('pagehide', hidden);
      notebook.finishing(draft.flush());
    };
  }, [draft, notebook]);
  return draft;
}
