/** Photos over HTTP: bytes under their sum, there and back. */
import type { Api } from './photos';
import type { Id } from './types';

const TIMEOUT_MS = 30_000; // 200 kB on a line of 60 kbit a second

const addressOf = (notebook: Id, hash: string): string => `/api/v1/notebooks/${notebook}/photos/${hash}`;

type Ask = RequestInit & { path: string; signal?: AbortSignal };

async function call<T>({ path, signal, ...init }: Ask, { offline }: Api, read: (response: Response) => Promise<T>): Promise<T> {
  const limit = new AbortController();
  const stop = () => limit.abort();
  const timer = setTimeout(stop, TIMEOUT_MS);
  signal?.addEventListener('abort', stop);
  try {
    return await read(await fetch(path, { ...init, cache: 'no-store', credentials: 'same-origin', redirect: 'error', signal: limit.signal }).catch(() => { throw offline(); }));
  } finally {
    clearTimeout(timer);
    signal?.removeEventListener('abort', stop);
  }
}

const isPhoto = (response: Response): boolean => response.ok && response.headers.get('content-type') === 'image/jpeg';

/** Whether the service has it, whole: it reads it to answer. That it cannot say why not leaves the reason to putPhoto(). */
export const hasPhoto = (api: Api, notebook: Id, hash: string, signal: AbortSignal): Promise<boolean> =>
  call({ path: addressOf(notebook, hash), method: 'HEAD', signal }, api, async (response) => isPhoto(response));

/** Resolves when the service has it on its disk: it names the sum of what it stored. */
export const putPhoto = (api: Api, notebook: Id, hash: string, jpeg: ArrayBuffer, signal: AbortSignal): Promise<void> =>
  call({ path: addressOf(notebook, hash), method: 'PUT', body: jpeg, headers: { 'Content-Type': 'image/jpeg' }, signal }, api, async (response) => {
    const answer = await api.readAnswer(response) as { sha256?: unknown } | null;
    if (answer?.sha256 !== hash) throw api.offline();
  });

export const fetchPhoto = (api: Api, notebook: Id, hash: string): Promise<ArrayBuffer> =>
  call({ path: addressOf(notebook, hash) }, api, async (response) => {
    if (isPhoto(response)) return response.arrayBuffer().catch(() => { throw api.offline(); });
    await api.readAnswer(response);
    throw api.offline();
  });
