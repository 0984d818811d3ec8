/** One note: written in the room, and read and changed later. It is saved as it is written; "done" only leaves. */
import { useState } from 'preact/hooks';
import type { Id, Notebook } from '../data/types';
import type { Draft } from '../parts/draft';
import { keepEntry } from '../parts/entrytime';
import { Icon } from '../parts/icons';
import { LastTime } from '../parts/lasttime';
import { ByLine } from '../parts/byline';
import { NoteForm } from '../parts/noteform';
import { OnlyMe } from '../parts/onlyme';
import { useOpen } from '../parts/open';
import { NotFound, Page } from '../parts/page';
import { isNote, notesAbout, NOTE_TYPES, studentsOf, textOf, type Members } from '../parts/records';
import { back, note as standAt, to, type Route } from '../parts/route';
import { SaveState } from '../parts/savestate';
import { TimerLine } from '../parts/timer';
import { useDraft } from '../parts/usedraft';
import { prefill } from '../reading/prefill';
import { kindFor } from '../reading/timer';
import { todayAsDate } from '../strings/format';
import { t } from '../strings/seldom';

const SAYING = ['mark', 'words', 'compliment', 'teaching_point', 'next_step', 'kind', 'suggestion', 'tell', 'ask', 'ask_again', 'give', 'student_said', 'step'];

/** Children alone are no note yet, nor what it was begun with: tapping a wrong name and going back must leave nothing behind. */
const speaks = (start: Members) => (members: Members): boolean => {
  const { outcomes, skill } = members;
  return SAYING.some((member) => textOf(members[member]).trim()) || (skill !== undefined && skill !== start['skill'])
    || typeof members['minutes'] === 'number' || typeof members['volume'] === 'number' || (typeof outcomes === 'object' && outcomes !== null && Object.keys(outcomes).length > 0);
};

/** What the address asks for: children, a kind of note, a group that met, a piece, a plan or a next step that is taught now. */
function begun(notebook: Notebook, query: URLSearchParams): Members {
  const students = (query.get('students') ?? '').split(',').filter(Boolean);
  const [only, ...others] = students;
  const source = (name: string) => notebook.get(query.get(name) ?? '')?.record;
  const known = prefill(notebook, others.length ? undefined : only, only === undefined ? [] : notesAbout(notebook, only), todayAsDate());
  const [plan, step, group, piece] = [source('plan'), source('next'), source('group'), source('piece')];
  return {
    ...known, students, ...(group ? { group: group.id } : {}),
    ...(piece ? { piece: piece.id, genre: piece['genre'] ?? known['genre'], stage: piece['stage'] ?? known['stage'] } : {}),
    ...(plan ? { plan: plan.id, teaching_point: plan['teaching_point'], skill: plan['skill'] ?? known['skill'], method: plan['method'] } : {}),
    ...(step ? { teaching_point: step['next_step'], skill: step['skill'] ?? known['skill'] } : {}),
  };
}

export function NewNote({ route }: { route: Route }) {
  const { notebook } = useOpen();
  const [members, setMembers] = useState({ visit: route.visit, of: begun(notebook, route.query) });
  if (members.visit !== route.visit) setMembers({ visit: route.visit, of: begun(notebook, route.query) });
  const { of } = members;
  const type = NOTE_TYPES.find((one) => one === route.query.get('type')) ?? (studentsOf(of).length > 1 ? 'session' : of['teaching_point'] ? 'conference' : 'observation');
  return <NoteScreen key={route.visit} type={type} start={{ members: of }} />;
}

export function Note({ route }: { route: Route }) {
  const { notebook } = useOpen();
  const id = route.parts[1] ?? '';
  const shown = notebook.get(id);
  if (!shown || !isNote(shown.record) || shown.record.deleted) return <NotFound />;
  return <NoteScreen start={{ id }} />;
}

function NoteScreen({ start, type = 'observation' }: { start: { id: Id } | { members: Members }; type?: string }) {
  const { notebook, say, attempt } = useOpen();
  const existing = 'id' in start ? notebook.get(start.id) : undefined;
  const draft = useDraft(existing?.record.type ?? type, start, speaks('members' in start ? start.members : {}), (id) => standAt(to.note(id)));
  const [only, ...others] = studentsOf(draft.mine);
  const parent = only && !others.length ? to.student(only) : to.today;
  const remove = async () => {
    await draft.flush();
    const id = draft.id;
    if (id === undefined || !(await attempt(() => notebook.remove(id)))) return;
    say({ text: t.note.deleted, undo: true });
    back(parent);
  };
  return (
    <Page title={existing ? t.types[draft.type] ?? t.note.edit : t.note.new} parent={parent} foot={<Foot draft={draft} fresh={!existing} parent={parent} />}>
      <OpenQuestion id={draft.id} />
      {existing ? <ByLine record={notebook.get(existing.record.id)?.record ?? existing.record} /> : only && !others.length ? <LastTime student={only} notes={notesAbout(notebook, only).filter(({ record }) => record.id !== draft.id)} brief /> : null}
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

/** Where the note is, and the two ways out, all under the thumb: done, or put aside until the room is quiet. */
function Foot({ draft, fresh, parent }: { draft: Draft; fresh: boolean; parent: string }) {
  const { notebook, say } = useOpen();
  const [leaving, setLeaving] = useState(false);
  const [openedMs] = useState(Date.now);
  const leave = async (unfinished: true | undefined) => {
    setLeaving(true);
    if (draft.mine['unfinished'] !== unfinished) draft.set({ unfinished });
    await draft.flush();
    setLeaving(false);
    const { id } = draft;
    if (draft.state === 'failed') return;
    if (fresh && id !== undefined) keepEntry(Date.now() - openedMs);
    if (fresh && id !== undefined) say({ text: unfinished ? t.note.putAside : t.note.kept, undo: () => notebook.remove(id) });
    back(parent);
  };
  return (
    <>
      <SaveState draft={draft} />
      <button type="button" class="icon-button" aria-label={t.note.finishLater} disabled={leaving} onClick={() => void leave(true)}><Icon name="later" /></button>
      <button type="button" class="button" disabled={leaving} onClick={() => void leave(undefined)}><Icon name="check" />{t.done}</button>
    </>
  );
}
