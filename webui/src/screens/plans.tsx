/** What is taught again and again: plans with what they need, and what gathered by itself out of conferences and groups (practices 2.12). */
import { useState } from 'preact/hooks';
import type { Id } from '../data/types';
import { Chip, Chips } from '../parts/chips';
import { ChoiceField, LineField, WordsField } from '../parts/fields';
import { Icon } from '../parts/icons';
import { useOpen } from '../parts/open';
import { Empty, NotFound, Page, Row } from '../parts/page';
import { isNote, notes, skillName, skills, textOf, type Members } from '../parts/records';
import { note as standAt, to, type Route } from '../parts/route';
import { SaveState } from '../parts/savestate';
import { useDraft } from '../parts/usedraft';
import { METHODS } from '../reading/forms';
import { library, type Taught } from '../reading/teaching';
import { t } from '../strings/seldom';

export function Plans() {
  const { notebook } = useOpen();
  const [skill, setSkill] = useState('');
  const all = library(notebook.all('plan'), notes(notebook), skill || undefined);
  const offered = skills(notebook).map((one) => ({ value: one.id, name: textOf(one['name']) }));
  return (
    <Page title={t.plans.title} parent={to.class} foot={<a class="button button-note" href={to.plan('new')}><Icon name="plus" />{t.plans.add}</a>}>
      <p class="hint">{t.plans.help}</p>
      <ul class="rows"><Row href={to.points} icon="students" title={t.plans.open} sub={t.plans.openHelp} /></ul>
      {offered.length ? <ChoiceField label={t.plans.ofSkill} none={t.plans.allSkills} value={skill} choices={offered} set={setSkill} /> : null}
      {all.length ? <ul class="rows">{all.map((one) => <Point key={one.plan ?? one.text} of={one} />)}</ul> : <Empty title={t.plans.none} />}
    </Page>
  );
}

/** What is a plan opens as one; what was only taught so far leads to the note it was taught in last. */
function Point({ of }: { of: Taught }) {
  const { notebook } = useOpen();
  const sub = [skillName(notebook, of.skill), of.times ? t.plans.times(of.times) : t.plans.never].filter(Boolean).join(' · ');
  const source = of.plan ?? notes(notebook).find(({ record }) => textOf(record['teaching_point']).trim() === of.text)?.record.id;
  if (source === undefined) return null;
  const end = of.plan ? <a class="icon-button" href={to.teach('plan', of.plan)} aria-label={`${t.plans.teach}: ${of.text}`}><Icon name="pen" /></a> : null;
  return <Row href={of.plan ? to.plan(of.plan) : to.note(source)} title={<bdi>{of.text}</bdi>} sub={<bdi>{sub}</bdi>} end={end} />;
}

export function Plan({ route }: { route: Route }) {
  const { notebook } = useOpen();
  const id = route.parts[2] ?? '';
  if (id === 'new') return <PlanForm start={{ members: {} }} />;
  const shown = notebook.get(id);
  if (shown?.record.type !== 'plan' || shown.record.deleted || isNote(shown.record)) return <NotFound />;
  return <PlanForm start={{ id }} />;
}

const LINES: [string, number][] = [['mentor_text', 200], ['mentor_place', 100]];

function PlanForm({ start }: { start: { id: Id } | { members: Members } }) {
  const { notebook } = useOpen();
  const draft = useDraft('plan', start, (members) => textOf(members['teaching_point']).trim() !== '', (id) => standAt(to.plan(id)));
  const { mine, id } = draft;
  const write = (member: string) => (text: string) => draft.set({ [member]: text || undefined });
  const leave = () => void draft.flush();
  const retired = mine['retired'] === true;
  const foot = (
    <>
      <SaveState draft={draft} untouched={t.plans.missing} />
      {id === undefined ? null : <a class="button" href={to.teach('plan', id)}><Icon name="pen" />{t.plans.teach}</a>}
    </>
  );
  return (
    <Page title={t.plans.edit} parent={to.plans} foot={foot}>
      <WordsField label={t.members['teaching_point']!} hint={t.note.hints['teaching_point']!} value={textOf(mine['teaching_point'])} max={8000} set={write('teaching_point')} leave={leave} />
      <ChoiceField label={t.members['skill']!} none={t.plans.allSkills} value={textOf(mine['skill'])} choices={skills(notebook).map((one) => ({ value: one.id, name: textOf(one['name']) }))} set={write('skill')} />
      <WordsField label={t.members['materials']!} value={textOf(mine['materials'])} max={4000} rows={1} set={write('materials')} leave={leave} />
      <div class="pair">{LINES.map(([member, max]) => <LineField key={member} label={t.members[member]!} value={textOf(mine[member])} max={max} set={write(member)} leave={leave} />)}</div>
      <WordsField label={t.members['own_example']!} value={textOf(mine['own_example'])} max={8000} rows={1} set={write('own_example')} leave={leave} />
      <Chips label={t.members['method']!} heading>{METHODS.map((name) => <Chip key={name} on={mine['method'] === name} tap={() => draft.set({ method: mine['method'] === name ? undefined : name })}>{t.choices[name]}</Chip>)}</Chips>
      {id === undefined ? null : <button type="button" class="button button-quiet" onClick={() => draft.set({ retired: retired ? undefined : true })}>{retired ? t.plans.unretire : t.plans.retire}</button>}
    </Page>
  );
}
