/** One writer: what is worked on, where on its steps the writer stands, and how that came about over the year. */
import { useEffect, useState } from 'preact/hooks';
import type { AnyRecord, Id } from '../data/types';
import { GrowthChart, GrowthTable } from '../parts/chart';
import { Chip, Chips, MarkBadge, MarkChoice } from '../parts/chips';
import { daysBefore, yearOf } from '../parts/days';
import { DayField, WordsField } from '../parts/fields';
import { inWeeks, ProgressionChoice, StartGoal } from '../parts/goalstart';
import { Icon } from '../parts/icons';
import { useOpen } from '../parts/open';
import { Empty, NotFound, Page, Row, Section } from '../parts/page';
import { callName, idsOf, keyedOf, notes, textOf, type Mark } from '../parts/records';
import { to, type Route } from '../parts/route';
import { useDraft } from '../parts/usedraft';
import { goalsOf, goalState } from '../reading/goals';
import { evidenceOf, growthOf, isTapped, nextStep, progressOf, type StepProgress } from '../reading/progress';
import { genreName } from '../reading/genres';
import { promptsOf } from '../reading/prompts';
import { byRank } from '../reading/rank';
import { calendarDay, moment, todayAsDate } from '../strings/format';
import { t } from '../strings/seldom';

/** A chart of the first days of school would be all edge. */
const FEWEST_DAYS = 28;

export function Goals({ route }: { route: Route }) {
  const { notebook } = useOpen();
  const id = route.parts[1] ?? '';
  const shown = notebook.get(id);
  const isHere = shown?.record.type === 'student' && !shown.record.deleted;
  useEffect(() => { if (isHere) notebook.opened(id); }, [notebook, id, isHere]);
  if (!shown || !isHere) return <NotFound />;
  return <GoalsOf key={id} id={id} name={callName(shown.preview ?? shown.record)} />;
}

function GoalsOf({ id, name }: { id: Id; name: string }) {
  const { notebook } = useOpen();
  const { current, earlier } = goalsOf(notebook.all('goal'), id);
  const about = notes(notebook).map(({ record }) => record);
  const [chosen, setChosen] = useState<Id>();
  const progression = notebook.get(chosen ?? followed(notebook.all('progression').map(({ record }) => record), current, about, id))?.record;
  return (
    <Page title={t.goals.titleOf(name)} named={t.goals.title} parent={to.student(id)}>
      <Section title={t.goals.now}>
        {current.length ? null : <Empty title={t.goals.none} />}
        {current.map((goal) => <Goal key={goal.id} id={goal.id} />)}
        <StartGoal students={[id]} />
      </Section>
      <ProgressionChoice label={t.goals.steps} category="" value={progression?.id ?? ''} set={setChosen} />
      {progression ? <Progress key={progression.id} student={id} name={name} progression={progression} notes={about} /> : null}
      {earlier.length ? (
        <Section title={t.goals.earlier}>
          <ul class="rows">{earlier.map((goal) => <Earlier key={goal.id} goal={goal} />)}</ul>
        </Section>
      ) : null}
    </Page>
  );
}

/** What is shown before anything is chosen: the progression of the goal that is worked on, else the one with the latest note. */
function followed(all: AnyRecord[], current: AnyRecord[], about: AnyRecord[], student: Id): Id {
  const ofGoal = current.map((goal) => textOf(goal['progression'])).find(Boolean);
  if (ofGoal) return ofGoal;
  const latest = all.map((one) => ({ id: one.id, at: evidenceOf(about, student, one.id)[0]?.at ?? '' })).sort((a, b) => (a.at < b.at ? 1 : -1))[0];
  return latest?.at ? latest.id : '';
}

function useGoalTitle() {
  const { notebook } = useOpen();
  return (goal: AnyRecord) => textOf(notebook.get(textOf(goal['progression']))?.record['name']) || t.choices[textOf(goal['category'])] || t.types['goal'] || t.goals.now;
}

function Goal({ id }: { id: Id }) {
  const { notebook, say, attempt } = useOpen();
  const draft = useDraft('goal', { id }, () => true);
  const titleOf = useGoalTitle();
  const goal = notebook.get(id)?.record;
  if (!goal) return null;
  const category = textOf(goal['category']);
  const write = (member: string) => (value: string) => draft.set({ [member]: value || undefined });
  const act = async (members: { [member: string]: unknown }, text?: string) => {
    await draft.flush();
    if (await attempt(() => notebook.edit(id, members)) && text) say({ text, undo: true });
  };
  const remove = async () => {
    await draft.flush();
    if (await attempt(() => notebook.remove(id))) say({ text: t.goals.deleted, undo: true });
  };
  const opened = textOf(goal['opened']);
  return (
    <article class="own card-like">
      <h3><bdi>{titleOf(goal)}</bdi></h3>
      <p class="card-tags">{category ? <span class="badge">{t.choices[category]}</span> : null}{opened ? <span class="badge">{t.goals.since(calendarDay(opened))}</span> : null}</p>
      {goalState(goal, todayAsDate()) === 'review' ? (
        <div class="banner banner-warn"><p><Icon name="alert" />{t.goals.due}</p><button type="button" class="button button-small" onClick={() => void act({ review: inWeeks(2) })}>{t.goals.later}</button></div>
      ) : null}
      <WordsField label={t.goals.words} value={textOf(draft.mine['words'])} set={write('words')} leave={() => void draft.flush()} max={4000} rows={1} />
      <DayField label={t.goals.review} value={textOf(draft.mine['review'])} set={write('review')} />
      <div class="actions">
        <button type="button" class="button" onClick={() => void act({ met: todayAsDate() }, t.goals.metIt)}><Icon name="check" />{t.goals.met}</button>
        <a class="button button-quiet" href={to.versions(id)}><Icon name="history" />{t.note.versions}</a>
        <button type="button" class="button button-quiet button-danger" onClick={() => void remove()}><Icon name="trash" />{t.goals.delete}</button>
      </div>
    </article>
  );
}

function Earlier({ goal }: { goal: AnyRecord }) {
  const { notebook, say, attempt } = useOpen();
  const titleOf = useGoalTitle();
  const reopen = async () => {
    if (await attempt(() => notebook.edit(goal.id, { met: undefined }))) say({ text: t.goals.reopened, undo: true });
  };
  const days = [textOf(goal['opened']) ? t.goals.since(calendarDay(textOf(goal['opened']))) : '', t.goals.metOn(calendarDay(textOf(goal['met'])))].filter(Boolean).join(' · ');
  return <Row href={to.versions(goal.id)} title={<bdi>{titleOf(goal)}</bdi>} sub={days} end={<button type="button" class="link" onClick={() => void reopen()}>{t.goals.reopen}</button>} />;
}

function Progress(props: { student: Id; name: string; progression: AnyRecord; notes: AnyRecord[] }) {
  const { student, progression } = props;
  const progress = progressOf(props.notes, student, progression);
  const next = nextStep(progress);
  const days = yearOf(new Date());
  const points = growthOf(progress, days);
  const sofar = { from: days.from, to: [todayAsDate(), daysBefore(new Date(`${days.from}T12:00:00`), -FEWEST_DAYS)].sort()[1]! };
  return (
    <>
      <ol class="steps">
        {progress.map((step) => <Step key={step.id} step={step} student={student} progression={progression.id} isNext={step === next} />)}
      </ol>
      {progress.length && !next ? <p class="hint">{t.goals.allSecure}</p> : null}
      <Questions progression={progression} />
      <Section title={t.growth.title}>
        {points.length ? (
          <>
            <GrowthChart name={props.name} steps={progress} points={points} days={sofar} />
            <GrowthTable steps={progress} points={points} />
          </>
        ) : <p class="hint">{t.growth.none}</p>}
      </Section>
    </>
  );
}

function Step({ step, student, progression, isNext }: { step: StepProgress; student: Id; progression: Id; isNext: boolean }) {
  const { notebook, say, attempt } = useOpen();
  const latest = step.evidence[0];
  const tap = async (mark: Mark | undefined) => {
    const note = latest && notebook.get(latest.note)?.record;
    const work = () => {
      if (note && isTapped(note, student, notebook.me.person, todayAsDate())) return mark ? notebook.edit(note.id, { mark }) : notebook.remove(note.id);
      return notebook.create('observation', { students: [student], progression, step: step.id, mark: mark ?? step.mark });
    };
    if (await attempt(work)) say({ text: t.goals.noted, undo: true });
  };
  return (
    <li>
      <details class="fold">
        <summary>
          <span class="step-text">{step.index + 1}. <bdi>{step.text}</bdi>{isNext ? <span class="step-next"><Icon name="next" />{t.goals.next}</span> : null}</span>
          {step.mark ? <MarkBadge mark={step.mark} /> : <span class="badge">{t.goals.nothing}</span>}
        </summary>
        <MarkChoice label={t.goals.saw} value={step.mark} set={(mark) => void tap(mark)} />
        {step.evidence.length ? (
          <Section title={t.goals.evidence}>
            <ul class="plain">{step.evidence.map(({ note, at, mark }) => <li key={note}><a class="link" href={to.note(note)}>{moment(at)}</a><MarkBadge mark={mark} /></li>)}</ul>
          </Section>
        ) : null}
      </details>
    </li>
  );
}

function Questions({ progression }: { progression: AnyRecord }) {
  const [genre, setGenre] = useState('');
  if (!promptsOf(progression).length) return null;
  const genres = [...new Set(byRank(keyedOf(progression['prompts'])).flatMap(([, prompt]) => idsOf(prompt['genres'])))];
  return (
    <details class="fold">
      <summary>{t.goals.questions}</summary>
      {genres.length ? (
        <Chips label={t.goals.genre}>
          <Chip on={!genre} tap={() => setGenre('')}>{t.goals.anyGenre}</Chip>
          {genres.map((one) => <Chip key={one} on={genre === one} tap={() => setGenre(genre === one ? '' : one)}>{genreName(one)}</Chip>)}
        </Chips>
      ) : null}
      <ul class="prose">{promptsOf(progression, genre).map(({ id, text }) => <li key={id}><bdi>{text}</bdi></li>)}</ul>
    </details>
  );
}
