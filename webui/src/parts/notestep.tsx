/** A note as evidence for a step of a progression: which one, and the questions that find out (practices 1.1, 1.2). */
import type { Id } from '../data/types';
import { Chip, Chips } from './chips';
import type { Draft } from './draft';
import { ChoiceField } from './fields';
import { useNotebook } from './open';
import { keyedOf, studentsOf, textOf } from './records';
import { to } from './route';
import { promptsOf } from '../reading/prompts';
import { t } from '../strings/seldom';

export function NoteStep({ draft }: { draft: Draft }) {
  const notebook = useNotebook();
  const { mine } = draft;
  const all = notebook.all('progression').map(({ record }) => record).filter((one) => !one['retired'] || one.id === mine['progression']);
  const [only] = studentsOf(mine);
  const goal = notebook.all('goal').map(({ record }) => record).filter((one) => only && studentsOf(one).includes(only) && !one['met']).sort((a, b) => (a.created.at < b.created.at ? 1 : -1))[0];
  const chosen = all.find(({ id }) => id === (mine['progression'] ?? goal?.['progression']));
  if (!all.length) return <a class="link" href={to.progressions}>{t.capture.noProgressions}</a>;
  const steps = Object.entries(keyedOf(chosen?.['steps'])).map(([id, step]) => ({ id, text: textOf(step['text']), rank: textOf(step['rank']) })).sort((a, b) => (a.rank < b.rank ? -1 : 1));
  const asked = Array.isArray(mine['prompts']) ? (mine['prompts'] as Id[]) : [];
  const take = (step: Id) => draft.set(mine['step'] === step ? { step: undefined, progression: undefined } : { step, progression: chosen?.id });
  return (
    <>
      <ChoiceField label={t.types['progression']!} none={t.capture.whichProgression} value={chosen?.id ?? ''} choices={all.map((one) => ({ value: one.id, name: textOf(one['name']) }))} set={(id) => draft.set({ progression: id || undefined, step: undefined })} />
      {chosen ? <Chips label={t.members['step']!} heading room="much">{steps.map(({ id, text }) => <Chip key={id} on={mine['step'] === id} tap={() => take(id)}><bdi>{text}</bdi></Chip>)}</Chips> : null}
      {chosen ? (
        <Chips label={t.capture.prompts} heading room="much">
          {promptsOf(chosen, textOf(mine['genre'])).map(({ id, text }) => (
            <Chip key={id} on={asked.includes(id)} tap={() => draft.set({ prompts: asked.includes(id) ? asked.filter((other) => other !== id) : [...asked, id].sort() })}><bdi>{text}</bdi></Chip>
          ))}
        </Chips>
      ) : null}
    </>
  );
}
