/** One note: written in the room, and read and changed later. It is saved as it is written; "done" only leaves. */
import { useState } from 'preact/hooks';
import type { Id } from '../data/types';
import type { Draft } from '../parts/draft';
import { Icon } from '../parts/icons';
import { LastTime } from '../parts/lasttime';
import { ByLine } from '../parts/names';
import { NoteForm } from '../parts/noteform';
import { OnlyMe } from '../parts/onlyme';
import { useOpen } from '../parts/open';
import { NotFound, Page } from '../parts/page';
import { isNote, notes, studentsOf, textOf, type Members } from '../parts/records';
import { back, note as standAt, to, type Route } from '../parts/route';
import { SaveState } from '../parts/savestate';
import { TimerLine } from '../parts/timer';
import { useDraft } from '../parts/usedraft';
import { kindFor } from '../reading/timer';
import { t } from '../strings';

const SAYING = ['mark', 'skill', 'words', 'compliment', 'teaching_point', 'next_step', 'kind'];

/** Children alone are no note yet: tapping a wrong name and going back must leave nothing behind. */
function speaks(members: Members): boolean {
  const outcomes = members['outcomes'];
  return SAYING.some((member) => textOf(members[member]).trim()) || typeof members['minutes'] === 'number' || (typeof outcomes === 'object' && outcomes !== null && Object.keys(outcomes).length > 0);
}

export function NewNote({ route }: { route: Route }) {
  const students = (route.query.get('students') ?? '').split(',').filter(Boolean);
  return <NoteScreen key={route.visit} start={{ members: { students } }} />;
}

export function Note({ route }: { route: Route }) {
  const { notebook } = useOpen();
  const id = route.parts[1] ?? '';
  const shown = notebook.get(id);
  if (!shown || !isNote(shown.record) || shown.record.deleted) return <NotFound />;
  return <NoteScreen start={{ id }} />;
}

function NoteScreen({ start }: { start: { id: Id } | { members: Members } }) {
  const { notebook, say, attempt } = useOpen();
  const existing = 'id' in start ? notebook.get(start.id) : undefined;
  const draft = useDraft(existing?.record.type ?? 'observation', start, speaks, (id) => standAt(to.note(id)));
  const [only, ...others] = studentsOf(draft.mine);
  const parent = only && !others.length ? to.student(only) : to.today;
  const remove = async () => {
    await draft.flush();
    const id = draft.id;
    if (id === undefined || !(await attempt(() => notebook.remove(id)))) return;
    say({ text: t.note.deleted, undo: true });
    back(parent);
  };
  const before = only && !others.length ? notes(notebook).filter(({ record }) => record.id !== draft.id && studentsOf(record).includes(only)) : [];
  return (
    <Page title={existing ? t.types[draft.type] ?? t.note.edit : t.note.new} parent={parent} foot={<Foot draft={draft} parent={parent} />}>
      <OpenQuestion id={draft.id} />
      {existing ? <ByLine record={notebook.get(existing.record.id)?.record ?? existing.record} /> : <LastTime notes={before} brief />}
      <TimerLine kind={existing ? undefined : kindFor(draft.type, draft.mine['kind'])} offer={(minutes) => draft.set({ minutes })} />
      <OnlyMe draft={draft} />
      <NoteForm draft={draft} fresh={!existing} />
      {draft.id === undefined ? null : (
        <div class="actions">
          {existing ? <a class="button button-quiet" href={to.versions(draft.id)}><Icon name="history" />{t.note.versions}</a> : null}
          <button type="button" class="button button-quiet button-danger" onClick={() => void remove()}><Icon name="trash" />{t.note.delete}</button>
        </div>
      )}
    </Page>
  );
}

function OpenQuestion({ id }: { id: Id | undefined }) {
  const { notebook } = useOpen();
  if (id === undefined || !notebook.questions().some((question) => question.record.id === id)) return null;
  return <div class="banner banner-warn"><p>{t.note.question}</p><a class="button button-small" href={to.questionsAbout(id)}>{t.note.answer}</a></div>;
}

/** Where the note is, and the way out, both under the thumb. */
function Foot({ draft, parent }: { draft: Draft; parent: string }) {
  const [leaving, setLeaving] = useState(false);
  const done = async () => {
    setLeaving(true);
    await draft.flush();
    setLeaving(false);
    if (draft.state !== 'failed') back(parent);
  };
  return (
    <>
      <SaveState draft={draft} />
      <button type="button" class="button" disabled={leaving} onClick={() => void done()}><Icon name="check" />{t.done}</button>
    </>
  );
}
