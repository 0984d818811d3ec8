/** How a session is taught: the script with ticks, the way of showing, and what has to be at hand (practices 2.12-2.14). */
import { Chip, Chips } from './chips';
import type { Draft } from './draft';
import { LineField, WordsField } from './fields';
import { useOpen } from './open';
import { textOf } from './records';
import { METHODS, SCRIPT } from '../reading/forms';
import { t } from '../strings/seldom';

const CLOSES = ['keep_writing', 'restate'] as const;

export function SessionPlan({ draft }: { draft: Draft }) {
  const { mine } = draft;
  const done = Array.isArray(mine['script']) ? mine['script'] : [];
  const tick = (step: string) => draft.set({ script: done.includes(step) ? done.filter((other) => other !== step) : [...done, step].sort() });
  const toggle = (member: string, name: string) => draft.set({ [member]: mine[member] === name ? undefined : name });
  const line = (member: string, max: number) => (
    <LineField label={t.members[member]!} value={textOf(mine[member])} max={max} set={(text) => draft.set({ [member]: text || undefined })} leave={() => void draft.flush()} />
  );
  const words = (member: string) => (
    <WordsField label={t.members[member]!} value={textOf(mine[member])} max={4000} rows={1} set={(text) => draft.set({ [member]: text || undefined })} leave={() => void draft.flush()} />
  );
  return (
    <>
      <Chips label={t.capture.script} heading>
        {SCRIPT.map((step) => <Chip key={step} on={done.includes(step)} icon={done.includes(step) ? 'check' : undefined} tap={() => tick(step)}>{t.capture.scriptSteps[step]}</Chip>)}
      </Chips>
      <Chips label={t.members['method']!} heading>{METHODS.map((name) => <Chip key={name} on={mine['method'] === name} tap={() => toggle('method', name)}>{t.choices[name]}</Chip>)}</Chips>
      {words('materials')}
      <div class="pair">{line('mentor_text', 200)}{line('mentor_place', 100)}</div>
      {words('own_example')}
      <Chips label={t.members['close']!} heading>{CLOSES.map((name) => <Chip key={name} on={mine['close'] === name} tap={() => toggle('close', name)}>{t.choices[name]}</Chip>)}</Chips>
      {line('place', 100)}
      {textOf(mine['teaching_point']) && !mine['plan'] ? <KeepPlan draft={draft} /> : null}
    </>
  );
}

const PLANNED = ['teaching_point', 'skill', 'materials', 'mentor_text', 'mentor_place', 'own_example', 'method'];

/** A session that went well is a plan for the next one. */
function KeepPlan({ draft }: { draft: Draft }) {
  const { notebook, say, attempt } = useOpen();
  const keep = () => attempt(async () => {
    const members = Object.fromEntries(PLANNED.filter((member) => draft.mine[member] !== undefined).map((member) => [member, draft.mine[member]]));
    const plan = await notebook.create('plan', members);
    say({ text: t.capture.planKept, undo: true });
    draft.set({ plan });
  });
  return <button type="button" class="button button-quiet" onClick={() => void keep()}>{t.capture.keepPlan}</button>;
}
