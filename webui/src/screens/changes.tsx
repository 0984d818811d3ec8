/** What changed about one student between two days: for the evening with the parents, and for the end of a term. */
import { useCallback, useEffect, useMemo, useState } from 'preact/hooks';
import { actsOf, type Act } from '../data/growth';
import type { Id, Notebook, Shown, Step } from '../data/types';
import { Chip, Chips, MarkBadge } from '../parts/chips';
import { dayOf, isWithin, momentOf, presets, type Days } from '../parts/days';
import { sentence } from '../parts/errors';
import { DayField } from '../parts/fields';
import { movedMarks, type Marked } from '../parts/growth';
import { Icon } from '../parts/icons';
import { Names, namesOf } from '../parts/names';
import { NoteBody, NoteCard } from '../parts/notecard';
import { useNotebook } from '../parts/open';
import { NotFound, Page, Section } from '../parts/page';
import { callName, isNote, notes, personName, skillName, studentsOf, textOf } from '../parts/records';
import { note as standAt, to, type Route } from '../parts/route';
import { Changed, MemberName, Value } from '../parts/values';
import { calendarDay, clock, dayOfMoment, todayAsDate } from '../strings/format';
import { t } from '../strings/seldom';

/** While a year is typed, a field gives the years 2, 20 and 202 as well: nobody means those. */
const EARLIEST = '2000-01-01';

const isDay = (text: string): boolean => /^\d{4}-\d{2}-\d{2}$/.test(text) && text >= EARLIEST && !Number.isNaN(Date.parse(`${text}T00:00:00`));

export function Changes({ route }: { route: Route }) {
  const notebook = useNotebook();
  const id = route.parts[1] ?? '';
  const shown = notebook.get(id);
  const [days, setDays] = useState<Days>(() => asked(route.query) ?? usual(lookedAt(notebook)));
  if (!shown || shown.record.type !== 'student') return <NotFound />;
  const choose = (next: Days) => {
    setDays(next);
    standAt(to.changes(id, next.from, next.to)); // whoever opens a note and comes back finds the same days
  };
  const about = notes(notebook).filter(({ record }) => studentsOf(record).includes(id));
  return (
    <Page title={t.changes.title} parent={to.student(id)}>
      <p class="sub"><bdi>{callName(shown.record)}</bdi></p>
      <ChooseDays days={days} choose={choose} />
      {days.from > days.to ? <p class="error" role="alert">{t.changes.reversed}</p> : (
        <>
          <Marks notes={about} student={id} days={days} />
          <History key={`${days.from} ${days.to}`} student={id} days={days} notes={about} />
        </>
      )}
    </Page>
  );
}

function asked(query: URLSearchParams): Days | undefined {
  const [from, until] = [query.get('from') ?? '', query.get('to') ?? ''];
  return isDay(from) && isDay(until) ? { from, to: until } : undefined;
}

/** Where a past day is looked at, stretches of days end with it. */
const lookedAt = ({ asOf }: Notebook): Date => (asOf === undefined ? new Date() : new Date(asOf));

const usual = (now: Date): Days => presets(now).find(({ name }) => name === 'term')!.days;

function ChooseDays({ days, choose }: { days: Days; choose: (days: Days) => void }) {
  const now = lookedAt(useNotebook());
  const last = todayAsDate();
  return (
    <>
      <Chips label={t.changes.between}>
        {presets(now).map((preset) => (
          <Chip key={preset.name} on={preset.days.from === days.from && preset.days.to === days.to} tap={() => choose(preset.days)}>{t.changes.presets[preset.name]}</Chip>
        ))}
      </Chips>
      <div class="pair">
        <DayField label={t.changes.from} value={days.from} last={last} set={(from) => { if (isDay(from)) choose({ ...days, from }); }} />
        <DayField label={t.changes.to} value={days.to} last={last} set={(until) => { if (isDay(until)) choose({ ...days, to: until }); }} />
      </div>
    </>
  );
}

function Marks({ notes: about, student, days }: { notes: readonly Shown[]; student: Id; days: Days }) {
  const notebook = useNotebook();
  const moved = movedMarks(about, student, days);
  if (!moved.length) return null;
  const when = ({ mark, at, note }: Marked) => (
    <span class="moved-mark"><MarkBadge mark={mark} /><a class="link" href={to.note(note)}>{calendarDay(dayOf(at))}</a></span>
  );
  return (
    <Section title={t.changes.marks}>
      <dl class="moved">
        {moved.map(({ skill, first, last }) => (
          <div key={skill}>
            <dt><bdi>{skillName(notebook, skill)}</bdi></dt>
            <dd>{when(first)}{first.note === last.note ? null : <><Icon name="next" /><span class="unseen">{t.changes.then}</span>{when(last)}</>}</dd>
          </div>
        ))}
      </dl>
    </Section>
  );
}

interface Loaded { steps: Step[]; next?: string | undefined; problem?: unknown; busy: boolean }

/** A page at a time, oldest first; a page that could not be had leaves those before it. */
function useSteps(student: Id, days: Days): { loaded: Loaded; load: () => void } {
  const notebook = useNotebook();
  const [loaded, setLoaded] = useState<Loaded>({ steps: [], busy: true });
  const load = useCallback((so: Loaded) => {
    setLoaded({ steps: so.steps, next: so.next, busy: true });
    notebook.steps(student, momentOf(days.from, '00:00:00'), momentOf(days.to, '23:59:59'), so.next).then(
      (page) => setLoaded({ steps: [...so.steps, ...page.steps], next: page.next, busy: false }),
      (problem: unknown) => setLoaded({ ...so, problem, busy: false }),
    );
  }, [notebook, student, days.from, days.to]);
  useEffect(() => load({ steps: [], busy: true }), [load]);
  return { loaded, load: () => load(loaded) };
}

function History({ student, days, notes: about }: { student: Id; days: Days; notes: readonly Shown[] }) {
  const { loaded, load } = useSteps(student, days);
  const acts = useMemo(() => actsOf(loaded.steps, student), [loaded.steps, student]);
  const failed = loaded.problem !== undefined;
  const said = loaded.next === undefined ? t.changes.count(acts.length) : t.changes.countSoFar(acts.length);
  return (
    <>
      <p class="hint" role="status">{loaded.busy ? t.changes.loading : failed ? null : acts.length ? said : t.changes.none}</p>
      {byDay(acts).map(([day, some]) => (
        <Section key={day} title={dayOfMoment(some[0]!.at)}>
          <ul class="cards">{some.map((act, i) => <ActCard key={i} act={act} student={student} />)}</ul>
        </Section>
      ))}
      {failed ? (
        <div class="banner" role="status">
          <p>{sentence(loaded.problem, { offline: t.changes.offline })}</p>
          <button type="button" class="button button-small" onClick={load}>{t.versions.tryAgain}</button>
        </div>
      ) : null}
      {failed && !acts.length ? <Here notes={about} student={student} days={days} /> : null}
      {loaded.next !== undefined && !failed ? <button type="button" class="button button-quiet" disabled={loaded.busy} onClick={load}>{t.changes.more}</button> : null}
    </>
  );
}

function byDay(acts: Act[]): [string, Act[]][] {
  const days = new Map<string, Act[]>();
  for (const act of acts) days.set(dayOf(act.at), [...(days.get(dayOf(act.at)) ?? []), act]);
  return [...days];
}

/** What the phone itself has of these days: not the changes, but the notes. */
function Here({ notes: about, student, days }: { notes: readonly Shown[]; student: Id; days: Days }) {
  const some = about.filter(({ record }) => isWithin(record.created.at, days));
  return (
    <Section title={t.changes.here}>
      {some.length ? <ul class="cards">{some.map((shown) => <NoteCard key={shown.record.id} shown={shown} about={student} />)}</ul> : <p class="hint">{t.changes.noneHere}</p>}
    </Section>
  );
}

function ActCard({ act, student }: { act: Act; student: Id }) {
  const notebook = useNotebook();
  const { kind, record } = act;
  const others = isNote(record) ? studentsOf(record).filter((id) => id !== student) : [];
  const name = record.type === 'group' ? textOf(record['name']) : '';
  const done = kind === 'begun' && !isNote(record) ? t.changes.acts.added : t.changes.acts[kind];
  return (
    <li class="card">
      <a class="card-open" href={to.versions(record.id)}>
        {t.types[record.type] ?? record.type}{name ? <> · <bdi>{name}</bdi></> : null} · <time dateTime={act.at}>{clock(act.at)}</time>
      </a>
      <p class="card-names">{done} <bdi>{personName(notebook, act.by, true)}</bdi></p>
      {others.length ? <p class="sub">+ <Names of={namesOf(notebook, others)} /></p> : null}
      <What act={act} student={student} />
    </li>
  );
}

/** A note that came or went is shown whole; of all else, what changed. */
function What({ act: { kind, record, changes }, student }: { act: Act; student: Id }) {
  if (isNote(record) && kind !== 'changed') return <NoteBody record={record} about={student} />;
  if (kind !== 'begun') return <>{changes.map((change) => <Changed key={change.path} path={change.path} before={change.before} after={change.after} />)}</>;
  return (
    <>
      {changes.map(({ path, after }) => (
        <p class="card-part" key={path}><span class="card-label"><MemberName path={path} /> </span><Value path={path} value={after} /></p>
      ))}
    </>
  );
}
