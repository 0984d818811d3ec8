/**
 * The service over HTTP: one question, one answer, or an AppError.
 *
 * Whatever answers that is not our JSON (a hotel's log-in page, a proxy's error) counts as no connection: try again.
 */
import { isObject } from './json';
import { AppError } from './types';

const TIMEOUT_MS = 30_000; // beyond what the service may hold a question
const GZIP_FROM_CHARS = 1400; // below this one packet carries it as it is

/** The service answered, and said no. */
export class Refused extends AppError {
  constructor(readonly status: number, code: string, message: string, readonly retryAfterMs?: number) { super(code, message); }
}

export const offline = () =>
  new AppError('offline', 'There is no connection to the class service just now. Your notes are safe on this phone; try again later.');

export const isOffline = (error: unknown): boolean => error instanceof AppError && error.code === 'offline';

async function gzip(text: string): Promise<ArrayBuffer> {
  return new Response(new Blob([text]).stream().pipeThrough(new CompressionStream('gzip'))).arrayBuffer();
}

async function bodyOf(text: string): Promise<{ body: BodyInit; encoding: Record<string, string> }> {
  if (text.length < GZIP_FROM_CHARS || typeof CompressionStream === 'undefined') return { body: text, encoding: {} };
  return { body: await gzip(text), encoding: { 'Content-Encoding': 'gzip' } };
}

export async function readAnswer(response: Response): Promise<unknown> {
  if (!response.headers.get('content-type')?.startsWith('application/json')) throw offline();
  const answer: unknown = await response.json();
  if (response.ok) return answer;
  const error = isObject(answer) && isObject(answer.error) ? answer.error : undefined;
  if (typeof error?.code !== 'string' || typeof error.message !== 'string') throw offline();
  const wait_s = Number(response.headers.get('retry-after'));
  throw new Refused(response.status, error.code, error.message, wait_s > 0 ? wait_s * 1000 : undefined);
}

async function call(path: string, init: RequestInit, options: { signal?: AbortSignal; extraMs?: number }): Promise<unknown> {
  const limit = new AbortController();
  const stop = () => limit.abort();
  const timer = setTimeout(stop, TIMEOUT_MS + (options.extraMs ?? 0));
  options.signal?.addEventListener('abort', stop);
  try {
    if (options.signal?.aborted) stop();
    return await readAnswer(await fetch(path, { ...init, cache: 'no-store', credentials: 'same-origin', redirect: 'error', signal: limit.signal }));
  } catch (error) {
    if (error instanceof AppError) throw error;
    throw offline(); // no network, a cut connection, a body that stops half-way or is no JSON: all mean "not now"
  } finally {
    clearTimeout(timer);
    options.signal?.removeEventListener('abort', stop);
  }
}

export const ask = (path: string): Promise<unknown> => call(path, { headers: { Accept: 'application/json' } }, {});

/** `extraMs`: how much longer than usual the service was asked to wait. */
export async function tell(path: string, text: string, options: { signal?: AbortSignal; extraMs?: number } = {}): Promise<unknown> {
  const { body, encoding } = await bodyOf(text);
  return call(path, { method: 'POST', body, headers: { Accept: 'application/json', 'Content-Type': 'application/json', ...encoding } }, options);
}
