/** One writer: what was said last time, and everything noticed since, newest first. */
import { useEffect } from 'preact/hooks';
import type { Id, Notebook } from '../data/types';
import { Cards } from '../parts/cards';
import { Icon } from '../parts/icons';
import { LastTime } from '../parts/lasttime';
import { useOpen } from '../parts/open';
import { NotFound, Page, Row, Section, Writing } from '../parts/page';
import { callName, concerns, keyedOf, notesAbout, present, textOf } from '../parts/records';
import { to, type Route } from '../parts/route';
import { towards } from '../parts/towards';
import { goalsOf } from '../reading/goals';
import { t } from '../strings/seldom';

/** What is worked on now, in a line. */
function goalLine(notebook: Notebook, id: Id): string {
  const { current } = goalsOf(notebook.all('goal'), id);
  return current.map((goal) => textOf(notebook.get(textOf(goal['progression']))?.record['name']) || t.choices[textOf(goal['category'])] || '').filter(Boolean).join(' · ') || t.goals.none;
}

export function Student({ route }: { route: Route }) {
  const { notebook } = useOpen();
  const id = route.parts[1] ?? '';
  const shown = notebook.get(id);
  const isHere = shown?.record.type === 'student' && !shown.record.deleted;
  useEffect(() => { if (isHere) notebook.opened(id); }, [notebook, id, isHere]);
  if (!shown || !isHere) return <NotFound />;
  const record = shown.preview ?? shown.record;
  const about = notesAbout(notebook, id);
  const groups = notebook.all('group').filter((group) => present(group.record).includes(id) && keyedOf(group.record['members'])[id]);
  const open = notebook.questions().filter(({ record: asked }) => concerns(asked, id));
  const name = textOf(record['name']);
  return (
    <Page
      title={callName(record)} named={t.types['student']!} parent={to.students}
      action={<Writing><a class="icon-button" href={to.studentDetails(id)} aria-label={t.student.edit}><Icon name="pen" /></a></Writing>}
      foot={<a class="button button-note" href={to.newNote([id])}><Icon name="pen" />{t.student.addNote}</a>}
    >
      {name && name !== callName(record) ? <p class="sub"><bdi>{name}</bdi></p> : null}
      {groups.length ? <p class="card-tags">{groups.map((group) => <a class="badge" key={group.record.id} href={to.group(group.record.id)}><bdi>{textOf(group.record['name'])}</bdi></a>)}</p> : null}
      {open.length ? <div class="banner banner-warn"><p>{t.today.questions(open.length)}</p><a class="button button-small" href={to.questionsAbout(id)}>{t.note.answer}</a></div> : null}
      <LastTime student={id} notes={about}>{towards(notebook, id)}</LastTime>
      <Writing><ul class="rows"><Row href={to.goals(id)} icon="check" title={t.goals.title} sub={goalLine(notebook, id)} /><Row href={to.studentWork(id)} icon="pen" title={t.pieces.work} sub={t.pieces.ofChild} /></ul></Writing>
      <Section title={t.student.timeline} action={<a class="link" href={to.changes(id)}><Icon name="history" />{t.changes.title}</a>}>
        {about.length ? null : <p class="hint">{t.student.noNotes}</p>}
        <Cards notes={about} about={id} />
      </Section>
    </Page>
  );
}
