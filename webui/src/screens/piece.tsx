/** One piece: whose it is, where the paper is, where the writing stands, and how it went from its plan on. */
import { useState } from 'preact/hooks';
import type { AnyRecord, Id } from '../data/types';
import { newId } from '../data/uuid';
import { Chip, Chips } from '../parts/chips';
import type { Draft } from '../parts/draft';
import { ChoiceField, DayField, LineField } from '../parts/fields';
import { GenrePicker } from '../parts/genre';
import { Icon } from '../parts/icons';
import { NoteCard } from '../parts/notecard';
import { useOpen } from '../parts/open';
import { NotFound, Page, Section } from '../parts/page';
import { Photos } from '../parts/photos';
import { StudentPicker } from '../parts/pickers';
import { notes, studentsOf, textOf, type Members } from '../parts/records';
import { back, note as standAt, to, type Route } from '../parts/route';
import { SaveState } from '../parts/savestate';
import { pieceTitle, StageChoice } from '../parts/stages';
import { useDraft } from '../parts/usedraft';
import { beginning, containerOf, CONTAINERS, piecesOf, timelineOf, toContainer, toStage, unitGenre, type Stage } from '../reading/pieces';
import { calendarDay, todayAsDate } from '../strings/format';
import { t } from '../strings/seldom';

export function Piece({ route }: { route: Route }) {
  const { notebook } = useOpen();
  const id = route.parts[1] ?? '';
  if (id === 'new') {
    const students = (route.query.get('students') ?? '').split(',').filter((one) => notebook.get(one)?.record.type === 'student');
    return <PieceForm start={{ members: beginning(students, todayAsDate(), newId(), unitGenre(piecesOf(notebook.all('piece')))) }} />;
  }
  const shown = notebook.get(id);
  if (!shown || shown.record.type !== 'piece' || shown.record.deleted) return <NotFound />;
  return <PieceForm start={{ id }} />;
}

const isSomething = (members: Members) => studentsOf(members).length > 0 || textOf(members['title']).trim() !== '';

function PieceForm({ start }: { start: { id: Id } | { members: Members } }) {
  const { notebook } = useOpen();
  const draft = useDraft('piece', start, isSomething, (id) => standAt(to.piece(id)));
  const [choosing, setChoosing] = useState(studentsOf(draft.mine).length === 0);
  const { mine } = draft;
  const today = todayAsDate();
  const kept = draft.id === undefined ? undefined : notebook.get(draft.id)?.record;
  const write = (member: string) => (text: string) => draft.set({ [member]: text || undefined });
  const leave = () => void draft.flush();
  const noteLink = kept ? <a class="button" href={`${to.newNote(studentsOf(mine))}${studentsOf(mine).length ? '&' : '?'}piece=${kept.id}`} aria-label={t.pieces.note}><Icon name="pen" />{t.today.note}</a> : null;
  return (
    <Page title={kept ? pieceTitle(kept) : t.pieces.add} named={t.types['piece']!} parent={to.pieces} foot={<><SaveState draft={draft} untouched={t.pieces.missing} />{noteLink}</>}>
      <StudentPicker chosen={studentsOf(mine)} open={choosing} toggle={() => setChoosing(!choosing)} set={(students) => draft.set({ students })} />
      <LineField label={t.pieces.name} value={textOf(mine['title'])} set={write('title')} leave={leave} max={200} />
      <Section title={t.pieces.stage}><StageOf draft={draft} today={today} /></Section>
      <GenrePicker value={mine['genre']} set={(genre) => draft.set({ genre })} />
      <Section title={t.pieces.container}>
        <Chips label={t.pieces.container}>
          {CONTAINERS.map((one) => <Chip key={one} on={containerOf(mine) === one} tap={() => draft.set(toContainer(mine, one, today))}>{t.choices[one]}</Chip>)}
        </Chips>
      </Section>
      {containerOf(mine) === 'finished' ? <DayField label={t.pieces.finished} value={textOf(mine['finished'])} set={write('finished')} last={today} /> : null}
      <Response draft={draft} />
      {kept ? <Photos students={studentsOf(kept)} piece={kept.id} /> : null}
      {kept ? <Story piece={kept} today={today} /> : null}
      {kept ? <Actions draft={draft} piece={kept} /> : null}
    </Page>
  );
}

/** Of a piece that is there, a tap is an act of its own, which one more tap takes back. */
function StageOf({ draft, today }: { draft: Draft; today: string }) {
  const { notebook, say, attempt } = useOpen();
  const choose = async (stage: Stage) => {
    const { id } = draft;
    if (id === undefined) return draft.set(toStage(draft.mine, stage, today, newId()) ?? {});
    await draft.flush();
    const members = toStage(draft.mine, stage, today, newId());
    if (members && (await attempt(() => notebook.edit(id, members)))) say({ text: t.pieces.stageIs(t.choices[stage] ?? stage), undo: true });
  };
  return <StageChoice label={t.pieces.stage} value={draft.mine['stage']} set={(stage) => void choose(stage)} />;
}

/** What a text answers to is asked for where it answers to one (practices 0.21). */
function Response({ draft }: { draft: Draft }) {
  const { notebook } = useOpen();
  const { mine } = draft;
  if (mine['genre'] !== 'response' && containerOf(mine) !== 'response_journal' && !textOf(mine['response_to'])) return null;
  const groups = notebook.all('group').map(({ record }) => ({ value: record.id, name: textOf(record['name']) })).filter(({ name }) => name);
  return (
    <>
      <LineField label={t.pieces.responseTo} hint={t.pieces.responseHint} value={textOf(mine['response_to'])} set={(text) => draft.set({ response_to: text || undefined })} leave={() => void draft.flush()} max={200} />
      {groups.length ? <ChoiceField label={t.pieces.readingGroup} none={t.pieces.noGroup} value={textOf(mine['reading_group'])} choices={groups} set={(id) => draft.set({ reading_group: id || undefined })} /> : null}
    </>
  );
}

function Story({ piece, today }: { piece: AnyRecord; today: string }) {
  const { notebook } = useOpen();
  const story = timelineOf(piece, notes(notebook), today);
  return (
    <Section title={t.pieces.story}>
      {story.length ? null : <p class="hint">{t.pieces.noStory}</p>}
      <ul class="cards">
        {story.map((one) => ('note' in one ? <NoteCard key={one.note.record.id} shown={one.note} /> : (
          <li class="card" key={one.stage.id}>
            <p><span class="badge">{t.choices[one.stage.stage]}</span></p>
            <p class="card-foot"><time dateTime={one.on}>{calendarDay(one.on)}</time><span>{t.pieces.took(one.stage.days)}</span></p>
          </li>
        )))}
      </ul>
    </Section>
  );
}

function Actions({ draft, piece }: { draft: Draft; piece: AnyRecord }) {
  const { notebook, say, attempt } = useOpen();
  const remove = async () => {
    await draft.flush();
    if (!(await attempt(() => notebook.remove(piece.id)))) return;
    say({ text: t.pieces.deleted, undo: true });
    back(to.pieces);
  };
  return (
    <div class="actions">
      <a class="button button-quiet" href={to.versions(piece.id)}><Icon name="history" />{t.note.versions}</a>
      <button type="button" class="button button-quiet button-danger" onClick={() => void remove()}><Icon name="trash" />{t.pieces.delete}</button>
    </div>
  );
}
