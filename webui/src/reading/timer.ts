/**
 * A timer of the writing block, as this device keeps it: when it was begun and how long it may take, nothing about anyone.
 *
 * Pure: moments come in as milliseconds of the device's clock. What ran is counted in stretches, so that a clock that is set back
 * stops the count for a while and never turns it negative.
 */
export const TIMER_KINDS = ['conference', 'table', 'group', 'writing', 'pair'] as const;
export type TimerKind = (typeof TIMER_KINDS)[number];

/** When it is time to come to an end, and when it is over. */
export interface Ends { softS: number; hardS: number }

/** Conference 5-7 minutes, table 1-4, group 5-10, writing alone 10-20, pair 30 seconds to 5 minutes (practices 1.6, 0.4, 0.5, 0.17, 0.28). */
export const PRESETS: { readonly [kind in TimerKind]: Ends } = {
  conference: { softS: 300, hardS: 420 },
  table: { softS: 60, hardS: 240 },
  group: { softS: 300, hardS: 600 },
  writing: { softS: 600, hardS: 1200 },
  pair: { softS: 30, hardS: 300 },
};

export const MINUTE_MS = 60_000;
/** The shortest and the longest end that can be chosen. */
export const SHORTEST_S = 30;
export const LONGEST_S = 90 * 60;
/** A timer that nobody stopped says nothing about the time that was spent: three hours after its begin it is gone. */
export const FORGOTTEN_MS = 180 * MINUTE_MS;

export type Phase = 'going' | 'soft' | 'hard';

export interface Timer extends Ends {
  kind: TimerKind;
  ranMs: number; // up to `at`
  at: number;
  told: Phase; // which end was announced already
  stopped?: true; // what ran waits to be put into a note
}

export const begin = (kind: TimerKind, ends: Ends, now: number): Timer => ({ kind, softS: ends.softS, hardS: ends.hardS, ranMs: 0, at: now, told: 'going' });

export const elapsedMs = (timer: Timer, now: number): number => timer.ranMs + (timer.stopped ? 0 : Math.max(0, now - timer.at));

/** Counted up to now: what is kept from time to time, so that a clock which jumps costs no more than the stretch it jumped in. */
export const counted = (timer: Timer, now: number): Timer => ({ ...timer, ranMs: elapsedMs(timer, now), at: now });

export const stop = (timer: Timer, now: number): Timer => ({ ...counted(timer, now), stopped: true });

export function phaseOf(timer: Timer, now: number): Phase {
  const ranS = elapsedMs(timer, now) / 1000;
  return ranS >= timer.hardS ? 'hard' : ranS >= timer.softS ? 'soft' : 'going';
}

/** Kept anew this often while it runs. */
const COUNT_EVERY_MS = 15_000;

/** What is to be kept at a look at the clock, if anything, and the end that is to be told now: each is told once, also after the app was closed. */
export function looked(timer: Timer, now: number): { keep?: Timer; tell?: Phase } {
  if (timer.stopped) return {};
  const phase = phaseOf(timer, now);
  if (phase !== timer.told) return { keep: { ...counted(timer, now), told: phase }, tell: phase };
  return now < timer.at || now - timer.at >= COUNT_EVERY_MS ? { keep: counted(timer, now) } : {};
}

/** For the note: whole minutes, at least one. */
export const minutesOf = (timer: Timer, now: number): number => Math.max(1, Math.round(elapsedMs(timer, now) / MINUTE_MS));

/** "4:07", from the beginning. */
export function clockOf(ms: number): string {
  const seconds = Math.floor(Math.max(0, ms) / 1000);
  return `${Math.floor(seconds / 60)}:${String(seconds % 60).padStart(2, '0')}`;
}

/** The timer that goes with a note of this type and kind; an observation is not timed. */
export function kindFor(type: string, kind: unknown): TimerKind | undefined {
  if (type === 'session') return kind === 'table' ? 'table' : 'group';
  return type === 'conference' ? 'conference' : undefined;
}

const isKind = (value: unknown): value is TimerKind => TIMER_KINDS.some((kind) => kind === value);
const isLength = (value: unknown): value is number => typeof value === 'number' && value >= SHORTEST_S && value <= LONGEST_S;
const isCount = (value: unknown): value is number => typeof value === 'number' && value >= 0;

function parsed(text: string | null): { [member: string]: unknown } {
  try {
    const value: unknown = JSON.parse(text || '{}');
    return value !== null && typeof value === 'object' ? (value as { [member: string]: unknown }) : {};
  } catch {
    return {};
  }
}

/** What this device kept; undefined where there is none, where it is damaged, and where it was forgotten. */
export function readTimer(text: string | null, now: number): Timer | undefined {
  const { kind, softS, hardS, ranMs, at, told, stopped } = parsed(text);
  if (!isKind(kind) || !isLength(softS) || !isLength(hardS) || !isCount(ranMs) || !isCount(at)) return undefined;
  const timer: Timer = { kind, softS, hardS, ranMs, at, told: told === 'soft' || told === 'hard' ? told : 'going', ...(stopped === true ? { stopped } : {}) };
  return ranMs + Math.max(0, now - at) < FORGOTTEN_MS ? timer : undefined;
}

/** The lengths that the teacher chose for this device; the presets where she chose none. */
export function endsOf(text: string | null, kind: TimerKind): Ends {
  const { softS, hardS } = (parsed(text)[kind] ?? {}) as Partial<Ends>;
  return isLength(softS) && isLength(hardS) && softS <= hardS ? { softS, hardS } : PRESETS[kind];
}

/** The kept lengths with those of one kind changed. The soft end never comes after the hard one. */
export function withEnds(text: string | null, kind: TimerKind, ends: Ends): string {
  const hardS = Math.min(LONGEST_S, Math.max(SHORTEST_S, ends.hardS));
  const softS = Math.min(hardS, Math.max(SHORTEST_S, ends.softS));
  return JSON.stringify({ ...parsed(text), [kind]: { softS, hardS } });
}
