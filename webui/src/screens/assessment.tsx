/** One sample: the task, the day, and what each child's text shows; beside it what it showed at the start. */
import { useState } from 'preact/hooks';
import type { Id } from '../data/types';
import { Chip, Chips, MarkBadge, MarkChoice } from '../parts/chips';
import type { Draft } from '../parts/draft';
import { DayField, LineField, WordsField } from '../parts/fields';
import { GenrePicker } from '../parts/genre';
import { Icon } from '../parts/icons';
import { useOpen } from '../parts/open';
import { NotFound, Page, Section } from '../parts/page';
import { byCallName, keyedOf, markOf, textOf, writers, type Members, type Writer } from '../parts/records';
import { back, note as standAt, to, type Route } from '../parts/route';
import { SaveState } from '../parts/savestate';
import { useDraft } from '../parts/usedraft';
import { assessmentsOf, PHASES, SCORE_MAX, startOf, withResult, type Result } from '../reading/assessments';
import { amountOf } from '../reading/volume';
import { todayAsDate } from '../strings/format';
import { t } from '../strings/seldom';
import { assessmentTitle } from './assessments';

const KINDS = ['baseline', 'on_demand'];

export function Assessment({ route }: { route: Route }) {
  const { notebook } = useOpen();
  const id = route.parts[1] ?? '';
  if (id === 'new') return <AssessmentForm start={{ members: { kind: notebook.all('assessment').length ? 'on_demand' : 'baseline', on: todayAsDate() } }} />;
  const shown = notebook.get(id);
  if (!shown || shown.record.type !== 'assessment' || shown.record.deleted) return <NotFound />;
  return <AssessmentForm start={{ id }} />;
}

function AssessmentForm({ start }: { start: { id: Id } | { members: Members } }) {
  const { notebook, say, attempt } = useOpen();
  const draft = useDraft('assessment', start, () => true, (id) => standAt(to.assessment(id)));
  const { mine } = draft;
  const kept = draft.id === undefined ? undefined : notebook.get(draft.id)?.record;
  const remove = async (id: Id) => {
    await draft.flush();
    if (!(await attempt(() => notebook.remove(id)))) return;
    say({ text: t.samples.deleted, undo: true });
    back(to.assessments);
  };
  return (
    <Page title={kept ? assessmentTitle(kept) : t.samples.add} parent={to.assessments} foot={<SaveState draft={draft} />}>
      <Section title={t.samples.kind}>
        <Chips label={t.samples.kind}>{KINDS.map((kind) => <Chip key={kind} on={mine['kind'] === kind} tap={() => draft.set({ kind })}>{t.choices[kind]}</Chip>)}</Chips>
      </Section>
      {mine['kind'] === 'baseline' ? null : (
        <Section title={t.samples.phase}>
          <Chips label={t.samples.phase}>
            {PHASES.map((phase) => <Chip key={phase} on={mine['phase'] === phase} tap={() => draft.set({ phase: mine['phase'] === phase ? undefined : phase })}>{t.choices[phase]}</Chip>)}
          </Chips>
        </Section>
      )}
      <DayField label={t.samples.day} value={textOf(mine['on'])} set={(on) => draft.set({ on: on || undefined })} last={todayAsDate()} />
      <GenrePicker value={mine['genre']} set={(genre) => draft.set({ genre })} />
      <WordsField label={t.samples.prompt} hint={t.samples.promptHint} value={textOf(mine['prompt'])} set={(text) => draft.set({ prompt: text || undefined })} leave={() => void draft.flush()} max={4000} />
      <Results draft={draft} />
      {kept ? (
        <div class="actions">
          <a class="button button-quiet" href={to.versions(kept.id)}><Icon name="history" />{t.note.versions}</a>
          <button type="button" class="button button-quiet button-danger" onClick={() => void remove(kept.id)}><Icon name="trash" />{t.samples.delete}</button>
        </div>
      ) : null}
    </Page>
  );
}

function Results({ draft }: { draft: Draft }) {
  const { notebook } = useOpen();
  const kept = draft.id === undefined ? undefined : notebook.get(draft.id)?.record;
  const all = assessmentsOf(notebook.all('assessment'));
  const children = byCallName(writers(notebook));
  return (
    <Section title={t.samples.results}>
      <ul class="stack">
        {children.map((writer) => <Child key={writer.id} writer={writer} draft={draft} start={kept ? startOf(kept, all, writer.id) : undefined} />)}
      </ul>
    </Section>
  );
}

function Child({ writer, draft, start }: { writer: Writer; draft: Draft; start: Result | undefined }) {
  const own = keyedOf(draft.mine['outcomes'])[writer.id];
  const set = (result: Members) => draft.set(withResult(draft.mine, writer.id, result));
  return (
    <li class="mark-row">
      <p class="mark-name"><bdi>{writer.label}</bdi></p>
      {start ? <p class="card-tags row-sub">{t.samples.start} <ResultBadges result={start} /></p> : null}
      <MarkChoice label={t.note.markFor(writer.label)} value={markOf(own?.['mark'])} set={(mark) => set({ mark })} />
      <details class="fold">
        <summary><span>{t.samples.more}<span class="unseen">, {writer.label}</span></span>{typeof own?.['score'] === 'number' ? <span class="badge">{own['score']}</span> : null}</summary>
        <ScoreField value={own?.['score']} set={(score) => set({ score })} leave={() => void draft.flush()} />
        <WordsField label={t.samples.words} value={textOf(own?.['words'])} set={(words) => set({ words })} leave={() => void draft.flush()} max={8000} />
      </details>
    </li>
  );
}

function ScoreField(props: { value: unknown; set: (score: number | undefined) => void; leave: () => void }) {
  const [text, setText] = useState<string>();
  const amount = text === undefined ? undefined : amountOf(text);
  const wrong = text !== undefined && text.trim() !== '' && (amount === undefined || amount > SCORE_MAX);
  const type = (typed: string) => {
    setText(typed);
    const score = amountOf(typed);
    if (!typed.trim()) props.set(undefined);
    else if (score !== undefined && score <= SCORE_MAX) props.set(score);
  };
  return (
    <LineField
      label={t.samples.score} value={text ?? (typeof props.value === 'number' ? String(props.value) : '')} set={type} max={3} digits error={wrong ? t.samples.scoreWrong : undefined}
      leave={() => { if (!wrong) setText(undefined); props.leave(); }}
    />
  );
}

export function ResultBadges({ result: { mark, score } }: { result: Result }) {
  return (
    <>
      {mark ? <MarkBadge mark={mark} /> : score === undefined ? <span class="badge">{t.samples.noMark}</span> : null}
      {score === undefined ? null : <span class="badge">{t.samples.scored(score)}</span>}
    </>
  );
}
