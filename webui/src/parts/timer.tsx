/** The timer that runs on this device: it goes on wherever she is in the app, and after a kill; it never stands in the way. */
import { useEffect, useReducer } from 'preact/hooks';
import { Icon } from './icons';
import { to } from './route';
import { keepSetting, setting } from './settings';
import { begin, clockOf, elapsedMs, endsOf, looked, minutesOf, phaseOf, readTimer, stop, type Ends, type Timer, type TimerKind } from '../reading/timer';
import { t } from '../strings/seldom';

const SECOND_MS = 1000;
const CALM_MS = 10_000; // for whoever asked for less motion
const VIBRATE_MS = { going: [], soft: [200], hard: [200, 150, 200] };

let unkept = ''; // where storage is blocked it lasts until the app is closed
const watchers = new Set<() => void>();

const held = (now: number): Timer | undefined => readTimer(setting('timer') ?? unkept, now);

function keep(timer: Timer | undefined): void {
  unkept = timer ? JSON.stringify(timer) : '';
  keepSetting('timer', unkept);
  for (const look of watchers) look();
}

/** A browser complains where nobody has touched the page yet. */
function tell(pattern: number[]): void {
  if (setting('silent') !== 'yes' && navigator.userActivation?.hasBeenActive) navigator.vibrate?.(pattern);
}

function look(): void {
  const now = Date.now();
  const timer = held(now);
  const news = timer ? looked(timer, now) : {};
  if (news.tell) tell(VIBRATE_MS[news.tell]);
  if (news.keep) keep(news.keep);
}

export const ends = (kind: TimerKind): Ends => endsOf(setting('ends'), kind);
export const lengths = ({ softS, hardS }: Ends): string => t.timer.lengths(softS / 60, hardS / 60);
export const start = (kind: TimerKind): void => keep(begin(kind, ends(kind), Date.now()));

/** The timer of this device, also when another tab began it. */
export function useTimer(): Timer | undefined {
  const [, render] = useReducer((n: number) => n + 1, 0);
  const timer = held(Date.now());
  const isRunning = timer !== undefined && !timer.stopped;
  useEffect(() => {
    const again = () => render(undefined);
    watchers.add(again);
    addEventListener('storage', again);
    return () => {
      watchers.delete(again);
      removeEventListener('storage', again);
    };
  }, []);
  useEffect(() => {
    if (!isRunning) return undefined;
    const tick = () => {
      look();
      render(undefined);
    };
    const every = setInterval(tick, matchMedia('(prefers-reduced-motion: reduce)').matches ? CALM_MS : SECOND_MS);
    document.addEventListener('visibilitychange', tick);
    return () => {
      clearInterval(every);
      document.removeEventListener('visibilitychange', tick);
    };
  }, [isRunning]);
  return timer;
}

interface Props {
  kind?: TimerKind | undefined; // offered to be started where none runs
  offer?: (minutes: number) => void; // the note that takes the minutes
}

export function TimerLine({ kind, offer }: Props) {
  const timer = useTimer();
  if (!timer) return kind ? <button type="button" class="button button-quiet" onClick={() => start(kind)}><Icon name="timer" />{t.timer.start(lengths(ends(kind)))}</button> : null;
  const now = Date.now();
  const phase = phaseOf(timer, now);
  const minutes = minutesOf(timer, now);
  const give = () => {
    offer?.(minutes);
    keep(undefined);
  };
  return (
    <div class={phase === 'going' ? 'banner' : 'banner banner-warn'} role="group" aria-label={t.timer.title}>
      <p>
        {t.timer.kinds[timer.kind]} · {timer.stopped ? t.timer.ran(minutes) : <><strong role="timer">{clockOf(elapsedMs(timer, now))}</strong> · {lengths(timer)}</>}
        <span role="status">{timer.stopped || phase === 'going' ? '' : ` · ${t.timer.phases[phase]}`}</span>
      </p>
      {offer ? <button type="button" class="button button-small" onClick={give}>{timer.stopped ? t.timer.put(minutes) : t.timer.stopInto(minutes)}</button> : null}
      {offer || timer.stopped ? null : <button type="button" class="button button-small" onClick={() => keep(stop(timer, Date.now()))}>{t.timer.stop}</button>}
      {!offer && timer.stopped ? <a class="button button-small" href={to.newNote()}>{t.timer.write}</a> : null}
      <button type="button" class="icon-button" aria-label={t.timer.drop} onClick={() => keep(undefined)}><Icon name="close" /></button>
    </div>
  );
}
