/** What notes can be about, in the class's own words. */
import { useState } from 'preact/hooks';
import type { AnyRecord } from '../data/types';
import { ChoiceField, LineField } from '../parts/fields';
import { useOpen } from '../parts/open';
import { Empty, Page, Section } from '../parts/page';
import { GOALS, skills, textOf } from '../parts/records';
import { to } from '../parts/route';
import { useDraft } from '../parts/usedraft';
import { t } from '../strings/seldom';

export function Skills() {
  const { notebook, attempt } = useOpen();
  const all = skills(notebook);
  const [name, setName] = useState('');
  const retired = all.filter((skill) => skill['retired']);
  const offered = all.filter((skill) => !skill['retired']);
  const add = async (event: Event) => {
    event.preventDefault();
    if (!name.trim()) return;
    if (await attempt(() => notebook.create('skill', { name: name.trim() }))) setName('');
  };
  return (
    <Page title={t.skills.title} parent={to.class}>
      <p class="hint">{t.skills.help}</p>
      <form class="inline-form" onSubmit={(event) => void add(event)}>
        <LineField label={t.skills.add} value={name} set={setName} max={100} enter="done" />
        <button type="submit" class="button">{t.add}</button>
      </form>
      {all.length ? null : <Empty title={t.skills.none} />}
      {offered.map((skill) => <Skill key={skill.id} skill={skill} />)}
      {retired.length ? <Section title={t.skills.retired}>{retired.map((skill) => <Skill key={skill.id} skill={skill} />)}</Section> : null}
    </Page>
  );
}

function Skill({ skill }: { skill: AnyRecord }) {
  const { notebook } = useOpen();
  const draft = useDraft('skill', { id: skill.id }, () => true);
  const [name, setName] = useState<string>();
  const retired = draft.mine['retired'] === true;
  const goals = GOALS.map((goal) => ({ value: goal, name: t.choices[goal] ?? goal }));
  return (
    <details class="fold">
      <summary><bdi>{textOf(notebook.get(skill.id)?.record['name'])}</bdi>{textOf(skill['category']) ? <span class="badge">{t.choices[textOf(skill['category'])]}</span> : null}</summary>
      <LineField
        label={t.skills.name} value={name ?? textOf(draft.mine['name'])} max={100} leave={() => { setName(undefined); void draft.flush(); }}
        set={(text) => { setName(text); if (text.trim()) draft.set({ name: text }); }}
      />
      <ChoiceField label={t.skills.category} none={t.skills.noCategory} value={textOf(draft.mine['category'])} choices={goals} set={(goal) => draft.set({ category: goal || undefined })} />
      <button type="button" class="button button-quiet" onClick={() => draft.set({ retired: retired ? undefined : true })}>{retired ? t.skills.unretire : t.skills.retire}</button>
    </details>
  );
}
