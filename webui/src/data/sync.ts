/**
 * The exchange, again and again: push, pull all pages, then wait for news while the app is in view.
 *
 * Nothing here decides by a clock, and no failure deletes anything. A failure is shown and tried again, later each time;
 * coming back into view or into a network, and every save, tries at once.
 */
import { isOffline, Refused, tell } from './api';
import type { Database } from './db';
import { post, prepare, take, type Answer, type Question } from './exchange';
import { adopt, fetchMe } from './identity';
import type { Book, DeviceRow } from './rows';
import { AppError, type Id } from './types';

const WAIT_S = 25; // the longest that the service holds a question
const PAUSE_FIRST_MS = 1_000;
const PAUSE_MAX_MS = 15_000; // a teacher who walks back into range does not wait longer for it
const PAUSE_IDLE_MS = 1_000; // between questions when the service did not hold the last one
const CLOCK_OFF_S = 120;

export interface SyncStatus {
  online: boolean;
  signedOut: boolean;
  sharedAt?: string;
  clockOffBySeconds?: number;
  trouble?: { code: string; message: string };
}

export interface SyncTells {
  changed(ids: readonly Id[] | 'all'): void;
  status(status: SyncStatus): void;
  identity(device: DeviceRow): void;
  caughtUp(): void; // all pages are in, for the first time since this tab began or came back
}

export interface Sync {
  /** Look now whether there is something to send. */
  nudge(): void;
  run(signal: AbortSignal): Promise<void>;
}

/** Full jitter over the upper half, so that thirty phones do not come back in step. */
export const backoffMs = (failures: number, chance: number): number =>
  Math.min(PAUSE_MAX_MS, PAUSE_FIRST_MS * 2 ** Math.min(failures - 1, 10)) * (0.5 + chance / 2);

function clockOff(answer: Answer): number | undefined {
  const off_s = Math.round((Date.now() - Date.parse(answer.server_time)) / 1000);
  return Math.abs(off_s) > CLOCK_OFF_S ? off_s : undefined;
}

function touched(question: Question, answer: Answer, book: Book): readonly Id[] | 'all' {
  if (question.book.offering || book.offering || (question.book.epoch !== null && question.book.epoch !== book.epoch)) return 'all';
  const sent = question.batch?.drafts.map((draft) => draft.id) ?? [];
  return [...sent, ...answer.records.map((row) => row.id), ...answer.erased, ...question.book.typed];
}

export function makeSync(db: Database, notebook: Id, tells: SyncTells): Sync {
  let status: SyncStatus = { online: false, signedOut: false };
  let failures = 0;
  let identified = false; // by the service, since this tab began
  let cloned = false; // another copy of this phone's store uses the same device: a new identity is needed
  let caughtUp = false;
  let nudged = false;
  let wake = (): void => undefined;

  const show = (part: Partial<SyncStatus>): void => {
    status = { ...status, ...part };
    tells.status(status);
  };

  /** Ends early when nudged; a nudge that came before it began counts too. */
  function pause(ms: number, signal: AbortSignal): Promise<void> {
    return new Promise((resolve) => {
      const timer = ms === Infinity ? undefined : setTimeout(() => wake(), ms);
      const done = () => wake();
      wake = () => {
        clearTimeout(timer);
        signal.removeEventListener('abort', done);
        wake = () => undefined;
        nudged = false;
        resolve();
      };
      signal.addEventListener('abort', done);
      if (nudged || signal.aborted || ms === 0) wake();
    });
  }

  /** Asks; a nudge ends a question that the service is holding, so that what was typed goes out at once. */
  async function exchange(question: Question, wait_s: number, signal: AbortSignal): Promise<Answer | undefined> {
    const holding = new AbortController();
    const end = () => holding.abort();
    signal.addEventListener('abort', end);
    if (wait_s > 0) wake = () => { nudged = true; end(); };
    try {
      return await post(question, wait_s, holding.signal);
    } catch (error) {
      if (holding.signal.aborted) return undefined;
      throw error;
    } finally {
      signal.removeEventListener('abort', end);
      wake = () => undefined;
    }
  }

  async function identify(): Promise<void> {
    if (cloned) await tell('/api/v1/device', '{}');
    cloned = false;
    tells.identity(await adopt(db, await fetchMe()));
    identified = true;
  }

  function nextPause(question: Question, answer: Answer, asked_s: number): number {
    if (answer.more || question.batch) return 0;
    if (!caughtUp) tells.caughtUp();
    caughtUp = true;
    if (document.visibilityState === 'hidden') return Infinity;
    return answer.retry_ms ?? (asked_s > 0 && answer.records.length > 0 ? 0 : PAUSE_IDLE_MS);
  }

  /** One question and its answer; returns how long to pause then. */
  async function round(signal: AbortSignal): Promise<number> {
    if (!identified) await identify();
    const question = await prepare(db, notebook);
    if (question.batch) tells.changed(question.batch.drafts.map((draft) => draft.id));
    const wait_s = !question.batch && caughtUp && !nudged && document.visibilityState !== 'hidden' ? WAIT_S : 0;
    const answer = await exchange(question, wait_s, signal);
    if (!answer) return 0;
    const stuck = (question.batch && answer.received < question.batch.seq) || (answer.more && answer.cursor === question.book.cursor);
    const book = await take(db, question, answer);
    if (book) tells.changed(touched(question, answer, book));
    if (stuck) throw new AppError('no_progress', 'The class service answered, but took nothing in. It is asked again by itself.');
    failures = 0;
    show({ online: true, signedOut: false, trouble: undefined, clockOffBySeconds: clockOff(answer), sharedAt: book?.sharedAt ?? status.sharedAt });
    return nextPause(question, answer, wait_s);
  }

  function afterFailure(error: unknown): number {
    failures += 1;
    caughtUp = false;
    const pauseMs = backoffMs(failures, Math.random());
    if (error instanceof Refused && error.status === 401) {
      identified = false;
      show({ online: false, signedOut: true, trouble: undefined });
      return Infinity;
    }
    if (error instanceof Refused && error.code === 'seq_reused') {
      cloned = true;
      identified = false;
      return failures > 1 ? pauseMs : 0;
    }
    if (isOffline(error)) show({ online: false, trouble: undefined });
    else if (error instanceof AppError) show({ online: false, trouble: { code: error.code, message: error.message } });
    else {
      show({ online: false, trouble: { code: 'unexpected', message: 'Something went wrong while sharing. Your notes are safe on this phone; it is tried again.' } });
      reportError(error);
    }
    return error instanceof Refused && error.retryAfterMs ? error.retryAfterMs : pauseMs;
  }

  return {
    nudge() {
      nudged = true;
      wake();
    },
    async run(signal) {
      while (!signal.aborted) {
        let pauseMs: number;
        try {
          pauseMs = await round(signal);
        } catch (error) {
          pauseMs = afterFailure(error);
        }
        await pause(pauseMs, signal);
      }
    },
  };
}
