/** Choosing children and a skill with one thumb. The order never changes under the finger. */
import type { AnyRecord, Id } from '../data/types';
import { useState } from 'preact/hooks';
import { Chip, Chips } from './chips';
import { LineField } from './fields';
import { Icon } from './icons';
import { useOpen } from './open';
import { byCallName, callName, skills, textOf, writers } from './records';
import { collator } from '../strings/format';
import { t } from '../strings/seldom';

/** Up to here all names are on the screen at once; beyond it, typing two letters is quicker than scrolling. */
const NAMES_WITHOUT_SEARCH = 16;

/** The first of the teacher's order; the rest is one tap away (practices 2.7). */
export const SKILLS_AT_ONCE = 12;

export function StudentPicker(props: { chosen: Id[]; set: (ids: Id[]) => void; open: boolean; toggle: () => void }) {
  const { notebook } = useOpen();
  const [find, setFind] = useState('');
  const all = byCallName(writers(notebook));
  const gone = props.chosen.filter((id) => !all.some((writer) => writer.id === id));
  const offered = [...all, ...gone.map((id) => ({ id, label: callName(notebook.get(id)?.record) }))];
  const shown = props.open
    ? offered.filter((writer) => props.chosen.includes(writer.id) || contains(writer.label, find))
    : offered.filter((writer) => props.chosen.includes(writer.id));
  const tap = (id: Id) => props.set(props.chosen.includes(id) ? props.chosen.filter((other) => other !== id) : [...props.chosen, id]);
  return (
    <section class={props.open ? 'section' : 'section who-closed'} aria-labelledby="who">
      <div class="section-head">
        <h2 id="who" class={props.open ? undefined : 'unseen'}>{t.note.who}</h2>
        {props.chosen.length ? <button type="button" class="link" aria-expanded={props.open} onClick={props.toggle}>{props.open ? t.note.thatIsAll : t.note.change}</button> : null}
      </div>
      {props.open && all.length > NAMES_WITHOUT_SEARCH ? <LineField label={t.note.find} value={find} set={setFind} enter="search" /> : null}
      <Chips label={t.note.who} labelledBy="who" room={props.open ? 'much' : undefined}>
        {shown.map((writer) => (
          <Chip key={writer.id} on={props.chosen.includes(writer.id)} tap={() => tap(writer.id)}><bdi>{writer.label}</bdi></Chip>
        ))}
      </Chips>
      {offered.length ? null : <p class="hint">{t.today.noStudents} {t.today.noStudentsHelp}</p>}
    </section>
  );
}

/** Without regard to capitals and accents, in any script the platform can compare. */
function contains(name: string, part: string): boolean {
  const wanted = part.trim().normalize('NFC');
  if (!wanted) return true;
  const order = collator();
  const letters = [...name.normalize('NFC')];
  const length = [...wanted].length;
  return letters.some((_, at) => order.compare(letters.slice(at, at + length).join(''), wanted) === 0);
}
export { contains as nameContains };

export function SkillPicker(props: { value: unknown; set: (id: Id | undefined) => void }) {
  const { notebook } = useOpen();
  const [adding, setAdding] = useState(false);
  const [all, showAll] = useState(false);
  const offered = skills(notebook).filter((skill) => !skill['retired'] || skill.id === props.value);
  const shown = all ? offered : offered.filter((skill, i) => i < SKILLS_AT_ONCE || skill.id === props.value);
  return (
    <section class="section" aria-labelledby="skill">
      <h2 id="skill">{t.note.skill}</h2>
      <Chips label={t.note.skill} labelledBy="skill" room="little">
        {shown.map((skill) => (
          <Chip key={skill.id} on={props.value === skill.id} tap={() => props.set(props.value === skill.id ? undefined : skill.id)}>
            <bdi>{textOf(skill['name'])}</bdi>
          </Chip>
        ))}
        {offered.length > SKILLS_AT_ONCE ? <button type="button" class="chip chip-add" aria-expanded={all} onClick={() => showAll(!all)}>{all ? t.fewer : t.more}</button> : null}
        {adding ? null : <button type="button" class="chip chip-add" onClick={() => setAdding(true)}><Icon name="plus" />{t.note.addSkill}</button>}
      </Chips>
      {adding ? <AddSkill close={() => setAdding(false)} added={props.set} known={offered} /> : null}
    </section>
  );
}

function AddSkill(props: { close: () => void; added: (id: Id) => void; known: AnyRecord[] }) {
  const { notebook, attempt } = useOpen();
  const [name, setName] = useState('');
  const add = async (event: Event) => {
    event.preventDefault();
    const wanted = name.trim();
    if (!wanted) return props.close();
    const same = props.known.find((skill) => collator().compare(textOf(skill['name']), wanted) === 0);
    const made = await attempt(async () => props.added(same ? same.id : await notebook.create('skill', { name: wanted })));
    if (made) props.close();
  };
  return (
    <form class="inline-form" onSubmit={(event) => void add(event)}>
      <LineField label={t.note.skillName} value={name} set={setName} max={100} enter="done" />
      <button type="submit" class="button button-small">{t.add}</button>
    </form>
  );
}
