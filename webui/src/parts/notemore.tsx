/** What a note seldom needs, behind the form: the text it is about, who asked, the child's own words, and how a session was taught. */
import type { Id } from '../data/types';
import { Chip, Chips } from './chips';
import type { Draft } from './draft';
import { ChoiceField, LineField, WordsField } from './fields';
import { GenrePicker } from './genre';
import { useNotebook } from './open';
import { Photos } from './photos';
import { callName, keyedOf, notes, studentsOf, textOf, type Members } from './records';
import { SessionPlan } from './sessionplan';
import { to } from './route';
import { VolumeFields } from './volume';
import { STAGES } from '../reading/forms';
import { genreName } from '../reading/genres';
import { prompts } from '../reading/prompts';
import { library } from '../reading/teaching';
import { t } from '../strings/seldom';

const ASKED = ['student', 'teacher'] as const;
const CONTEXTS = ['independent', 'group'] as const;
const MINUTES_MAX = 600;
const LIBRARY_AT_ONCE = 6;

export function NoteMore({ draft }: { draft: Draft }) {
  const isTalk = draft.type !== 'observation';
  return (
    <div class="note-form">
      <Text draft={draft} />
      <Photos students={studentsOf(draft.mine)} note={draft.id} piece={textOf(draft.mine['piece']) || undefined} isPrivate={draft.isPrivate} before={async () => { await draft.flush(); return draft.id; }} />
      {isTalk ? <Taught draft={draft} /> : null}
      {isTalk ? <Asked draft={draft} /> : null}
      <OneOf draft={draft} member="asked_by" of={ASKED} label={t.capture.askedBy} names={t.capture.askedByNames} />
      <WordsField label={t.capture.studentSaid} hint={t.capture.studentSaidHint} value={textOf(draft.mine['student_said'])} max={8000} set={(text) => draft.set({ student_said: text || undefined })} leave={() => void draft.flush()} />
      {draft.type === 'conference' ? <OneOf draft={draft} member="context" of={CONTEXTS} label={t.capture.context} names={t.capture.contextNames} /> : null}
      {draft.type === 'session' ? <SessionPlan draft={draft} /> : null}
      {studentsOf(draft.mine).length > 1 ? <EachChild draft={draft} /> : null}
      <Minutes draft={draft} />
      <VolumeFields volume={draft.mine['volume']} unit={draft.mine['volume_unit']} set={(members) => draft.set(members)} leave={() => void draft.flush()} />
    </div>
  );
}

function OneOf<Name extends string>({ draft, member, of, label, names }: { draft: Draft; member: string; of: readonly Name[]; label: string; names: { [name in Name]: string } }) {
  const value = draft.mine[member];
  return <Chips label={label} heading>{of.map((name) => <Chip key={name} on={value === name} tap={() => draft.set({ [member]: value === name ? undefined : name })}>{names[name]}</Chip>)}</Chips>;
}

/** The piece and where it stands: filled in from last time, and changed in one tap (practices 0.20, 0.21). */
function Text({ draft }: { draft: Draft }) {
  const notebook = useNotebook();
  const students = studentsOf(draft.mine);
  const pieces = notebook.all('piece').map(({ record }) => record).filter((piece) => piece.id === draft.mine['piece'] || studentsOf(piece).some((id) => students.includes(id)));
  const choose = (id: Id) => {
    const piece = pieces.find((one) => one.id === id);
    draft.set({ piece: piece?.id, ...(piece ? { genre: piece['genre'] ?? draft.mine['genre'], stage: piece['stage'] ?? draft.mine['stage'] } : {}) });
  };
  const { genre, stage } = draft.mine;
  return (
    <>
      {pieces.length ? <ChoiceField label={t.members['piece']!} none={t.capture.noPiece} value={textOf(draft.mine['piece'])} choices={pieces.map((piece) => ({ value: piece.id, name: textOf(piece['title']) || genreName(textOf(piece['genre'])) || t.noName }))} set={choose} /> : null}
      <GenrePicker value={genre} set={(name) => draft.set({ genre: name })} />
      <Chips label={t.members['stage']!} heading>{STAGES.map((name) => <Chip key={name} on={stage === name} tap={() => draft.set({ stage: stage === name ? undefined : name })}>{t.choices[name]}</Chip>)}</Chips>
    </>
  );
}

/** What was taught before, for the skill of the note first: one tap puts it in (practices 2.12). */
function Taught({ draft }: { draft: Draft }) {
  const notebook = useNotebook();
  const skill = textOf(draft.mine['skill']) || undefined;
  const all = library(notebook.all('plan'), notes(notebook).filter(({ record }) => record.id !== draft.id), skill).slice(0, LIBRARY_AT_ONCE);
  const put = (text: string, plan: Id | undefined) => draft.set({ teaching_point: text, plan, ...(plan ? planned(notebook.get(plan)?.record) : {}) });
  const usable = draft.mine['transferable'];
  return (
    <>
      {all.length ? <Chips label={t.capture.library} heading>{all.map(({ text, plan }) => <Chip key={text} on={draft.mine['teaching_point'] === text} tap={() => put(text, plan)}><bdi>{text}</bdi></Chip>)}</Chips> : null}
      <Chips label={t.capture.transferable} heading>
        {[true, false].map((yes) => <Chip key={String(yes)} on={usable === yes} tap={() => draft.set({ transferable: usable === yes ? undefined : yes })}>{yes ? t.yes : t.no}</Chip>)}
      </Chips>
    </>
  );
}

/** What a note takes over from the plan it is taught from. */
function planned(plan: Members | undefined): Members {
  const taken = ['skill', 'materials', 'mentor_text', 'mentor_place', 'own_example', 'method'].filter((member) => plan?.[member] !== undefined);
  return Object.fromEntries(taken.map((member) => [member, plan?.[member]]));
}

/** The questions of the class: one tap says that it was asked (practices 0.23). */
function Asked({ draft }: { draft: Draft }) {
  const notebook = useNotebook();
  const asked = Array.isArray(draft.mine['prompts']) ? draft.mine['prompts'].filter((id): id is Id => typeof id === 'string') : [];
  const offered = prompts(notebook, textOf(draft.mine['genre'])).filter((prompt) => !prompt.retired || asked.includes(prompt.id));
  const tap = (id: Id) => draft.set({ prompts: asked.includes(id) ? asked.filter((other) => other !== id) : [...asked, id].sort() });
  return (
    <>
      <Chips label={t.capture.prompts} heading room="much">{offered.map(({ id, text }) => <Chip key={id} on={asked.includes(id)} tap={() => tap(id)}><bdi>{text}</bdi></Chip>)}</Chips>
      <a class="link" href={to.prompts}>{offered.length ? t.capture.editPrompts : t.capture.addPrompts}</a>
    </>
  );
}

/** Words about one child of several. */
function EachChild({ draft }: { draft: Draft }) {
  const notebook = useNotebook();
  const outcomes = keyedOf(draft.mine['outcomes']);
  const write = (id: Id) => (words: string) => {
    const { words: _before, ...rest } = outcomes[id] ?? {};
    draft.set({ outcomes: { ...outcomes, [id]: words ? { ...rest, words } : rest } });
  };
  return (
    <>
      {studentsOf(draft.mine).map((id) => (
        <WordsField key={id} label={t.capture.about(callName(notebook.get(id)?.record))} value={textOf(outcomes[id]?.['words'])} max={8000} rows={1} set={write(id)} leave={() => void draft.flush()} />
      ))}
    </>
  );
}

function Minutes({ draft }: { draft: Draft }) {
  const value = draft.mine['minutes'];
  const set = (text: string) => {
    const minutes = Number.parseInt(text, 10);
    draft.set({ minutes: Number.isNaN(minutes) ? undefined : Math.min(MINUTES_MAX, Math.max(0, minutes)) });
  };
  return <LineField label={t.members['minutes']!} value={typeof value === 'number' ? String(value) : ''} digits max={3} set={set} leave={() => void draft.flush()} />;
}
