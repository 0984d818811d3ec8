/** The board of all students: who was seen, who is due, by whom and on what; and one tap for "absent today" and "shared today". */
import { useState } from 'preact/hooks';
import type { Id } from '../data/types';
import { Chip, Chips } from '../parts/chips';
import { StateBadge, useCoverage, useToday, type Seen } from '../parts/coverage';
import { ChoiceField } from '../parts/fields';
import { Icon } from '../parts/icons';
import { useNotebook, useOpen } from '../parts/open';
import { Page, Row, Writing } from '../parts/page';
import { Pace } from '../parts/pace';
import { GOALS, idsOf, personName, textOf, writers } from '../parts/records';
import { note as standAt, to, type Route } from '../parts/route';
import { asking, adultsOf, isWaiting, lastBy, lastOn, nobodyOn, type CoverageState } from '../reading/coverage';
import { goalsOf } from '../reading/goals';
import { shareEdit, sharesOf, waitingToShare } from '../reading/shares';
import { listOf, nearDay } from '../strings/format';
import { t } from '../strings/seldom';
import { NoStudents } from './today';

const FILTERS = ['all', 'due', 'never', 'only', 'share', 'goal', 'by'] as const;
type Filter = (typeof FILTERS)[number];
const ORDER: CoverageState[] = ['overdue', 'never', 'due', 'soon', 'calm', 'none'];

interface Asked { filter: Filter; about: string } // `about`: the goal category or the adult

export const Coverage = ({ route }: { route: Route }) => <Board key={route.visit} query={route.query} />;

function Board({ query }: { query: URLSearchParams }) {
  const notebook = useNotebook();
  const seen = useCoverage(writers(notebook));
  const [asked, setAsked] = useState<Asked>({ filter: FILTERS.find((one) => one === query.get('show')) ?? 'all', about: query.get('of') ?? '' });
  const adults = [...new Set(seen.flatMap(({ contacts }) => adultsOf(contacts)))].map((id) => ({ value: id, name: personName(notebook, id) }));
  const ask = (filter: Filter, about = '') => {
    const of = about || { goal: GOALS[0], by: adults[0]?.value }[filter as string] || '';
    setAsked({ filter, about: of });
    standAt(`${to.coverage}?show=${filter}${of ? `&of=${of}` : ''}`); // the way back from a child leads to the same board
  };
  const shown = useFiltered(seen, asked);
  return (
    <Page title={t.coverage.title} parent={to.students} foot={<a class="button button-note" href={to.newNote()}><Icon name="pen" />{t.today.note}</a>}>
      {seen.length ? null : <NoStudents />}
      {seen.length ? (
        <>
          <Chips label={t.coverage.show}>
            {FILTERS.map((filter) => <Chip key={filter} on={asked.filter === filter} tap={() => ask(filter)}>{t.coverage.filters[filter]}</Chip>)}
          </Chips>
          {asked.filter === 'goal' ? <ChoiceField label={t.coverage.goals} value={asked.about} choices={GOALS.map((goal) => ({ value: goal, name: t.choices[goal] ?? goal }))} set={(goal) => ask('goal', goal)} /> : null}
          {asked.filter === 'by' && adults.length ? <ChoiceField label={t.coverage.adults} value={asked.about} choices={adults} set={(adult) => ask('by', adult)} /> : null}
          {t.coverage.filtersHelp[asked.filter] ? <p class="hint">{t.coverage.filtersHelp[asked.filter]}</p> : null}
          <p class="hint" role="status">{shown.length ? t.coverage.size(shown.length) : t.coverage.none}</p>
          <ul class="rows">{shown.map((one) => <Child key={one.writer.id} one={one} sharing={asked.filter === 'share'} />)}</ul>
          <Pace seen={seen} />
          <Writing><ul class="rows"><Row href={to.calendar} icon="today" title={t.calendar.row} /><Row href={to.practice} icon="lock" title={t.practice.row} /></ul></Writing>
        </>
      ) : null}
    </Page>
  );
}

/** Those the filter asks for, the most pressing first; equals stay in the order of the class list. */
function useFiltered(seen: Seen[], { filter, about }: Asked): Seen[] {
  const { notebook } = useOpen();
  const find = (id: Id) => notebook.get(id)?.record;
  const turn = filter === 'share' ? waitingToShare(seen.map(({ writer }) => writer.id), sharesOf(notebook.all('share').map(({ record }) => record))) : undefined;
  const keeps: { [filter in Filter]: (one: Seen) => boolean } = {
    all: () => true,
    due: ({ coverage }) => isWaiting(coverage),
    never: ({ contacts }) => asking(contacts) === 'never',
    only: ({ contacts }) => asking(contacts) === 'only',
    share: ({ writer }) => turn?.has(writer.id) ?? true,
    goal: ({ contacts }) => lastOn(contacts, about, find) === undefined,
    by: ({ contacts }) => lastBy(contacts, about) === undefined,
  };
  return seen.filter(keeps[filter]).sort((a, b) => ORDER.indexOf(a.coverage.state) - ORDER.indexOf(b.coverage.state));
}

function Child({ one, sharing }: { one: Seen; sharing: boolean }) {
  const notebook = useNotebook();
  const { id, label } = one.writer;
  const write = <a class="icon-button" href={to.newNote([id])} aria-label={t.today.noteAbout(label)}><Icon name="pen" /></a>;
  return (
    <Row
      href={to.student(id)} title={<><bdi>{label}</bdi> <StateBadge state={one.coverage.state} /></>} sub={<Lines one={one} sharing={sharing} />}
      end={notebook.asOf === undefined ? <>{sharing ? <SharedToday of={one} /> : <AwayToday of={one} />}{write}</> : null}
    />
  );
}

function Lines({ one: { writer, contacts, coverage }, sharing }: { one: Seen; sharing: boolean }) {
  const notebook = useNotebook();
  const today = useToday();
  const find = (id: Id) => notebook.get(id)?.record;
  const goals = goalsOf(notebook.all('goal'), writer.id).current.map((goal) => textOf(goal['category'])).filter(Boolean);
  const missing = nobodyOn(contacts, goals, find).map((goal) => t.choices[goal] ?? goal);
  const [shared] = sharing ? sharesOf(notebook.all('share').map(({ record }) => record)).get(writer.id) ?? [] : [];
  const { last, week, away } = coverage;
  const words = [
    ...(last === undefined ? [] : [last === today ? t.coverage.today : t.coverage.last(nearDay(last))]),
    ...(week ? [t.coverage.week(week)] : []),
    ...(away ? [t.coverage.away] : []),
    ...(sharing ? [shared ? t.coverage.shared(nearDay(shared)) : t.coverage.neverShared] : []),
    ...(missing.length ? [t.coverage.nobodyOn(adultsOf(contacts).length, listOf(missing))] : []),
  ];
  return <>{words.join(' · ')}</>;
}

/** A second tap takes it back, as the snackbar does. */
function AwayToday({ of: { writer, coverage } }: { of: Seen }) {
  const { notebook, say, attempt } = useOpen();
  const today = useToday();
  const tap = async () => {
    const others = idsOf(writer.record['absences']).filter((day) => day !== today);
    const absences = coverage.away ? others : [...others, today];
    if (await attempt(() => notebook.edit(writer.id, { absences: absences.length ? absences : undefined }))) say({ text: coverage.away ? t.coverage.isHere : t.coverage.isAway, undo: true });
  };
  return <button type="button" class="icon-button" aria-pressed={coverage.away} aria-label={t.coverage.markAway(writer.label)} onClick={() => void tap()}><Icon name="away" /></button>;
}

function SharedToday({ of: { writer } }: { of: Seen }) {
  const { notebook, say, attempt } = useOpen();
  const today = useToday();
  const shares = notebook.all('share').map(({ record }) => record);
  const isOn = sharesOf(shares).get(writer.id)?.includes(today) ?? false;
  const tap = async () => {
    const made = shareEdit(shares, today, writer.id);
    const work = async () => {
      if ('create' in made) await notebook.create('share', made.create);
      else for (const { id, students } of made.edits) await notebook.edit(id, { students });
    };
    if (await attempt(work)) say({ text: isOn ? t.coverage.notShared : t.coverage.isShared, undo: true });
  };
  return <button type="button" class="icon-button" aria-pressed={isOn} aria-label={t.coverage.markShared(writer.label)} onClick={() => void tap()}><Icon name="star" /></button>;
}
