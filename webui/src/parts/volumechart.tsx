/** How much one child wrote over the year: bars to see it at a glance, and the same as a list whose days open their notes. */
import { daysBetween } from '../reading/pieces';
import { seriesOf, type Unit, type Volume } from '../reading/volume';
import type { Days } from './days';
import { to } from './route';
import { calendarDay } from '../strings/format';
import { t } from '../strings/seldom';

const WIDTH = 320;
const HEIGHT = 72;
const BAR = 4;

export function VolumeChart({ volumes, days }: { volumes: Volume[]; days: Days }) {
  if (!volumes.length) return <p class="hint">{t.volume.none}</p>;
  return <>{seriesOf(volumes).map(({ unit, volumes: some }) => <Series key={unit} unit={unit} volumes={some} days={days} />)}</>;
}

function Series({ unit, volumes, days }: { unit: Unit; volumes: Volume[]; days: Days }) {
  const name = t.choices[unit] ?? unit;
  const most = Math.max(1, ...volumes.map(({ amount }) => amount));
  const span = Math.max(1, daysBetween(days.from, days.to));
  const x = (on: string) => (daysBetween(days.from, on) / span) * (WIDTH - BAR);
  return (
    <figure class="stack">
      <figcaption class="card-label">{t.volume.chart(name, volumes.length)}</figcaption>
      <svg class="icon-turns" viewBox={`0 0 ${WIDTH} ${HEIGHT}`} width="100%" aria-hidden="true" focusable="false">
        <path d={`M0 ${HEIGHT - 0.5}H${WIDTH}`} stroke="currentColor" fill="none" />
        {volumes.map(({ note, on, amount }) => {
          const height = Math.max(1, (amount / most) * (HEIGHT - 4));
          return <rect key={note} x={x(on)} y={HEIGHT - height} width={BAR} height={height} fill="currentColor" />;
        })}
      </svg>
      <details class="fold">
        <summary>{name}<span class="badge">{volumes[volumes.length - 1]!.amount}</span></summary>
        <table class="table">
          <thead><tr><th scope="col">{t.volume.day}</th><th scope="col">{name}</th></tr></thead>
          <tbody>
            {volumes.map(({ note, on, amount }) => <tr key={note}><td><a class="link" href={to.note(note)}>{calendarDay(on)}</a></td><td>{amount}</td></tr>)}
          </tbody>
        </table>
      </details>
    </figure>
  );
}
