/** Where colleagues really disagree: what each of them wants, by name, and one tap to settle it. No deadline, nothing blocked. */
import { useEffect, useId, useRef, useState } from 'preact/hooks';
import { words } from '../data/compare';
import type { Answer, AnyRecord, Json, Question } from '../data/types';
import { Chip, Chips } from '../parts/chips';
import { asked, DELETED, type Way } from '../parts/disagree';
import { LineField, WordsField } from '../parts/fields';
import { Icon } from '../parts/icons';
import { Names, namesOf } from '../parts/names';
import { NoteBody } from '../parts/notecard';
import { useOpen } from '../parts/open';
import { Empty, focusHeading, Page } from '../parts/page';
import { callName, concerns, fullName, hrefOf, isNote, studentsOf } from '../parts/records';
import { to, type Route } from '../parts/route';
import { Marked, MemberName, Value } from '../parts/values';
import { comma, moment } from '../strings/format';
import { t } from '../strings/seldom';

export function Questions({ route }: { route: Route }) {
  const { notebook } = useOpen();
  const about = route.query.get('about');
  const all = notebook.questions();
  const open = about === null ? all : all.filter(({ record }) => concerns(record, about));
  return (
    <Page title={t.questions.title}>
      {open.length ? <p class="hint">{t.questions.help}</p> : <Empty title={t.questions.none} help={t.questions.noneHelp} />}
      <ul class="cards">{open.map((question) => <li class="card question" key={`${question.record.id}${question.path}`}><Ask question={question} /></li>)}</ul>
      {all.length > open.length ? <p><a class="link" href={to.questions}>{t.questions.all(all.length)}</a></p> : null}
    </Page>
  );
}

function Ask({ question }: { question: Question }) {
  const { notebook, say, attempt } = useOpen();
  const { record, path, fork } = question;
  const { ways, both, anew, others } = asked(question);
  const settle = async (answer: Answer) => {
    if (!(await attempt(() => notebook.answer(question, answer)))) return;
    say({ text: t.questions.answered, undo: true });
    focusHeading(); // the button that was tapped is gone with its question
  };
  const write = (value: Json) => void settle({ write: value });
  const another = useId();
  const href = record.deleted ? undefined : hrefOf(record);
  return (
    <>
      <h2 class="question-title">
        {t.types[record.type]}: <Names of={isNote(record) ? namesOf(notebook, studentsOf(record)) : [callName(record)]} />
        {path === DELETED ? null : <span class="question-member"> · <MemberName path={path} /></span>}
      </h2>
      <p class="question-lead">{leadOf(path, ways)}</p>
      <Earlier record={record} path={path} value={fork.base} />
      <div class="sides">{ways.map((way, i) => <WayCard key={i} way={way} path={path} base={fork.base} take={() => void settle(way.answer)} />)}</div>
      {others.length ? (
        <>
          <p class="card-label" id={another}>{t.questions.another}</p>
          <Chips label={t.questions.another} labelledBy={another}>
            {others.map((choice) => <Chip key={choice} on={false} tap={() => write(choice)}>{t.choices[choice] ?? choice}</Chip>)}
          </Chips>
        </>
      ) : null}
      {anew ? <OwnWords both={both} anew={anew} first={both ?? firstOf(ways)} settle={write} /> : null}
      {href ? <a class="link" href={href}>{t.questions.open}</a> : null}
    </>
  );
}

function leadOf(path: string, ways: Way[]): string {
  if (path === DELETED) return t.questions.deletedOrKept;
  if (ways.some(({ act }) => act === 'changed')) return t.questions.removedInside;
  return ways.length === 2 ? t.questions.two : t.questions.many(ways.length);
}

const firstOf = (ways: Way[]): string => ways.map(({ value }) => value).find((value) => typeof value === 'string') ?? '';

/** What stood there before; of a note that one deleted, what it says now, or nobody could tell which note it is. */
function Earlier({ record, path, value }: { record: AnyRecord; path: string; value: Json | undefined }) {
  if (path === DELETED)
    return isNote(record) ? <div class="earlier"><p class="card-label">{t.questions.saysNow}</p><NoteBody record={record} /></div> : null;
  if (value === undefined) return null;
  return <div class="earlier"><p class="card-label">{t.questions.earlier}</p><Value path={path} value={value} /></div>;
}

const TAKES: { [act in Way['act']]?: { icon: 'trash' | 'check'; words: 'takeOut' | 'deleteNote' | 'keepNote' } } = {
  tookOut: { icon: 'trash', words: 'takeOut' },
  deleted: { icon: 'trash', words: 'deleteNote' },
  changed: { icon: 'check', words: 'keepNote' },
  kept: { icon: 'check', words: 'keepNote' },
};

function WayCard({ way, path, base, take }: { way: Way; path: string; base: Json | undefined; take: () => void }) {
  const { notebook } = useOpen();
  const id = useId();
  const { act, by } = way;
  const name = by.by === undefined ? t.someone : fullName(notebook, by.by);
  const verb = t.questions.acts[act];
  const { icon, words } = TAKES[act] ?? { icon: 'check' as const, words: 'keepThis' as const };
  const label = t.questions[words];
  return (
    <div class="side" role="group" aria-label={`${name} ${verb}`}>
      <p class="side-who"><bdi>{name}</bdi> {verb}{by.at ? <>{comma()}<time dateTime={by.at}>{moment(by.at)}</time></> : null}</p>
      {way.members.length ? <p>{way.members.map((member, i) => <span key={member}>{i ? comma() : ''}<MemberName path={member} /></span>)}</p> : null}
      {way.value === undefined || path === DELETED ? null : <div id={id}><Wording way={way} path={path} base={base} /></div>}
      <button type="button" class="button button-quiet" aria-describedby={way.value === undefined || path === DELETED ? undefined : id} onClick={take}>
        <Icon name={icon} />{label}
      </button>
    </div>
  );
}

/** What is new in a wording is marked; where it only leaves words out, those are shown struck out. */
function Wording({ way, path, base }: { way: Way; path: string; base: Json | undefined }) {
  if (way.act !== 'wrote' || typeof way.value !== 'string' || typeof base !== 'string') return <Value path={path} value={way.value} />;
  const pieces = words(base, way.value);
  return pieces.some(({ kind }) => kind === 'added') ? <Marked pieces={pieces} show="added" /> : <Marked pieces={pieces} />;
}

interface OwnProps { both: string | undefined; anew: 'words' | 'line'; first: string; settle: (words: string) => void }

/** Both one after the other, or the teacher's own words, which begin with what was written so that nothing has to be typed twice. */
function OwnWords({ both, anew, first, settle }: OwnProps) {
  const [own, setOwn] = useState<string>();
  const form = useRef<HTMLFormElement>(null);
  const writing = own !== undefined;
  useEffect(() => {
    if (writing) form.current?.querySelector<HTMLElement>('textarea, input')?.focus();
  }, [writing]);
  if (own === undefined)
    return (
      <div class="actions">
        {both === undefined ? null : <button type="button" class="button button-quiet" onClick={() => settle(both)}><Icon name="plus" />{t.questions.keepBoth}</button>}
        <button type="button" class="button button-quiet" onClick={() => setOwn(first)}><Icon name="pen" />{t.questions.anew}</button>
      </div>
    );
  const save = (event: Event) => {
    event.preventDefault();
    if (own.trim()) settle(own.trim());
  };
  return (
    <form class="own" ref={form} onSubmit={save}>
      {anew === 'words'
        ? <WordsField label={t.questions.anewLabel} value={own} set={setOwn} rows={3} />
        : <LineField label={t.questions.anewLabel} value={own} set={setOwn} max={200} enter="done" />}
      <div class="actions">
        <button type="submit" class="button" disabled={!own.trim()}>{t.save}</button>
        <button type="button" class="button button-quiet" onClick={() => setOwn(undefined)}>{t.cancel}</button>
      </div>
    </form>
  );
}
