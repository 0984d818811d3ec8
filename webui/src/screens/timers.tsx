/** The timers of the block: starting one, and how long each may take on this device. */
import { useReducer } from 'preact/hooks';
import { Chip, Chips } from '../parts/chips';
import { ChoiceField } from '../parts/fields';
import { Icon } from '../parts/icons';
import { Page } from '../parts/page';
import { to } from '../parts/route';
import { keepSetting, setting } from '../parts/settings';
import { ends, lengths, start, TimerLine } from '../parts/timer';
import { TIMER_KINDS, withEnds, type Ends, type TimerKind } from '../reading/timer';
import { comma } from '../strings/format';
import { t } from '../strings/seldom';

const MINUTES = [0.5, 1, 2, 3, 4, 5, 6, 7, 8, 10, 12, 15, 18, 20, 25, 30, 40, 45, 60];

export function Timers() {
  const [, render] = useReducer((n: number) => n + 1, 0);
  const silent = setting('silent') === 'yes';
  const choose = (kind: TimerKind, chosen: Partial<Ends>) => {
    keepSetting('ends', withEnds(setting('ends'), kind, { ...ends(kind), ...chosen }));
    render(undefined);
  };
  return (
    <Page title={t.lens.timers} parent={to.class}>
      <TimerLine />
      <p class="hint">{t.timers.help} {t.timers.oneAtATime}</p>
      <Chips label={t.lens.timers}>
        <Chip on={silent} tap={() => { keepSetting('silent', silent ? '' : 'yes'); render(undefined); }}>{t.timers.silent}</Chip>
      </Chips>
      {TIMER_KINDS.map((kind) => <Kind key={kind} kind={kind} choose={(chosen) => choose(kind, chosen)} />)}
    </Page>
  );
}

function Kind({ kind, choose }: { kind: TimerKind; choose: (ends: Partial<Ends>) => void }) {
  const chosen = ends(kind);
  const name = t.timer.kinds[kind]!;
  return (
    <div class="card">
      <div class="section-head">
        <h2>{name}</h2>
        <button type="button" class="button button-quiet" aria-label={`${t.timers.starts(name)}${comma()}${lengths(chosen)}`} onClick={() => { start(kind); scrollTo(0, 0); }}><Icon name="timer" />{lengths(chosen)}</button>
      </div>
      <div class="pair">
        <Length label={t.timers.soft} seconds={chosen.softS} set={(softS) => choose({ softS })} />
        <Length label={t.timers.hard} seconds={chosen.hardS} set={(hardS) => choose({ hardS })} />
      </div>
    </div>
  );
}

function Length(props: { label: string; seconds: number; set: (seconds: number) => void }) {
  const now = props.seconds / 60;
  const offered = [...new Set([...MINUTES, now])].sort((a, b) => a - b).map((minutes) => ({ value: String(minutes), name: t.timer.lengths(minutes, minutes) }));
  return <ChoiceField label={props.label} value={String(now)} choices={offered} set={(minutes) => props.set(Number(minutes) * 60)} />;
}
