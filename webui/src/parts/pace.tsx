/** What the week is enough for beside what it was used for, and when everybody will have been seen. */
import { useNotebook } from './open';
import { useToday, type Seen } from './coverage';
import { notes, studentsOf } from './records';
import { to } from './route';
import { calendarOf } from '../reading/calendar';
import { contactNotes } from '../reading/coverage';
import { forecastOf, planOf, weekSoFar } from '../reading/pace';
import { decimal, nearDay } from '../strings/format';
import { t } from '../strings/seldom';

export function Pace({ seen }: { seen: Seen[] }) {
  const notebook = useNotebook();
  const today = useToday();
  const classroom = notebook.get(notebook.id)?.record;
  const all = contactNotes(notes(notebook)).filter((note) => studentsOf(note).length);
  const plan = planOf(classroom);
  const week = weekSoFar(all, today);
  const times = seen.map(({ coverage }) => coverage.week);
  const forecast = forecastOf(seen.map(({ writer }) => writer.id), all, classroom, calendarOf(classroom), today);
  const rows: [string, string[]][] = [
    [t.pace.planned, [t.pace.plan(plan.minutes, plan.conferences, plan.groups, plan.groupContacts)]],
    [t.pace.soFar, [t.pace.done(week.minutes, week.conferences, week.groups, week.contacts), ...(week.untimed ? [t.pace.untimed(week.untimed)] : [])]],
    [t.pace.seen, [t.pace.seenOf(times.filter((n) => n > 0).length, times.filter((n) => n > 1).length, times.length)]],
  ];
  if (forecast) {
    const { closes, left, periods, source, weeks } = forecast;
    rows.push([t.pace.round, [t.pace.left(left), `${closes ? t.pace.closes(nearDay(closes)) : t.pace.never}: ${t.pace.takes(periods, decimal(weeks))}, ${t.pace.sources[source]}`]]);
  }
  return (
    <details class="fold">
      <summary>{t.pace.title}</summary>
      <dl class="facts">{rows.map(([name, lines]) => <div key={name}><dt>{name}</dt>{lines.map((line) => <dd key={line}>{line}</dd>)}</div>)}</dl>
      {notebook.asOf === undefined ? <p><a class="link" href={to.calendar}>{t.pace.change}</a></p> : null}
    </details>
  );
}
