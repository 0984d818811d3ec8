/**
 * The form of a note: the same for writing it in the room and for reading it later. The words come first, within reach of the thumb
 * that opened it; what a note seldom needs folds in behind it.
 */
import { useState } from 'preact/hooks';
import type { Id } from '../data/types';
import { Chip, Chips, MarkChoice } from './chips';
import type { Draft } from './draft';
import { WordsField } from './fields';
import { NoteMore } from './notemore';
import { NoteStep } from './notestep';
import { useNotebook } from './open';
import { SkillPicker, StudentPicker } from './pickers';
import { byCallName, keyedOf, markFor, notesAbout, NOTE_TYPES, studentsOf, textOf, writers, type Mark, type Members, type Writer } from './records';
import { fieldsOf, kindsOf, OUTCOMES, SOURCES, TEMPLATE_NAMES, templateOf, type Field } from '../reading/forms';
import { OUTCOME_MARKS } from '../reading/texts';
import { prefill } from '../reading/prefill';
import { livePoints, repeats } from '../reading/teaching';
import { comma, todayAsDate } from '../strings/format';
import { t } from '../strings/seldom';

export function NoteForm({ draft, fresh }: { draft: Draft; fresh: boolean }) {
  const { mine } = draft;
  const students = studentsOf(mine);
  const [choosing, setChoosing] = useState(students.length === 0);
  const [more, setMore] = useState(false);
  const notebook = useNotebook();
  const set = (ids: Id[]) => draft.set({ ...(fresh && !students.length ? { ...begun(ids), ...mine } : {}), ...choice(draft, ids) });
  const begun = ([first]: Id[]) => (first === undefined ? {} : prefill(notebook, first, notesAbout(notebook, first), todayAsDate()));
  return (
    <div class="note-form">
      {fresh ? <TypeChoice draft={draft} /> : null}
      <StudentPicker chosen={students} open={choosing} toggle={() => setChoosing(!choosing)} set={set} />
      {draft.type === 'observation' ? null : <FormChoice draft={draft} />}
      {templateOf(draft.type, mine) === 'progression' ? <NoteStep draft={draft} /> : null}
      {fieldsOf(draft.type, mine).map((field) => <FormField key={field.member} draft={draft} field={field} />)}
      <WordsField
        label={t.note.words} hint={draft.type === 'observation' ? t.note.wordsHint : t.note.wordsMore} value={textOf(mine['words'])} max={20000} rows={draft.type === 'observation' ? 4 : 2}
        set={(text) => draft.set({ words: text || undefined })} leave={() => void draft.flush()}
      />
      <Marks draft={draft} students={students} />
      <SkillPicker value={mine['skill']} set={(skill) => draft.set({ skill })} />
      <Chips label={t.members['source']!} room="line">{SOURCES.map((name) => <Chip key={name} on={mine['source'] === name} tap={() => draft.set({ source: mine['source'] === name ? undefined : name })}>{t.choices[name]}</Chip>)}</Chips>
      <details class="fold" onToggle={(event) => setMore(event.currentTarget.open)}>
        <summary>{t.note.more}</summary>
        {more ? <NoteMore draft={draft} /> : null}
      </details>
    </div>
  );
}

/** A child taken out of the note takes along what was said of that child alone. */
function choice(draft: Draft, students: Id[]): Members {
  const before = keyedOf(draft.mine['outcomes']);
  const outcomes = Object.fromEntries(Object.entries(before).filter(([id]) => students.includes(id)));
  return { students, outcomes: Object.keys(outcomes).length ? outcomes : undefined };
}

function TypeChoice({ draft }: { draft: Draft }) {
  return (
    <Chips label={t.note.kind}>
      {NOTE_TYPES.map((type) => <Chip key={type} on={draft.type === type} tap={() => void draft.become(type)}>{t.types[type]}</Chip>)}
    </Chips>
  );
}

/** What kind of talk it is, which chooses the form; and the form, which can be chosen by itself. */
function FormChoice({ draft }: { draft: Draft }) {
  const kinds = kindsOf(draft.type);
  const chosen = textOf(draft.mine['kind']);
  const names = chosen && !(chosen in kinds) ? [...Object.keys(kinds), chosen] : Object.keys(kinds);
  const take = (kind: string) => draft.set(kind === chosen ? { kind: undefined } : { kind, template: kinds[kind]?.template ?? draft.mine['template'] });
  const template = templateOf(draft.type, draft.mine);
  return (
    <>
      <Chips label={t.note.talkKind} room="line">
        {names.map((kind) => <Chip key={kind} on={chosen === kind} tap={() => take(kind)}>{t.choices[kind] ?? kind}</Chip>)}
      </Chips>
      <Chips label={t.note.template} room="line">
        {TEMPLATE_NAMES.map((name) => <Chip key={name} on={template === name} tap={() => draft.set({ template: name })}>{t.note.templates[name]}</Chip>)}
      </Chips>
    </>
  );
}

function FormField({ draft, field }: { draft: Draft; field: Field }) {
  const { member, max, choices } = field;
  const value = textOf(draft.mine[member]);
  if (choices) return <Chips label={t.members[member] ?? member} room="line">{choices.map((name) => <Chip key={name} on={value === name} tap={() => draft.set({ [member]: value === name ? undefined : name })}>{t.choices[name] ?? name}</Chip>)}</Chips>;
  return (
    <>
      <WordsField label={t.members[member] ?? member} hint={t.note.hints[member] ?? ''} value={value} max={max} set={(text) => draft.set({ [member]: text || undefined })} leave={() => void draft.flush()} />
      <Hint draft={draft} member={member} value={value} />
    </>
  );
}

/** Said beside the field, never in the way: the same compliment again (0.22), and a second teaching point while one is open (0.24). */
function Hint({ draft, member, value }: { draft: Draft; member: string; value: string }) {
  const notebook = useNotebook();
  if (!value.trim() || (member !== 'compliment' && member !== 'teaching_point')) return null;
  const before = (student: Id) => notesAbout(notebook, student).filter(({ record }) => record.id !== draft.id && record.created.at <= (createdAt(draft) ?? record.created.at));
  const createdAt = ({ id }: Draft) => (id === undefined ? undefined : notebook.get(id)?.record.created.at);
  const of = writers(notebook).filter(({ id }) => studentsOf(draft.mine).includes(id));
  const concerned = of.filter(({ id }) => (member === 'compliment' ? repeats(value, before(id)) : livePoints(before(id), id).length > 0));
  if (!concerned.length) return null;
  const says = member === 'compliment' ? t.note.sameCompliment : t.note.secondPoint;
  return <p class="hint hint-warn" role="status">{says} {concerned.map((writer, i) => <span key={writer.id}>{i ? comma() : ''}<bdi>{writer.label}</bdi></span>)}</p>;
}

/** One child: the note's mark. Several: one each, so that one table visit says what it saw of every child. In a session it is how it went. */
function Marks({ draft, students }: { draft: Draft; students: Id[] }) {
  const all = byCallName(writers(useNotebook()));
  if (draft.type === 'session') return <Outcomes draft={draft} named={all.filter((writer) => students.includes(writer.id))} />;
  if (students.length < 2) {
    const [only] = students;
    const value = only ? markFor(draft.mine, only) : markFor(draft.mine, '');
    return (
      <section class="section">
        <h2>{t.note.mark}</h2>
        <MarkChoice label={t.note.mark} value={value} set={(mark) => draft.set(only && keyedOf(draft.mine['outcomes'])[only] ? marked(draft, only, mark) : { mark })} />
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
          <MarkChoice label={t.note.markFor(writer.label)} value={markFor(draft.mine, writer.id)} set={(mark) => draft.set(marked(draft, writer.id, mark))} />
        </div>
      ))}
    </section>
  );
}

/** How the session went for each child, one tap each (practices 2.15). */
function Outcomes({ draft, named }: { draft: Draft; named: Writer[] }) {
  const outcomes = keyedOf(draft.mine['outcomes']);
  const tap = (id: Id, outcome: string) => draft.set(withOutcome(draft, id, { ...outcomes[id], outcome: outcomes[id]?.['outcome'] === outcome ? undefined : outcome }));
  return (
    <section class="section">
      <h2>{t.note.outcome}</h2>
      {named.map((writer) => (
        <div class="mark-row" key={writer.id}>
          <p class="mark-name"><bdi>{writer.label}</bdi></p>
          <div class="marks" role="group" aria-label={t.note.outcomeFor(writer.label)}>
            {OUTCOMES.map((outcome) => (
              <Chip key={outcome} on={outcomes[writer.id]?.['outcome'] === outcome} tone={OUTCOME_MARKS[outcome] ?? ''} icon={OUTCOME_MARKS[outcome]} tap={() => tap(writer.id, outcome)}>{t.choices[outcome]}</Chip>
            ))}
          </div>
        </div>
      ))}
    </section>
  );
}

/** What is said of one child; an outcome that says nothing goes. */
function withOutcome(draft: Draft, student: Id, outcome: Members): Members {
  const { [student]: _before, ...others } = keyedOf(draft.mine['outcomes']);
  const said = Object.fromEntries(Object.entries(outcome).filter(([, value]) => value !== undefined));
  const outcomes = Object.keys(said).length ? { ...others, [student]: said } : others;
  return { outcomes: Object.keys(outcomes).length ? outcomes : undefined };
}

/**
 * The members that give one child a mark. The mark of the whole note moves to the children it stood for, or taking
 * one child's mark back would show the note's again.
 */
function marked(draft: Draft, student: Id, mark: Mark | undefined): Members {
  const before = keyedOf(draft.mine['outcomes']);
  const outcomes: { [id: string]: Members } = { ...before };
  for (const id of studentsOf(draft.mine)) {
    const standing = id === student ? mark : markFor(draft.mine, id);
    const { mark: _gone, ...rest } = before[id] ?? {};
    const next = standing ? { ...rest, mark: standing } : rest;
    if (Object.keys(next).length) outcomes[id] = next;
    else delete outcomes[id];
  }
  return { outcomes: Object.keys(outcomes).length ? outcomes : undefined, mark: undefined };
}
