/** Checklists: the writers by the objectives of a piece. One objective at a time for the thumb, all of them as a table, both to tap. */
import { useState } from 'preact/hooks';
import { newId } from '../data/uuid';
import type { Id } from '../data/types';
import { Chip, Chips } from '../parts/chips';
import { ChoiceField, LineField } from '../parts/fields';
import { GenrePicker } from '../parts/genre';
import { Grid } from '../parts/grid';
import { Icon } from '../parts/icons';
import { useMakeGroup } from '../parts/makegroup';
import { useOpen } from '../parts/open';
import { Empty, NotFound, Page, Row, Section } from '../parts/page';
import { keyedOf, skills, textOf, writers, type Members } from '../parts/records';
import { back, note as standAt, to, type Route } from '../parts/route';
import { SaveState } from '../parts/savestate';
import { useDraft } from '../parts/usedraft';
import { isAbsent, objectivesOf, OBJECTIVES_MAX, secureCount, stateOf, struggling, tapped, withAbsence, type Objective, type State } from '../reading/checklist';
import { rankBehind } from '../reading/rank';
import { calendarDay, todayAsDate } from '../strings/format';
import { t } from '../strings/seldom';

export function Checklists() {
  const { notebook } = useOpen();
  const all = notebook.all('checklist').map(({ record }) => record).sort((a, b) => (textOf(a['on']) + a.id < textOf(b['on']) + b.id ? 1 : -1));
  return (
    <Page title={t.checklist.all} parent={to.class} foot={<a class="button button-note" href={to.checklist('new')}><Icon name="plus" />{t.checklist.add}</a>}>
      <p class="hint">{t.checklist.help}</p>
      {all.length ? null : <Empty title={t.checklist.none} />}
      <ul class="rows">
        {all.map((list) => <Row key={list.id} href={to.checklist(list.id)} icon="check" title={<bdi>{textOf(list['title'])}</bdi>} sub={[textOf(list['on']) && calendarDay(textOf(list['on'])), t.checklist.objectives(objectivesOf(list).length)].filter(Boolean).join(' · ')} />)}
      </ul>
    </Page>
  );
}

export function Checklist({ route }: { route: Route }) {
  const { notebook } = useOpen();
  const id = route.parts[1] ?? '';
  if (id === 'new') return <ListForm start={{ members: { on: todayAsDate() } }} />;
  const shown = notebook.get(id);
  if (!shown || shown.record.type !== 'checklist' || shown.record.deleted) return <NotFound />;
  return <ListForm start={{ id }} />;
}

function ListForm({ start }: { start: { id: Id } | { members: Members } }) {
  const { notebook, say, attempt } = useOpen();
  const draft = useDraft('checklist', start, (members) => textOf(members['title']).trim() !== '', (id) => standAt(to.checklist(id)));
  const [title, setTitle] = useState<string>();
  const { mine, id } = draft;
  const objectives = objectivesOf(mine);
  const remove = async () => {
    await draft.flush();
    if (id === undefined || !(await attempt(() => notebook.remove(id)))) return;
    say({ text: t.checklist.deleted, undo: true });
    back(to.checklists);
  };
  const add = (text: string) => draft.set({ objectives: { ...keyedOf(mine['objectives']), [newId()]: { text, rank: rankBehind(keyedOf(mine['objectives']), notebook.me.device) } } });
  return (
    <Page title={textOf(mine['title']) || t.checklist.add} named={t.types['checklist']!} parent={to.checklists} foot={<SaveState draft={draft} untouched={t.checklist.untouched} />} wide>
      <LineField
        label={t.members['title']!} hint={t.checklist.titleHint} value={title ?? textOf(mine['title'])} max={200} leave={() => { setTitle(undefined); void draft.flush(); }}
        set={(text) => { setTitle(text); if (text.trim()) draft.set({ title: text }); }}
      />
      {objectives.length < OBJECTIVES_MAX ? <AddObjective add={add} /> : null}
      {objectives.length ? <Marking members={mine} objectives={objectives} set={(marks) => draft.set({ marks })} /> : null}
      <details class="fold">
        <summary>{t.checklist.change}</summary>
        <div class="stack">
          <GenrePicker value={mine['genre']} set={(genre) => draft.set({ genre })} />
          {objectives.map((one) => <EditObjective key={one.id} of={one} set={(members) => draft.set({ objectives: changed(mine, one.id, members) })} leave={() => void draft.flush()} />)}
        </div>
        {id === undefined ? null : (
          <div class="actions">
            <a class="button button-quiet" href={to.versions(id)}><Icon name="history" />{t.note.versions}</a>
            <button type="button" class="button button-quiet button-danger" onClick={() => void remove()}><Icon name="trash" />{t.checklist.delete}</button>
          </div>
        )}
      </details>
    </Page>
  );
}

/** An objective with members set; `undefined` instead of members takes it out, and leaves its marks for who brings it back. */
function changed(list: Members, id: Id, members: Members | undefined): { [id: Id]: Members } {
  const { [id]: own, ...others } = keyedOf(list['objectives']);
  return members ? { ...others, [id]: { ...own, ...members } } : others;
}

function AddObjective({ add }: { add: (text: string) => void }) {
  const [text, setText] = useState('');
  const submit = (event: Event) => {
    event.preventDefault();
    if (text.trim()) add(text.trim());
    setText('');
  };
  return (
    <form class="inline-form" onSubmit={submit}>
      <LineField label={t.checklist.objective} value={text} set={setText} max={200} enter="done" />
      <button type="submit" class="button">{t.add}</button>
    </form>
  );
}

function EditObjective({ of, set, leave }: { of: Objective; set: (members: Members | undefined) => void; leave: () => void }) {
  const { notebook } = useOpen();
  const [text, setText] = useState<string>();
  const offered = skills(notebook).filter((skill) => !skill['retired'] || skill.id === of.skill).map((skill) => ({ value: skill.id, name: textOf(skill['name']) }));
  return (
    <div class="card">
      <LineField label={t.checklist.objective} value={text ?? of.text} max={200} set={(now) => { setText(now); if (now.trim()) set({ text: now }); }} leave={() => { setText(undefined); leave(); }} />
      <ChoiceField label={t.members['skill']!} none={t.checklist.noSkill} value={of.skill ?? ''} choices={offered} set={(skill) => set({ skill: skill || undefined })} />
      <button type="button" class="button button-quiet" onClick={() => set(undefined)}><Icon name="trash" />{t.checklist.takeOut}</button>
    </div>
  );
}

const wordOf = (state: State | undefined): string => (state ? t.choices[state]! : t.checklist.blank);

function Marking({ members, objectives, set }: { members: Members; objectives: Objective[]; set: (marks: unknown) => void }) {
  const { notebook } = useOpen();
  const [chosen, setChosen] = useState(objectives[0]!.id);
  const list = writers(notebook);
  const one = objectives.find(({ id }) => id === chosen) ?? objectives[0]!;
  const tap = (student: Id, objective: Id) => set(tapped(members, student, objective));
  if (!list.length) return <p class="hint">{t.today.noStudents}</p>;
  return (
    <>
      <Section title={t.checklist.one}>
        <Chips label={t.checklist.one}>
          {objectives.map((objective) => <Chip key={objective.id} on={objective.id === one.id} tap={() => setChosen(objective.id)}><bdi>{objective.text}</bdi></Chip>)}
        </Chips>
        <p class="hint">{t.checklist.tapHelp}</p>
        <div class="cells" role="group" aria-label={one.text}>
          {list.map((writer) => {
            const state = stateOf(members, writer.id, one.id);
            return (
              <button key={writer.id} type="button" class={`cell cell-${state ?? 'blank'}`} onClick={() => tap(writer.id, one.id)}>
                <bdi>{writer.label}</bdi><span class={state ? undefined : 'unseen'}>{state ? `${t.checklist.symbols[state]} ` : ''}{wordOf(state)}</span>
              </button>
            );
          })}
        </div>
        <GroupOf members={members} of={one} students={list.map(({ id }) => id)} />
      </Section>
      <Section title={t.checklist.table}>
        <Grid
          label={t.checklist.table} corner={t.note.who} columns={objectives.map(({ id, text }) => ({ id, name: text, on: id === one.id }))} rows={list.map(({ id, label }) => ({ id, name: label }))}
          choose={setChosen} tap={tap}
          cell={(student, objective) => {
            const state = stateOf(members, student, objective);
            return { tone: state ?? 'blank', symbol: state ? t.checklist.symbols[state]! : '', word: wordOf(state) };
          }}
        />
      </Section>
      <details class="fold">
        <summary>{t.checklist.absent}</summary>
        <p class="hint">{t.checklist.absentHelp}</p>
        <Chips label={t.checklist.absent}>
          {list.map((writer) => <Chip key={writer.id} on={isAbsent(members, writer.id)} tap={() => set(withAbsence(members, writer.id))}><bdi>{writer.label}</bdi></Chip>)}
        </Chips>
      </details>
    </>
  );
}

function GroupOf({ members, of, students }: { members: Members; of: Objective; students: Id[] }) {
  const makeGroup = useMakeGroup();
  const need = struggling(members, students, of.id);
  return (
    <div class="banner">
      <p role="status">{t.checklist.counts(need.length, secureCount(members, students, of.id))}</p>
      {need.length ? <button type="button" class="button button-small" onClick={() => void makeGroup({ name: of.text, students: need, skill: of.skill, purpose: of.text })}>{t.checklist.makeGroup(need.length)}</button> : null}
    </div>
  );
}
