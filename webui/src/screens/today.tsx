/** The first screen: who was not seen for longest, what asks for an answer, and the big button to write. */
import type { Id } from '../data/types';
import { Icon } from '../parts/icons';
import { DayLine } from '../parts/lens';
import { NoteCard } from '../parts/notecard';
import { useNotebook, useOpen } from '../parts/open';
import { Empty, Page, Row, Section, Writing } from '../parts/page';
import { lastSeen, notes, studentsOf, textOf, writers, type Writer } from '../parts/records';
import { to, type Route } from '../parts/route';
import { Banners, Refused, StatusLine } from '../parts/status';
import { InstallHint } from '../parts/install';
import { unfinished } from '../reading/unfinished';
import { daysAgo } from '../strings/format';
import { t } from '../strings';

const LATEST_NOTES = 8;

export function Today({ route }: { route: Route }) {
  const { notebook } = useOpen();
  const byName = route.query.get('by') === 'name';
  const all = notes(notebook);
  const seen = lastSeen(all);
  const list = writers(notebook);
  const open = notebook.questions();
  const waiting = unfinished(all, notebook.me.person);
  const title = textOf(notebook.get(notebook.id)?.record['name']) || t.today.title;
  const foot = <a class="button button-note" href={to.newNote()}><Icon name="pen" />{t.today.note}</a>;
  return (
    <Page title={title} named={t.today.title} foot={foot} wide>
      <StatusLine />
      <Banners />
      <InstallHint />
      <Refused />
      <DayLine />
      <ul class="rows rows-alert">
        {open.length ? <Row href={to.questions} icon="questions" title={t.today.questions(open.length)} /> : null}
        {waiting[0] ? <Row href={to.note(waiting[0].record.id)} icon="later" title={t.today.unfinished(waiting.length)} sub={t.today.unfinishedHelp} /> : null}
      </ul>
      <div class="columns">
        <Section title={t.today.writers} action={list.length > 1 ? <Order byName={byName} /> : null}>
          {list.length ? <Writers list={byName ? list : leastRecent(list, seen)} seen={seen} open={new Set(open.flatMap((q) => studentsOf(q.record)))} /> : (
            <NoStudents />
          )}
        </Section>
        <Section title={t.today.latest}>
          {all.length ? <ul class="cards">{all.slice(0, LATEST_NOTES).map((shown) => <NoteCard key={shown.record.id} shown={shown} />)}</ul> : <p class="hint">{t.today.noNotes}</p>}
        </Section>
      </div>
    </Page>
  );
}

export function NoStudents() {
  return (
    <Writing>
      <Empty title={t.today.noStudents} help={t.today.noStudentsHelp}><a class="button" href={to.list}>{t.today.paste}</a></Empty>
    </Writing>
  );
}

function Order({ byName }: { byName: boolean }) {
  return (
    <nav class="order" aria-label={t.today.order}>
      <a href={to.todayBy('seen')} aria-current={byName ? undefined : 'true'}>{t.today.bySeen}</a>
      <a href={to.todayBy('name')} aria-current={byName ? 'true' : undefined}>{t.today.byName}</a>
    </nav>
  );
}

/** Never seen first, then longest ago; the list is by name already, so equals stay in that order. */
function leastRecent(list: Writer[], seen: Map<Id, string>): Writer[] {
  const at = (writer: Writer) => seen.get(writer.id) ?? '';
  return [...list].sort((a, b) => (at(a) < at(b) ? -1 : at(a) > at(b) ? 1 : 0));
}

function Writers({ list, seen, open }: { list: Writer[]; seen: Map<Id, string>; open: Set<Id> }) {
  const { asOf } = useNotebook();
  return (
    <ul class="rows">
      {list.map((writer) => (
        <Row
          key={writer.id} href={to.student(writer.id)} title={<bdi>{writer.label}</bdi>}
          sub={<>{seenWords(seen.get(writer.id), asOf)}{open.has(writer.id) ? <> · <Icon name="questions" />{t.state.needLook(1)}</> : null}</>}
          end={asOf === undefined ? <a class="icon-button" href={to.newNote([writer.id])} aria-label={t.today.noteAbout(writer.label)}><Icon name="pen" /></a> : null}
        />
      ))}
    </ul>
  );
}

/** `asOf`: the past day that is looked at, from whose end the days are counted. */
export function seenWords(at: string | undefined, asOf?: string): string {
  const words = asOf === undefined ? t.seen : t.seenThen;
  if (at === undefined) return words.never;
  const days = daysAgo(at, asOf === undefined ? undefined : new Date(asOf));
  return days === 0 ? words.today : days === 1 ? words.yesterday : words.days(days);
}
