/** The card a teacher reads before she sits down beside a child: a strength, the one open teaching point, what comes next. */
import type { ComponentChildren } from 'preact';
import type { Id, Shown } from '../data/types';
import { useNotebook } from './open';
import { Writing } from './page';
import { callName, personName, textOf } from './records';
import { to } from './route';
import { DidItStick } from './stick';
import { lastStrength, livePoints, nextSteps, strengthsToName } from '../reading/teaching';
import { comma, moment } from '../strings/format';
import { t } from '../strings/seldom';

const OLDER_STEPS = 2; // beside the latest: a queue that is read in one look

/** `notes`: of one child, newest first. `brief`: above a form, where only what was taught and what comes next is worth the room. */
export function LastTime({ student, notes, brief, children }: { student: Id; notes: readonly Shown[]; brief?: boolean; children?: ComponentChildren }) {
  const notebook = useNotebook();
  const live = livePoints(notes, student);
  const steps = nextSteps(notes).slice(0, brief ? 1 : 1 + OLDER_STEPS);
  const strength = brief ? undefined : lastStrength(notes);
  const alone = brief ? [] : strengthsToName(notes, student).slice(0, 1);
  const about = textOf(notebook.get(student)?.record['about']);
  if (!live.length && !steps.length && !strength && !alone.length && !children && !about) return brief ? null : <p class="hint">{t.student.nothingYet}</p>;
  return (
    <section class={brief ? 'last last-brief' : 'last'} aria-label={t.student.lastTime}>
      {brief ? null : <h2>{t.student.lastTime}</h2>}
      {about && !brief ? <p class="about"><bdi>{about}</bdi></p> : null}
      <dl>
        {strength ? <Part name={t.members['compliment']!} text={strength.text} from={strength.from} /> : null}
        {alone.map((point) => <Part key={point.from.record.id} name={t.stick.alone} text={point.text} from={point.from} />)}
        {live.map((point) => (
          <Part key={point.from.record.id} name={t.members['teaching_point']!} text={point.text} from={point.from}>
            <Writing><DidItStick point={point} student={student} /></Writing>
          </Part>
        ))}
        {steps.map(({ text, from }) => <Part key={from.record.id} name={t.members['next_step']!} text={text} from={from} />)}
      </dl>
      {live.length > 1 ? <p class="hint">{t.stick.several(callName(notebook.get(student)?.record))}</p> : null}
      {children}
    </section>
  );
}

function Part({ name, text, from, children }: { name: string; text: string; from: Shown; children?: ComponentChildren }) {
  const notebook = useNotebook();
  const { id, created } = from.record;
  return (
    <div class="last-part">
      <dt>{name}</dt>
      <dd>
        <bdi class="card-words">{text}</bdi>
        <a class="last-from" href={to.note(id)}><bdi>{personName(notebook, created.by)}</bdi>{comma()}{moment(created.at)}</a>
        {children}
      </dd>
    </div>
  );
}
