/**
 * The merge of sync/ on this phone: a worker, and a promise for each question put to it.
 *
 * It begins with the first question, so that opening the app does not wait for it. Where WebAssembly is off, the worker does not
 * start, or it dies, each question is answered with undefined: the service merges, as it does in any case.
 */
import { noMerging, type Merging } from '../data/merging';
import type { Ask, Reply } from './wire';

declare const MERGE_WORKER: string; // put in by build.mjs: the address of worker.ts

type Settle = (reply: Reply | undefined) => void;
type Question = Ask extends infer Each ? (Each extends Ask ? Omit<Each, 'id'> : never) : never;

export function startMerging(): Merging {
  if (typeof WebAssembly === 'undefined' || typeof Worker === 'undefined') return noMerging;
  const waiting = new Map<number, Settle>();
  let last = 0;
  let worker: Worker | undefined;
  let dead = false;

  function end(): void {
    dead = true;
    worker?.terminate();
    for (const settle of waiting.values()) settle(undefined);
    waiting.clear();
  }

  function start(): Worker {
    const started = new Worker(MERGE_WORKER);
    started.onmessage = ({ data }: MessageEvent<Reply>) => {
      waiting.get(data.id)?.(data);
      waiting.delete(data.id);
    };
    started.onerror = end;
    started.onmessageerror = end;
    return started;
  }

  function ask(question: Question): Promise<Reply | undefined> {
    return new Promise((resolve) => {
      if (dead) return resolve(undefined);
      const id = ++last;
      waiting.set(id, resolve);
      try {
        worker ??= start();
        worker.postMessage({ id, ...question });
      } catch {
        end(); // what cannot be started or copied cannot be merged here
      }
    });
  }

  return {
    merge: async (base, now, edit) => (await ask({ act: 'merge', records: [base, now, edit] }))?.record,
    check: async (records) => (await ask({ act: 'check', records }))?.found,
  };
}
