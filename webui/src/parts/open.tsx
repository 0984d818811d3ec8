/** The open notebook, and the one line at the bottom that says what just happened, for every screen. */
import { createContext, type ComponentChildren } from 'preact';
import { useCallback, useContext, useLayoutEffect, useMemo, useState } from 'preact/hooks';
import type { Notebook } from '../data/types';
import { sentence } from './errors';

/** `undo`: true takes back what was done last here; a function, what it knows to take back. */
export interface Snack { text: string; undo?: true | (() => Promise<unknown>) }

type Act = ReturnType<Notebook['canUndo']>;

interface Open {
  notebook: Notebook; // what the screens show: the present, or a past day that is looked at
  now: Notebook; // the present, always
  lookAt: (past: Notebook | undefined) => void; // undefined: back to the present
  tick: number; // grows with every change of the notebook, so that all readers render again
  snack: Snack | undefined;
  isLast: boolean; // what the snack says is still the last thing done here
  canUndo: boolean; // and it can be taken back
  say: (snack?: Snack) => void;
  /** Does it, and says so when it could not be done. Resolves to whether it was. */
  attempt: (work: () => Promise<unknown>) => Promise<boolean>;
  leave: () => void; // to the door: another class, or joining again
}

const Context = createContext<Open | undefined>(undefined);

export function OpenNotebook(props: { notebook: Notebook; leave: () => void; children: ComponentChildren }) {
  const { notebook: now, leave } = props;
  const [past, setPast] = useState<Notebook>();
  const notebook = past ?? now;
  const [tick, setTick] = useState(0);
  const [snack, setSnack] = useState<Snack>();
  const [said, setSaid] = useState<Act>();
  // At once: what changes between the first picture and a later moment would be missed.
  useLayoutEffect(() => now.subscribe(() => setTick((n) => n + 1)), [now]);
  const say = useCallback((next?: Snack) => {
    setSaid(next?.undo === true ? now.canUndo() : undefined);
    setSnack(next);
  }, [now]);
  const attempt = useCallback(async (work: () => Promise<unknown>) => {
    try {
      await work();
      return true;
    } catch (error) {
      setSnack({ text: sentence(error) });
      return false;
    }
  }, []);
  const open = useMemo(() => {
    const last = now.canUndo();
    // A shared answer has closed the question for everybody; only while it is on this phone alone can it be open again.
    const isShared = last?.kind === 'answer' && now.get(last.id)?.place !== 'phone';
    const isLast = said !== undefined && last?.kind === said.kind && last.id === said.id;
    return { notebook, now, lookAt: setPast, tick, snack, isLast, canUndo: isLast && !isShared, say, attempt, leave };
  }, [notebook, now, tick, snack, said, say, attempt, leave]);
  return <Context.Provider value={open}>{props.children}</Context.Provider>;
}

export function useOpen(): Open {
  const open = useContext(Context);
  if (!open) throw new Error('a screen was shown without an open notebook');
  return open;
}

export const useNotebook = (): Notebook => useOpen().notebook;
