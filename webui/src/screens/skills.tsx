/** What notes can be about, in the class's own words. */
import { useState } from 'preact/hooks';
import type { AnyRecord, Id } from '../data/types';
import { ChoiceField, LineField } from '../parts/fields';
import { Icon } from '../parts/icons';
import { useOpen } from '../parts/open';
import { Empty, Page, Section } from '../parts/page';
import { SKILLS_AT_ONCE } from '../parts/pickers';
import { GOALS, skills, textOf } from '../parts/records';
import { to } from '../parts/route';
import { useDraft } from '../parts/usedraft';
import { lastRank, moveNeed } from '../reading/needs';
import { t } from '../strings/seldom';

export function Skills() {
  const { notebook, attempt } = useOpen();
  const all = skills(notebook);
  const [name, setName] = useState('');
  const retired = all.filter((skill) => skill['retired']);
  const offered = all.filter((skill) => !skill['retired']);
  const last = lastRank(offered, notebook.me.device);
  const add = async (event: Event) => {
    event.preventDefault();
    if (!name.trim()) return;
    if (await attempt(() => notebook.create('skill', { name: name.trim(), ...(last ? { rank: last } : {}) }))) setName('');
  };
  const move = (id: Id, by: -1 | 1) => void attempt(async () => {
    for (const { id: moved, rank } of moveNeed(offered, id, by, notebook.me.device)) await notebook.edit(moved, { rank });
  });
  return (
    <Page title={t.skills.title} parent={to.class}>
      <p class="hint">{t.skills.help}</p>
      <form class="inline-form" onSubmit={(event) => void add(event)}>
        <LineField label={t.skills.add} value={name} set={setName} max={100} enter="done" />
        <button type="submit" class="button">{t.add}</button>
      </form>
      {all.length ? null : <Empty title={t.skills.none} />}
      {offered.length > 1 ? <p class="hint">{t.needs.order}</p> : null}
      <ul class="stack">
        {offered.map((skill, i) => (
          <li key={skill.id} class="stack">
            {i === SKILLS_AT_ONCE ? <p class="hint">{t.needs.last}</p> : null}
            <Need skill={skill} move={move} />
          </li>
        ))}
      </ul>
      {retired.length ? <Section title={t.skills.retired}>{retired.map((skill) => <Skill key={skill.id} skill={skill} />)}</Section> : null}
    </Page>
  );
}

/** The buttons stay where they are at both ends of the list, so that a thumb may go on tapping. */
function Need({ skill, move }: { skill: AnyRecord; move: (id: Id, by: -1 | 1) => void }) {
  const name = textOf(skill['name']);
  return (
    <div class="need">
      <Skill skill={skill} />
      <button type="button" class="icon-button" aria-label={t.needs.up(name)} onClick={() => move(skill.id, -1)}><Icon name="up" /></button>
      <button type="button" class="icon-button" aria-label={t.needs.down(name)} onClick={() => move(skill.id, 1)}><Icon name="down" /></button>
    </div>
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
