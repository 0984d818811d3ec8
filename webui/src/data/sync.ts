/**
 * The exchange, again and again: push, pull all pages, then wait for news while the app is in view.
 *
 * Nothing here decides by a clock, and no failure deletes anything. A failure is shown and tried again, later each time;
 * coming back into view or into a network, and every save, tries at once.
 */
import { isOffline, Refused, tell } from './api';
import type { Database } from './db';
import { post, prepare, take, type Answer, type Question } from './exchange';
import { adopt, adoptRole, fetchMe } from './identity';
import type { Came } from './merging';
import type { Book, DeviceRow } from './rows';
import { AppError, type Closed, type Id } from './types';

const WAIT_S = 25; // the longest that the service holds a question
const PAUSE_FIRST_MS = 1_000;
const PAUSE_MAX_MS = 15_000; // a teacher who walks back into range does not wait longer for it
const PAUSE_IDLE_MS = 1_000; // between questions when the service did not hold the last one
const PAUSE_ALONE_MS = 60_000; // of a notebook that is not waited for: nobody else writes in it but other devices of the same person
const CLOCK_OFF_S = 120;

export interface SyncStatus {
  online: boolean;
  signedOut: boolean;
  sharedAt?: string;
  clockOffBySeconds?: number;
  trouble?: { code: string; message: string };
  closed?: Closed;
}

export interface SyncWays {
  waits: boolean; // whether it keeps a question open at the service
  ready?(): Promise<void>; // before the first question of a tab; rejects when it cannot be asked yet
  hasPhoto?(epoch: string | null): boolean; // one may be sent
  sendPhoto?(epoch: string | null, signal: AbortSignal): Promise<void>;
}

export interface SyncTells {
  changed(ids: readonly Id[] | 'all'): void;
  came(rows: readonly Came[]): void; // stored already
  status(status: SyncStatus): void;
  identity(device: DeviceRow): void;
  caughtUp(): void; // all pages are in, for the first time since this tab began or came back
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

const isInView = (): boolean => document.visibilityState !== 'hidden';

/** The only two words of the service that close a class on this phone; of any other refusal nothing is hidden or removed. */
function closedBy(error: unknown): Closed | undefined {
  if (!(error instanceof Refused)) return undefined;
  return error.status === 401 && error.code === 'revoked' ? 'revoked' : error.status === 403 && error.code === 'role_ended' ? 'ended' : undefined;
}

/** That there is no connection is no trouble: it is how the app is meant to be used. */
function troubleOf(error: unknown): SyncStatus['trouble'] {
  if (isOffline(error)) return undefined;
  if (error instanceof AppError) return { code: error.code, message: error.message };
  return { code: 'unexpected', message: 'Something went wrong while sharing. Your notes are safe on this phone; it is tried again.' };
}

export class Sync {
  private status: SyncStatus = { online: false, signedOut: false };
  private failures = 0;
  private identified = false; // by the service, since this tab began
  private cloned = false; // another copy of this phone's store uses the same device: a new identity is needed
  private caughtUp = false;
  private nudged = false;
  private role = ''; // as the service last said it
  private wake = (): void => undefined;

  constructor(private readonly db: Database, private readonly notebook: Id, private readonly ways: SyncWays, private readonly tells: SyncTells) {}

  /** Look now whether there is something to send. */
  nudge(): void {
    this.nudged = true;
    this.wake();
  }

  async run(signal: AbortSignal): Promise<void> {
    while (!signal.aborted) {
      let pauseMs: number;
      try {
        pauseMs = await this.round(signal);
      } catch (error) {
        pauseMs = this.afterFailure(error);
      }
      await this.pause(pauseMs, signal);
    }
  }

  private show(part: Partial<SyncStatus>): void {
    this.status = { ...this.status, ...part };
    this.tells.status(this.status);
  }

  /** Ends early when nudged; a nudge that came before it began counts too. */
  private pause(ms: number, signal: AbortSignal): Promise<void> {
    return new Promise((resolve) => {
      const timer = ms === Infinity ? undefined : setTimeout(() => this.wake(), ms);
      const end = () => this.wake();
      this.wake = () => {
        clearTimeout(timer);
        signal.removeEventListener('abort', end);
        this.wake = () => undefined;
        this.nudged = false;
        resolve();
      };
      signal.addEventListener('abort', end);
      if (this.nudged || signal.aborted || ms === 0) this.wake();
    });
  }

  /** Asks; a nudge ends a question that the service is holding, so that what was typed goes out at once. */
  private async exchange(question: Question, wait_s: number, signal: AbortSignal): Promise<Answer | undefined> {
    if (signal.aborted) return undefined; // closed while the question was made: nothing would end it before the service does
    const holding = new AbortController();
    const end = () => holding.abort();
    signal.addEventListener('abort', end);
    if (wait_s > 0) this.wake = end;
    try {
      return await post(question, wait_s, holding.signal);
    } catch (error) {
      if (holding.signal.aborted) return undefined;
      throw error;
    } finally {
      signal.removeEventListener('abort', end);
      this.wake = () => undefined;
    }
  }

  private async identify(): Promise<void> {
    if (this.cloned) await tell('/api/v1/device', '{}');
    this.cloned = false;
    this.tells.identity(await adopt(this.db, await fetchMe()));
    await this.ways.ready?.();
    this.identified = true;
  }

  /** One question and its answer; returns how long to pause then. */
  private async round(signal: AbortSignal): Promise<number> {
    if (!this.identified) await this.identify();
    const question = await prepare(this.db, this.notebook, navigator.onLine);
    if (question.batch) this.tells.changed(question.batch.drafts.map((draft) => draft.id));
    const wait_s = this.ways.waits && !question.batch && !this.ways.hasPhoto?.(question.book.epoch) && this.caughtUp && !this.nudged && isInView() ? WAIT_S : 0;
    const answer = await this.exchange(question, wait_s, signal);
    if (!answer) return 0;
    const stuck = (question.batch && answer.received < question.batch.seq) || (answer.more && answer.cursor === question.book.cursor);
    const book = await take(this.db, question, answer);
    if (book) {
      this.tells.changed(touched(question, answer, book));
      this.tells.came(answer.records);
    }
    await this.keepRole(answer);
    if (answer.not_taken && !answer.more) throw new AppError(answer.not_taken.code, answer.not_taken.message);
    if (stuck && !answer.not_taken) throw new AppError('no_progress', 'The class service answered, but took nothing in. It is asked again by itself.');
    this.failures = 0;
    this.show({ online: true, signedOut: false, closed: undefined, trouble: undefined, clockOffBySeconds: clockOff(answer), sharedAt: book?.sharedAt ?? this.status.sharedAt });
    const pauseMs = this.pauseAfter(question, answer, wait_s);
    if (question.batch || answer.more || !book || !this.ways.hasPhoto?.(book.epoch)) return pauseMs;
    await this.ways.sendPhoto?.(book.epoch, signal); // one, and then the words that were typed meanwhile
    return 0;
  }

  private async keepRole({ role, role_until }: Answer): Promise<void> {
    const said = `${role} ${role_until}`;
    if (role === undefined || said === this.role) return;
    const row = await adoptRole(this.db, this.notebook, { role, ...(role_until === undefined ? {} : { role_until }) });
    this.role = said;
    if (row) this.tells.identity(row);
  }

  private pauseAfter(question: Question, answer: Answer, asked_s: number): number {
    if (answer.more || question.batch) return 0;
    if (!this.caughtUp) this.tells.caughtUp();
    this.caughtUp = true;
    if (!isInView()) return Infinity;
    if (!this.ways.waits) return PAUSE_ALONE_MS;
    return answer.retry_ms ?? (asked_s > 0 && answer.records.length > 0 ? 0 : PAUSE_IDLE_MS);
  }

  private afterFailure(error: unknown): number {
    this.failures += 1;
    this.caughtUp = false;
    const pauseMs = backoffMs(this.failures, Math.random());
    const closed = closedBy(error);
    if (closed) {
      this.identified = false;
      this.show({ online: false, signedOut: false, closed, trouble: undefined });
      return Infinity;
    }
    if (error instanceof Refused && error.status === 401) {
      this.identified = false;
      this.show({ online: false, signedOut: true, trouble: undefined });
      return Infinity;
    }
    if (error instanceof Refused && error.code === 'seq_reused') {
      this.cloned = true;
      this.identified = false;
      return this.failures > 1 ? pauseMs : 0;
    }
    this.show({ online: false, trouble: troubleOf(error) });
    if (!(error instanceof AppError)) reportError(error);
    return error instanceof Refused && error.retryAfterMs ? error.retryAfterMs : pauseMs;
  }
}
