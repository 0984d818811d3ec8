/** The card a teacher reads before she sits down beside a child: what was said last time. */
import type { Shown } from '../data/types';
import { useNotebook } from './open';
import { personName, textOf } from './records';
import { to } from './route';
import { moment } from '../strings/format';
import { t } from '../strings';

const PARTS = ['compliment', 'teaching_point', 'next_step'] as const;

/** The latest word on each part, which may come from different notes. `notes`: of one child, newest first. */
export function latestParts(notes: Shown[]): { part: (typeof PARTS)[number]; from: Shown }[] {
  return PARTS.flatMap((part) => {
    const from = notes.find(({ record }) => textOf(record[part]).trim());
    return from ? [{ part, from }] : [];
  });
}

/** `brief`: above a form, where only what was taught and what comes next is worth the room. */
export function LastTime({ notes, brief }: { notes: Shown[]; brief?: boolean }) {
  const notebook = useNotebook();
  if (brief) return <Brief notes={notes} />;
  const parts = latestParts(notes);
  if (!parts.length) return null;
  return (
    <section class="last" aria-label={t.student.lastTime}>
      <h2>{t.student.lastTime}</h2>
      <dl>
        {parts.map(({ part, from }) => (
          <div key={part} class={`last-part last-${part}`}>
            <dt>{t.members[part]}</dt>
            <dd>
              <bdi class="card-words">{textOf(from.record[part])}</bdi>
              <a class="last-from" href={to.note(from.record.id)}><bdi>{personName(notebook, from.record.created.by)}</bdi>, {moment(from.record.created.at)}</a>
            </dd>
          </div>
        ))}
      </dl>
    </section>
  );
}

function Brief({ notes }: { notes: Shown[] }) {
  const parts = latestParts(notes).filter(({ part }) => part !== 'compliment');
  if (!parts.length) return null;
  return (
    <section class="last last-brief" aria-label={t.student.lastTime}>
      {parts.map(({ part, from }) => <p key={part}><strong>{t.members[part]}:</strong> <bdi>{textOf(from.record[part])}</bdi></p>)}
    </section>
  );
}
