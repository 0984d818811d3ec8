/**
 * The merge of sync/ on this phone: a worker, and a promise for each question put to it.
 *
 * It begins with the first question, or when the app has been open for a moment, so that opening the app does not wait for it.
 * Where WebAssembly is off, the worker does not start, or it dies, each question is answered with undefined: the service merges,
 * as it does in any case.
 */
import { noMerging, type Merging } from '../data/merging';
import { versions } from '../generated/schema';
import type { Ask, Begin, Reply } from './wire';

declare const MERGE_WORKER: string; // put in by build.mjs: the address of worker.ts

const OPEN_FOR_MS = 3000; // by then the app stands, and nobody waits for what this phone has to do

type Settle = (reply: Reply | undefined) => void;
type Question = Ask extends infer Each ? (Each extends Ask ? Omit<Each, 'id'> : never) : never;

export function startMerging(): Merging {
  if (typeof WebAssembly === 'undefined' || typeof Worker === 'undefined') return noMerging;
  const waiting = new Map<number, Settle>();
  let last = 0;
  let worker: Promise<Worker> | undefined;
  let dead = false;

  function end(): void {
    dead = true;
    worker?.then((running) => running.terminate(), () => undefined);
    for (const settle of waiting.values()) settle(undefined);
    waiting.clear();
  }

  /** With the members of each type, which come with the screens that need them too. */
  async function launch(): Promise<Worker> {
    const started = new Worker(MERGE_WORKER);
    started.onmessage = ({ data }: MessageEvent<Reply>) => {
      waiting.get(data.id)?.(data);
      waiting.delete(data.id);
    };
    started.onerror = end;
    started.onmessageerror = end;
    const { members } = await import('../generated/members');
    started.postMessage({ act: 'begin', known: { members, versions } } satisfies Begin);
    return started;
  }

  /** What cannot be started cannot merge. */
  function start(): Promise<Worker> {
    const starting = (worker ??= launch());
    starting.catch(end);
    return starting;
  }

  function ask(question: Question): Promise<Reply | undefined> {
    return new Promise((resolve) => {
      if (dead) return resolve(undefined);
      const id = ++last;
      waiting.set(id, resolve);
      start().then((running) => running.postMessage({ id, ...question })).catch(end); // nor what cannot be copied
    });
  }

  setTimeout(() => { if (!dead) void start(); }, OPEN_FOR_MS);
  return {
    merge: async (base, now, edit) => (await ask({ act: 'merge', records: [base, now, edit] }))?.record,
    check: async (records) => (await ask({ act: 'check', records }))?.found,
  };
}
