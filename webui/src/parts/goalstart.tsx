/** Starting a goal: for one child, or for several at once, which gives each a goal of its own. */
import { useState } from 'preact/hooks';
import type { Id } from '../data/types';
import { Chip, Chips } from './chips';
import { ChoiceField, DayField, WordsField } from './fields';
import { Icon } from './icons';
import { useOpen } from './open';
import { Section } from './page';
import { byCallName, GOALS, textOf, writers } from './records';
import { goalRows, WEEKS_TO_REVIEW } from '../reading/goals';
import { inOrder } from '../reading/progress';
import { todayAsDate } from '../strings/format';
import { t } from '../strings/seldom';

export function inWeeks(weeks: number, now = new Date()): string {
  return todayAsDate(new Date(now.getFullYear(), now.getMonth(), now.getDate() + weeks * 7));
}

/** Progressions to choose from, those of the goal category where one is chosen. */
export function ProgressionChoice(props: { label: string; category: string; value: string; set: (id: string) => void }) {
  const { notebook } = useOpen();
  const all = inOrder(notebook.all('progression').map(({ record }) => record));
  const offered = all.filter((one) => one.id === props.value || (one['retired'] !== true && (!props.category || one['category'] === props.category)));
  const nameOf = (one: (typeof all)[number]) => [textOf(one['name']), t.bands[textOf(one['band'])]].filter(Boolean).join(' · ');
  return <ChoiceField label={props.label} none={t.goals.noProgression} value={props.value} choices={offered.map((one) => ({ value: one.id, name: nameOf(one) }))} set={props.set} />;
}

/** `progression`: the one it is for, where it is known already. */
export function StartGoal(props: { students: Id[]; progression?: Id }) {
  const { notebook, say, attempt } = useOpen();
  const [students, setStudents] = useState(props.students);
  const [category, setCategory] = useState('');
  const [progression, setProgression] = useState(props.progression ?? '');
  const [words, setWords] = useState('');
  const [review, setReview] = useState(() => inWeeks(WEEKS_TO_REVIEW));
  const [isOpen, setOpen] = useState(false);
  const ofProgression = textOf(notebook.get(progression)?.record['category']);
  const isReady = students.length > 0 && (category || progression);
  const tap = (id: Id) => setStudents(students.includes(id) ? students.filter((other) => other !== id) : [...students, id]);
  const start = async () => {
    const rows = goalRows(students, { category: category || ofProgression, progression, words: words.trim(), opened: todayAsDate(), review });
    if (!(await attempt(() => notebook.createMany(rows)))) return;
    say({ text: t.goals.started(rows.length), undo: true });
    setStudents(props.students);
    setWords('');
    setOpen(false);
  };
  return (
    <details class="fold" open={isOpen} onToggle={(event) => setOpen(event.currentTarget.open)}>
      <summary>{t.goals.start}</summary>
      <div class="stack">
        {props.progression === undefined ? (
          <>
            <ChoiceField label={t.skills.category} none={t.skills.noCategory} value={category} choices={GOALS.map((goal) => ({ value: goal, name: t.choices[goal] ?? goal }))} set={(goal) => { setCategory(goal); setProgression(''); }} />
            <ProgressionChoice label={t.goals.progression} category={category} value={progression} set={setProgression} />
          </>
        ) : null}
        <WordsField label={t.goals.words} value={words} set={setWords} max={4000} />
        <DayField label={t.goals.review} value={review} set={setReview} />
        <Section title={t.note.who}>
          <p class="hint">{t.goals.startHelp}</p>
          <Chips label={t.note.who} room="much">
            {byCallName(writers(notebook)).map((writer) => <Chip key={writer.id} on={students.includes(writer.id)} tap={() => tap(writer.id)}><bdi>{writer.label}</bdi></Chip>)}
          </Chips>
        </Section>
        {isReady ? null : <p class="hint">{t.goals.missing}</p>}
        <div class="actions"><button type="button" class="button" disabled={!isReady} onClick={() => void start()}><Icon name="check" />{t.goals.startFor(students.length)}</button></div>
      </div>
    </details>
  );
}
