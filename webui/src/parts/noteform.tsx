/** The form of a note: the same for writing it in the room and for reading it later. */
import { useState } from 'preact/hooks';
import type { Id } from '../data/types';
import { Chip, Chips, MarkChoice } from './chips';
import type { Draft } from './draft';
import { WordsField } from './fields';
import { useNotebook } from './open';
import { SkillPicker, StudentPicker } from './pickers';
import { byCallName, CONFERENCE_KINDS, keyedOf, markFor, NOTE_TYPES, studentsOf, textOf, writers, type Mark } from './records';
import { t } from '../strings';

const TALK = [
  { member: 'compliment', hint: t.note.complimentHint },
  { member: 'teaching_point', hint: t.note.teachingHint },
  { member: 'next_step', hint: t.note.nextHint },
] as const;

export function NoteForm({ draft, fresh }: { draft: Draft; fresh: boolean }) {
  const { mine } = draft;
  const students = studentsOf(mine);
  const [choosing, setChoosing] = useState(students.length === 0);
  const write = (member: string) => (text: string) => draft.set({ [member]: text || undefined });
  const leave = () => void draft.flush();
  const talk = draft.type === 'conference';
  return (
    <div class="note-form">
      {fresh ? <KindChoice draft={draft} /> : null}
      <StudentPicker chosen={students} open={choosing} toggle={() => setChoosing(!choosing)} set={(ids) => draft.set(choice(draft, ids))} />
      <SkillPicker value={mine['skill']} set={(skill) => draft.set({ skill })} />
      <Marks draft={draft} students={students} />
      {talk ? TALK.map(({ member, hint }) => (
        <WordsField key={member} label={t.members[member] ?? member} hint={hint} value={textOf(mine[member])} set={write(member)} leave={leave} max={8000} />
      )) : null}
      <WordsField label={t.note.words} hint={talk ? t.note.wordsMore : t.note.wordsHint} value={textOf(mine['words'])} set={write('words')} leave={leave} max={20000} rows={talk ? 2 : 4} />
      {talk ? <ConferenceKind value={mine['kind']} set={(kind) => draft.set({ kind })} /> : null}
    </div>
  );
}

/** A child taken out of the note takes along what was said of that child alone. */
function choice(draft: Draft, students: Id[]): { [member: string]: unknown } {
  const before = keyedOf(draft.mine['outcomes']);
  const outcomes = Object.fromEntries(Object.entries(before).filter(([id]) => students.includes(id)));
  return { students, outcomes: Object.keys(outcomes).length ? outcomes : undefined };
}

function KindChoice({ draft }: { draft: Draft }) {
  return (
    <Chips label={t.note.kind}>
      {NOTE_TYPES.map((type) => <Chip key={type} on={draft.type === type} tap={() => void draft.become(type)}>{t.types[type]}</Chip>)}
    </Chips>
  );
}

function ConferenceKind(props: { value: unknown; set: (kind: string | undefined) => void }) {
  return (
    <section class="section" aria-labelledby="conference-kind">
      <h2 id="conference-kind">{t.note.conferenceKind}</h2>
      <Chips label={t.note.conferenceKind} labelledBy="conference-kind">
        {CONFERENCE_KINDS.map((kind) => (
          <Chip key={kind} on={props.value === kind} tap={() => props.set(props.value === kind ? undefined : kind)}>{t.choices[kind]}</Chip>
        ))}
      </Chips>
    </section>
  );
}

/** One child: the note's mark. Several: a mark each, so that one table visit says what it saw of every child. */
function Marks({ draft, students }: { draft: Draft; students: Id[] }) {
  const all = byCallName(writers(useNotebook()));
  if (students.length < 2) {
    const [only] = students;
    const value = only ? markFor(draft.mine, only) : markFor(draft.mine, '');
    return (
      <section class="section">
        <h2>{t.note.mark}</h2>
        <MarkChoice label={t.note.mark} value={value} set={(mark) => draft.set(only && keyedOf(draft.mine['outcomes'])[only] ? outcome(draft, only, mark) : { mark })} />
      </section>
    );
  }
  const named = all.filter((writer) => students.includes(writer.id));
  return (
    <section class="section">
      <h2>{t.note.mark}</h2>
      {named.map((writer) => (
        <div class="mark-row" key={writer.id}>
          <p class="mark-name"><bdi>{writer.label}</bdi></p>
          <MarkChoice label={t.note.markFor(writer.label)} value={markFor(draft.mine, writer.id)} set={(mark) => draft.set(outcome(draft, writer.id, mark))} />
        </div>
      ))}
    </section>
  );
}

/**
 * The members that give one child a mark. The mark of the whole note moves to the children it stood for, or taking
 * one child's mark back would show the note's again.
 */
function outcome(draft: Draft, student: Id, mark: Mark | undefined): { [member: string]: unknown } {
  const before = keyedOf(draft.mine['outcomes']);
  const outcomes: { [id: string]: { [member: string]: unknown } } = { ...before };
  for (const id of studentsOf(draft.mine)) {
    const standing = id === student ? mark : markFor(draft.mine, id);
    const { mark: _gone, ...rest } = before[id] ?? {};
    const next = standing ? { ...rest, mark: standing } : rest;
    if (Object.keys(next).length) outcomes[id] = next;
    else delete outcomes[id];
  }
  return { outcomes: Object.keys(outcomes).length ? outcomes : undefined, mark: undefined };
}
