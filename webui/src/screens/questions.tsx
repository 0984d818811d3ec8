/** Where colleagues really disagree: both wordings with their names, and one tap to settle it. No deadline, nothing blocked. */
import { useState } from 'preact/hooks';
import { words } from '../data/compare';
import type { AnyRecord, Json, Question, Side } from '../data/types';
import { WordsField } from '../parts/fields';
import { Icon } from '../parts/icons';
import { Names, namesOf } from '../parts/names';
import { useOpen } from '../parts/open';
import { Empty, Page } from '../parts/page';
import { callName, fullName, isNote, studentsOf } from '../parts/records';
import { to } from '../parts/route';
import { Marked, MemberName, pointer, Value } from '../parts/values';
import { moment } from '../strings/format';
import { t } from '../strings';

const DELETED = '/deleted';
/** Members whose words can stand one after the other; anything else is one or the other. */
const TEXTS = new Set(['words', 'compliment', 'teaching_point', 'next_step', 'about', 'purpose', 'reason']);

export function Questions() {
  const { notebook } = useOpen();
  const open = notebook.questions();
  return (
    <Page title={t.questions.title}>
      {open.length ? <p class="hint">{t.questions.help}</p> : <Empty title={t.questions.none} help={t.questions.noneHelp} />}
      <ul class="cards">{open.map((question) => <li class="card question" key={`${question.record.id}${question.path}`}><Ask question={question} /></li>)}</ul>
    </Page>
  );
}

function Ask({ question }: { question: Question }) {
  const { notebook, say, attempt } = useOpen();
  const { record, path, fork } = question;
  const settle = (answer: { keep: number } | { write: Json | undefined }) => {
    void attempt(() => notebook.answer(question, answer)).then((done) => { if (done) say({ text: t.questions.answered, undo: true }); });
  };
  const about = isNote(record) ? namesOf(notebook, studentsOf(record)) : [callName(record)];
  const link = linkTo(record);
  return (
    <>
      <h2 class="question-title">
        {t.types[record.type]}: <Names of={about} />
        {path === DELETED ? null : <span class="question-member"> · <MemberName path={path} /></span>}
      </h2>
      <p class="question-lead">{leadOf(question)}</p>
      {fork.base === undefined || path === DELETED ? null : <div class="earlier"><p class="card-label">{t.questions.earlier}</p><Value path={path} value={fork.base} /></div>}
      <div class="sides">
        {fork.sides.map((side, i) => <SideCard key={i} side={side} path={path} base={fork.base} keep={() => settle({ keep: i })} />)}
      </div>
      {isText(question) ? <OwnWords question={question} settle={(write) => settle({ write })} /> : null}
      {link ? <a class="link" href={link}>{t.questions.open}</a> : null}
    </>
  );
}

function leadOf({ path, fork }: Question): string {
  if (path === DELETED) return t.questions.deletedOrKept;
  if (isObject(fork.base) && fork.sides.some((side) => side.value === undefined)) return t.questions.removedInside;
  return fork.sides.length === 2 ? t.questions.two : t.questions.many(fork.sides.length);
}

function linkTo(record: AnyRecord): string | undefined {
  if (isNote(record)) return to.note(record.id);
  return { student: to.student(record.id), group: to.group(record.id) }[record.type];
}

const isObject = (value: Json | undefined) => typeof value === 'object' && value !== null && !Array.isArray(value);

function isText({ path, fork }: Question): boolean {
  const member = pointer(path).at(-1) ?? '';
  return TEXTS.has(member) && fork.sides.every((side) => side.value === undefined || typeof side.value === 'string');
}

function verbOf(side: Side, path: string): string {
  if (path === DELETED) return side.value === undefined ? t.questions.keptIt : t.questions.deletedIt;
  if (side.value === undefined) return t.questions.tookOut;
  return typeof side.value === 'string' && TEXTS.has(pointer(path).at(-1) ?? '') ? t.questions.wrote : t.questions.chose;
}

function SideCard({ side, path, base, keep }: { side: Side; path: string; base: Json | undefined; keep: () => void }) {
  const { notebook } = useOpen();
  const deletes = path === DELETED && side.value !== undefined;
  const verb = verbOf(side, path);
  const name = side.by === undefined ? t.someone : fullName(notebook, side.by);
  return (
    <div class="side" role="group" aria-label={`${name} ${verb}`}>
      <p class="side-who"><bdi>{name}</bdi> {verb}{side.at ? <>, <time dateTime={side.at}>{moment(side.at)}</time></> : null}</p>
      {path === DELETED ? null : typeof side.value === 'string' && typeof base === 'string' && verb === t.questions.wrote
        ? <p><Marked pieces={words(base, side.value)} show="added" /></p>
        : <div><Value path={path} value={side.value} /></div>}
      <button type="button" class="button button-quiet" onClick={keep}>
        <Icon name={deletes ? 'trash' : 'check'} />{path === DELETED ? (deletes ? t.questions.deleteNote : t.questions.keepNote) : t.questions.keepThis}
      </button>
    </div>
  );
}

/** Both one after the other, or the teacher's own words, which begin with both so that nothing has to be typed twice. */
function OwnWords({ question, settle }: { question: Question; settle: (words: string) => void }) {
  const both = [...new Set(question.fork.sides.map((side) => side.value).filter((value): value is string => typeof value === 'string' && value !== ''))].join('\n');
  const [own, setOwn] = useState<string>();
  if (own === undefined)
    return (
      <div class="actions">
        <button type="button" class="button button-quiet" onClick={() => settle(both)}><Icon name="plus" />{t.questions.keepBoth}</button>
        <button type="button" class="button button-quiet" onClick={() => setOwn(both)}><Icon name="pen" />{t.questions.anew}</button>
      </div>
    );
  return (
    <form class="own" onSubmit={(event) => { event.preventDefault(); settle(own.trim()); }}>
      <WordsField label={t.questions.anewLabel} value={own} set={setOwn} rows={3} />
      <div class="actions">
        <button type="submit" class="button">{t.save}</button>
        <button type="button" class="button button-quiet" onClick={() => setOwn(undefined)}>{t.cancel}</button>
      </div>
    </form>
  );
}
