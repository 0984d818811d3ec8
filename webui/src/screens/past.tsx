/** The class as it stood on a day: choosing the day, and what stands in the place of the screens that write. */
import { useState } from 'preact/hooks';
import { members } from '../data/compare';
import type { AnyRecord, Id } from '../data/types';
import { daysBefore, momentOf } from '../parts/days';
import { sentence } from '../parts/errors';
import { DayField } from '../parts/fields';
import { Icon } from '../parts/icons';
import { ByLine } from '../parts/byline';
import { Names, namesOf } from '../parts/names';
import { NoteBody } from '../parts/notecard';
import { useOpen } from '../parts/open';
import { NotFound, Page, Row, Section } from '../parts/page';
import { callName, isNote, present, skills, studentsOf, textOf, writers } from '../parts/records';
import { to, type Route } from '../parts/route';
import { Changed } from '../parts/values';
import { calendarDay, collator, todayAsDate } from '../strings/format';
import { t } from '../strings/seldom';

export function ChooseDay() {
  const { now, lookAt } = useOpen();
  const [day, setDay] = useState('');
  const [problem, setProblem] = useState<string>();
  const [busy, setBusy] = useState(false);
  const show = async (wanted: string) => {
    if (!wanted) return setProblem(t.day.missing);
    if (wanted > todayAsDate()) return setProblem(t.day.inFuture);
    setBusy(true);
    setProblem(undefined);
    try {
      lookAt(await now.asItStood(momentOf(wanted, '23:59:59')));
      location.hash = to.today;
    } catch (error) {
      setProblem(sentence(error, { offline: t.day.offline }));
      setBusy(false);
    }
  };
  const begin = (event: Event) => {
    event.preventDefault();
    void show(day);
  };
  const ago = [{ name: t.day.weekAgo, days: 7 }, { name: t.day.monthAgo, days: 28 }];
  return (
    <Page title={t.day.choose} parent={to.class}>
      <p class="hint">{t.day.help}</p>
      <div class="actions">
        {ago.map(({ name, days }) => <button key={days} type="button" class="button button-quiet" disabled={busy} onClick={() => void show(daysBefore(new Date(), days))}>{name}</button>)}
      </div>
      <form class="stack" onSubmit={begin}>
        <DayField label={t.day.day} value={day} set={setDay} last={todayAsDate()} />
        <div class="actions"><button type="submit" class="button" disabled={busy}><Icon name="history" />{t.day.show}</button></div>
      </form>
      {busy ? <p role="status">{t.day.opening}</p> : null}
      {problem ? <p class="banner banner-warn" role="alert">{problem}</p> : null}
    </Page>
  );
}

export function PastClass() {
  const { notebook } = useOpen();
  const offered = skills(notebook).filter((skill) => !skill['retired']);
  return (
    <Page title={textOf(notebook.get(notebook.id)?.record['name']) || t.class.title} named={t.class.title}>
      <ul class="rows">
        <Row href={to.students} icon="students" title={t.class.list} sub={t.class.listHelp(writers(notebook).length)} />
        <Row href={to.groups} icon="students" title={t.class.groups} sub={t.class.groupsHelp(notebook.all('group').length)} />
        <Row href={to.day} icon="history" title={t.day.another} />
      </ul>
      <Section title={t.class.skills}>
        {offered.length ? <p class="card-tags">{offered.map((skill) => <span class="badge" key={skill.id}><bdi>{textOf(skill['name'])}</bdi></span>)}</p> : <p class="hint">{t.skills.none}</p>}
      </Section>
    </Page>
  );
}

export function PastNote({ route }: { route: Route }) {
  const { notebook } = useOpen();
  const record = notebook.get(route.parts[1] ?? '')?.record;
  if (!record || !isNote(record) || record.deleted) return <NotFound />;
  const students = studentsOf(record);
  const [only, ...others] = students;
  const isAsked = Object.values(record._forks ?? {}).some((fork) => fork.ask);
  return (
    <Page title={t.types[record.type] ?? t.note.edit} parent={only && !others.length ? to.student(only) : to.today}>
      {isAsked ? <p class="banner banner-warn">{t.day.question}</p> : null}
      <ByLine record={record} />
      <div class="card">
        <p class="card-names">{students.length ? <Names of={namesOf(notebook, students)} /> : t.card.noStudent}</p>
        <NoteBody record={record} />
      </div>
      <SinceThen then={record} />
      <div class="actions"><a class="button button-quiet" href={to.versions(record.id)}><Icon name="history" />{t.note.versions}</a></div>
    </Page>
  );
}

/** What became of the note, and the way back: an edit of the present like any other. */
function SinceThen({ then }: { then: AnyRecord }) {
  const { now, say, attempt } = useOpen();
  const current = now.get(then.id)?.record;
  if (!current) return <p class="hint">{t.day.gone}</p>;
  const changes = members(then, current);
  const restore = async () => {
    if (await attempt(() => now.restore(then.id, then))) say({ text: t.versions.restored, undo: true });
  };
  if (!changes.length) return <p class="hint">{t.day.unchanged}</p>;
  return (
    <>
      <Section title={t.day.sinceThen}>
        {changes.map((change) => <Changed key={change.path} path={change.path} before={change.before} after={change.after} />)}
      </Section>
      <div class="actions"><button type="button" class="button" onClick={() => void restore()}><Icon name="history" />{t.day.bringBack}</button></div>
    </>
  );
}

export function PastGroup({ route }: { route: Route }) {
  const { notebook } = useOpen();
  const record = notebook.get(route.parts[2] ?? '')?.record;
  if (record?.type !== 'group' || record.deleted) return <NotFound />;
  const days = [['opens', t.groups.opens], ['closes', t.groups.closes]] as const;
  const kind = textOf(record['kind']);
  return (
    <Page title={textOf(record['name']) || t.types['group']!} named={t.types['group']!} parent={to.groups}>
      {kind ? <p class="card-tags"><span class="badge">{t.choices[kind] ?? kind}</span></p> : null}
      {textOf(record['purpose']) ? <p class="about"><bdi class="card-words">{textOf(record['purpose'])}</bdi></p> : null}
      <Section title={t.groups.members}><Members ids={present(record)} /></Section>
      {days.map(([member, label]) => (textOf(record[member]) ? <p key={member}>{label}: {calendarDay(textOf(record[member]))}</p> : null))}
      <div class="actions"><a class="button button-quiet" href={to.versions(record.id)}><Icon name="history" />{t.note.versions}</a></div>
    </Page>
  );
}

function Members({ ids }: { ids: Id[] }) {
  const { notebook } = useOpen();
  const order = collator();
  const named = ids.map((id) => ({ id, name: callName(notebook.get(id)?.record) })).sort((a, b) => order.compare(a.name, b.name));
  return <ul class="rows">{named.map(({ id, name }) => <Row key={id} href={to.student(id)} title={<bdi>{name}</bdi>} />)}</ul>;
}
