/**
 * The growth of one child over a school year: a dot for every mark on a step, and the same as a table. Drawn by hand in the pixels of
 * the place it has, so that text of twice the size finds its room and every dot can be hit.
 */
import { useLayoutEffect, useRef, useState } from 'preact/hooks';
import { MarkBadge } from './chips';
import type { Days } from './days';
import { PATHS } from './icons';
import { to } from './route';
import { spread, type GrowthPoint, type StepProgress } from '../reading/progress';
import { calendarDay, monthLetter } from '../strings/format';
import { t } from '../strings/seldom';

const REACH_PX = 24; // half of what a thumb needs
const ROW_PX = 52; // dots of two steps never cover each other
const APART_PX = 26; // dots of one step: as much of each is free as can be hit
const ICON_UNITS = 24;
const WIDTH_AT_FIRST_PX = 320;

interface Measure { width: number; rem: number; isRtl: boolean }

function useMeasure() {
  const place = useRef<HTMLDivElement>(null);
  const [measure, setMeasure] = useState<Measure>({ width: WIDTH_AT_FIRST_PX, rem: 16, isRtl: false });
  useLayoutEffect(() => {
    const look = () => {
      const width = Math.floor(place.current?.clientWidth ?? 0);
      const style = getComputedStyle(document.documentElement);
      if (width > 0) setMeasure({ width, rem: parseFloat(style.fontSize), isRtl: style.direction === 'rtl' });
    };
    look();
    const watcher = new ResizeObserver(look);
    if (place.current) watcher.observe(place.current);
    return () => watcher.disconnect();
  }, []);
  return { place, ...measure };
}

const dayNumber = (day: string): number => Date.parse(`${day}T00:00:00Z`) / 86_400_000;

function monthsOf({ from, to: until }: Days): string[] {
  const first = new Date(`${from}T00:00:00Z`);
  return Array.from({ length: 24 }, (_, n) => new Date(Date.UTC(first.getUTCFullYear(), first.getUTCMonth() + n, 1)).toISOString().slice(0, 10)).filter((day) => day >= from && day <= until);
}

interface ChartProps { name: string; steps: StepProgress[]; points: GrowthPoint[]; days: Days }

export function GrowthChart({ name, steps, points, days }: ChartProps) {
  const { place, width, rem, isRtl } = useMeasure();
  const side = Math.ceil(rem * 1.75);
  const left = side + REACH_PX / 2;
  const room = Math.max(1, width - left - REACH_PX);
  const height = steps.length * ROW_PX;
  const along = (day: string) => ((dayNumber(day) - dayNumber(days.from)) / Math.max(1, dayNumber(days.to) - dayNumber(days.from))) * room;
  const x = (at: number) => (isRtl ? width - left - at : left + at); // time runs as reading does
  const y = (index: number) => height - (index + 0.5) * ROW_PX; // the first step at the bottom
  const months = monthsOf(days);
  const every = Math.max(1, Math.ceil((rem * 1.2 * months.length) / room));
  const dots = steps.flatMap(({ index }) => {
    const own = points.filter((point) => point.index === index);
    const places = spread(own.map(({ on }) => along(on)), room, APART_PX);
    return own.map((point, at) => ({ ...point, x: x(places[at]!), y: y(index) }));
  });
  return (
    <div class="chart" ref={place}>
      <svg width={width} height={height + rem * 1.75} viewBox={`0 0 ${width} ${height + rem * 1.75}`} role="group" aria-label={t.growth.of(name)}>
        <g aria-hidden="true">
          {steps.map(({ index }) => (
            <g key={index}>
              <line class="chart-row" x1={x(0)} x2={x(room)} y1={y(index)} y2={y(index)} />
              <text class="chart-text" x={isRtl ? width - side / 2 : side / 2} y={y(index)} dominant-baseline="central" text-anchor="middle">{index + 1}</text>
            </g>
          ))}
          {months.map((month, at) => (at % every ? null : (
            <g key={month}>
              <line class="chart-month" x1={x(along(month))} x2={x(along(month))} y1={0} y2={height} />
              <text class="chart-text" x={x(along(month))} y={height + rem} text-anchor="middle">{monthLetter(month)}</text>
            </g>
          )))}
        </g>
        {dots.map((dot) => (
          <a key={`${dot.note} ${dot.index}`} class={`dot dot-${dot.mark}`} href={to.note(dot.note)} aria-label={t.growth.open(calendarDay(dot.on), dot.index + 1, t.choices[dot.mark] ?? dot.mark)}>
            <circle class="dot-reach" cx={dot.x} cy={dot.y} r={REACH_PX} />
            <g transform={`translate(${dot.x - ICON_UNITS / 2} ${dot.y - ICON_UNITS / 2})`}><path d={PATHS[dot.mark]} /></g>
          </a>
        ))}
      </svg>
    </div>
  );
}

/** The same, for whoever reads a table more easily; the newest first. It is laid out by hand, so its parts say what they are. */
export function GrowthTable({ steps, points }: Pick<ChartProps, 'steps' | 'points'>) {
  return (
    <details class="fold">
      <summary>{t.growth.table}</summary>
      <table class="table" role="table">
        <thead role="rowgroup"><tr role="row">{[t.growth.day, t.growth.step, t.growth.mark].map((title) => <th key={title} scope="col" role="columnheader">{title}</th>)}</tr></thead>
        <tbody role="rowgroup">
          {[...points].reverse().map(({ on, index, mark, note }) => (
            <tr key={`${note} ${index}`} role="row">
              <td role="cell"><a class="link" href={to.note(note)}>{calendarDay(on)}</a></td>
              <td role="cell">{index + 1}<span class="unseen">. <bdi>{steps[index]?.text}</bdi></span></td>
              <td role="cell"><MarkBadge mark={mark} /></td>
            </tr>
          ))}
        </tbody>
      </table>
    </details>
  );
}
