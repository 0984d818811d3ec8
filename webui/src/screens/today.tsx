/** The first screen: whom to see next and why, what asks for an answer, and the big button to write. */
import type { ComponentChildren } from 'preact';
import { useEffect, useMemo } from 'preact/hooks';
import type { Id } from '../data/types';
import { Icon } from '../parts/icons';
import { DayLine } from '../parts/lens';
import { NoteCard } from '../parts/notecard';
import { useNotebook, useOpen } from '../parts/open';
import { Empty, Page, Row, Section, Writing } from '../parts/page';
import { lastSeen, LATEST_NOTES, notes, studentsOf, textOf, writers, type Writer } from '../parts/records';
import { to, type Route } from '../parts/route';
import { Banners, Refused, StatusLine } from '../parts/status';
import { inIosBrowser } from '../parts/ios';
import { later } from '../parts/later';
import { calendarOf, dayPlus } from '../reading/calendar';
import { contactsIn } from '../reading/coverage';
import { candidatesOf, nextFive, type Reason } from '../reading/nextfive';
import { unfinished } from '../reading/unfinished';
import { daysAgo, nearDay, todayAsDate } from '../strings/format';
import { t } from '../strings';
import { t as then } from '../strings/seldom';

const InstallHint = later(() => import('./seldom'), 'InstallHint');

const QUIET_MS = 300; // nothing is changing, and nobody has gone on

/** The next start shows this screen before it has read the class. */
function useFront(): void {
  const { notebook, tick } = useOpen();
  useEffect(() => {
    const keep = async () => notebook.keepFront((await import('./day')).inFront(notebook));
    const timer = setTimeout(() => { keep().catch(() => undefined); }, QUIET_MS); // without it the next start reads everything first
    return () => clearTimeout(timer);
  }, [notebook, tick]);
}

export function Today({ route }: { route: Route }) {
  const { notebook } = useOpen();
  useFront();
  const all = notes(notebook);
  const seen = lastSeen(all);
  const list = writers(notebook);
  const open = notebook.questions();
  const waiting = unfinished(all, notebook.me.person);
  const title = textOf(notebook.get(notebook.id)?.record['name']) || t.today.title;
  const foot = <a class="button button-note" href={to.newNote()}><Icon name="pen" />{t.today.note}</a>;
  return (
    <Page title={title} named={t.today.title} foot={foot} action={<a class="icon-button" href={to.search()} aria-label={t.today.search}><Icon name="search" /></a>} wide>
      <StatusLine />
      <Banners />
      {inIosBrowser() ? <InstallHint /> : null}
      <Refused />
      <DayLine />
      <ul class="rows rows-alert">
        {open.length ? <Row href={to.questions} icon="questions" title={t.today.questions(open.length)} /> : null}
        {waiting[0] ? <Row href={to.note(waiting[0].record.id)} icon="later" title={t.today.unfinished(waiting.length)} sub={t.today.unfinishedHelp} /> : null}
      </ul>
      <div class="columns">
        <div class="section">
          {list.length ? <ClassList list={list} seen={seen} by={route.query.get('by')} /> : <Section title={t.today.writers}><NoStudents /></Section>}
        </div>
        <Section title={t.today.latest}>
          {all.length ? <ul class="cards">{all.slice(0, LATEST_NOTES).map((shown) => <NoteCard key={shown.record.id} shown={shown} />)}</ul> : <p class="hint">{t.today.noNotes}</p>}
        </Section>
      </div>
    </Page>
  );
}

interface ClassListProps { list: Writer[]; seen: Map<Id, string>; by: string | null }

/** The class: those to see next and then the others, or all of it in one order. */
function ClassList({ list, seen, by }: ClassListProps) {
  const order = list.length > 1 ? <Order by={by} /> : null;
  const words = ({ id }: Writer) => seenWords(seen.get(id), asOf);
  const { asOf } = useNotebook();
  if (by === 'name' || by === 'seen') return <Section title={t.today.writers} action={order}><Writers list={by === 'name' ? list : leastRecent(list, seen)} says={words} /></Section>;
  return <WhoNext list={list} seen={seen} order={order} says={words} />;
}

function WhoNext({ list, seen, order, says }: { list: Writer[]; seen: Map<Id, string>; order: ComponentChildren; says: (writer: Writer) => string }) {
  const notebook = useNotebook();
  const today = todayAsDate(notebook.asOf === undefined ? undefined : new Date(notebook.asOf));
  const classroom = notebook.get(notebook.id)?.record;
  const all = notes(notebook);
  const next = useMemo(
    () => nextFive(candidatesOf(list.map(({ record }) => record), contactsIn(all), classroom, calendarOf(classroom), today), today),
    [list, all, classroom, today],
  );
  const reasons = new Map(next.map(({ id, reasons: why }) => [id, why]));
  const others = leastRecent(list.filter(({ id }) => !reasons.has(id)), seen);
  return (
    <>
      <Section title={t.next.title} action={order}>
        {next.length ? null : <p class="hint">{t.next.nobody}</p>}
        <Writers list={next.flatMap(({ id }) => list.filter((writer) => writer.id === id))} says={({ id }) => (reasons.get(id) ?? []).map((reason) => reasonWords(reason, today)).join(' · ')} />
        <ul class="rows"><Row href={to.coverage} icon="today" title={t.next.board} /></ul>
      </Section>
      {others.length ? <Section title={t.next.others}><Writers list={others} says={says} /></Section> : null}
    </>
  );
}

export function reasonWords({ why, day }: Reason, today: string): string {
  if (day === today && (why === 'due' || why === 'overdue')) return t.next.dueToday;
  if (why === 'away' && day === dayPlus(today, -1)) return t.next.awayYesterday;
  return t.next.why[why]?.(day === undefined ? '' : nearDay(day)) ?? '';
}

export function NoStudents() {
  return (
    <Writing>
      <Empty title={t.today.noStudents} help={t.today.noStudentsHelp}><a class="button" href={to.list}>{t.today.paste}</a></Empty>
    </Writing>
  );
}

function Order({ by }: { by: string | null }) {
  const orders = [['next', t.next.title], ['seen', t.today.bySeen], ['name', t.today.byName]] as const;
  const current = orders.find(([order]) => order === by)?.[0] ?? 'next';
  return (
    <nav class="order" aria-label={t.today.order}>
      {orders.map(([order, name]) => <a key={order} href={to.todayBy(order)} aria-current={order === current ? 'true' : undefined}>{name}</a>)}
    </nav>
  );
}

/** Never seen first, then longest ago; the list is by name already, so equals stay in that order. */
function leastRecent(list: Writer[], seen: Map<Id, string>): Writer[] {
  const at = (writer: Writer) => seen.get(writer.id) ?? '';
  return [...list].sort((a, b) => (at(a) < at(b) ? -1 : at(a) > at(b) ? 1 : 0));
}

function Writers({ list, says }: { list: Writer[]; says: (writer: Writer) => string }) {
  const notebook = useNotebook();
  const open = new Set(notebook.questions().flatMap((question) => studentsOf(question.record)));
  return (
    <ul class="rows">
      {list.map((writer) => (
        <Row
          key={writer.id} href={to.student(writer.id)} title={<bdi>{writer.label}</bdi>}
          sub={<>{says(writer)}{open.has(writer.id) ? <> · <Icon name="questions" />{t.state.needLook(1)}</> : null}</>}
          end={notebook.asOf === undefined ? <a class="icon-button" href={to.newNote([writer.id])} aria-label={t.today.noteAbout(writer.label)}><Icon name="pen" /></a> : null}
        />
      ))}
    </ul>
  );
}

/** `asOf`: the past day that is looked at, from whose end the days are counted. */
export function seenWords(at: string | undefined, asOf?: string): string {
  const words = asOf === undefined ? t.seen : then.seenThen;
  if (at === undefined) return words.never;
  const days = daysAgo(at, asOf === undefined ? undefined : new Date(asOf));
  return days === 0 ? words.today : days === 1 ? words.yesterday : words.days(days);
}
