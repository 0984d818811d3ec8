/**
 * Several tabs of one app: one of them syncs, the others follow.
 *
 * Without Web Locks every tab syncs: that wastes requests and harms nothing, because an answer is only stored by the tab that
 * finds the book where its question left it.
 */
export type News<T> = { kind: 'changed'; ids: readonly string[] | 'all' } | { kind: 'status'; status: T } | { kind: 'nudge' };

export interface Tabs<T> {
  tell(news: News<T>): void;
  close(): void;
}

export function joinTabs<T>(name: string, hear: (news: News<T>) => void): Tabs<T> {
  if (typeof BroadcastChannel === 'undefined') return { tell: () => undefined, close: () => undefined };
  const channel = new BroadcastChannel(name);
  let isOpen = true; // an answer may still come to a notebook that was left
  channel.onmessage = (event: MessageEvent<News<T>>) => hear(event.data);
  return {
    tell: (news) => { if (isOpen) channel.postMessage(news); },
    close: () => { isOpen = false; channel.close(); },
  };
}

const isAbort = (error: unknown): boolean => error instanceof DOMException && error.name === 'AbortError';

/** Runs `work` once this tab leads, and until `signal` ends it. The system gives the lead on when a tab dies. */
export async function lead(name: string, signal: AbortSignal, work: () => Promise<void>): Promise<void> {
  if (!navigator.locks) return work();
  try {
    await navigator.locks.request(name, { signal }, work);
  } catch (error) {
    if (!isAbort(error)) throw error; // closed before it was this tab's turn
  }
}
