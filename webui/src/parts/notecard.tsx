/** One note as it is read: who it is about, what was noticed, who wrote it and where it is. */
import type { AnyRecord, Shown } from '../data/types';
import { MarkBadge } from './chips';
import { namesOf, Names } from './names';
import { useNotebook } from './open';
import { PlaceLine } from './place';
import { keyedOf, markFor, markOf, personName, skillName, studentsOf, textOf } from './records';
import { OUTCOME_MARKS, TEXTS } from '../reading/texts';
import { to } from './route';
import { moment } from '../strings/format';
import { t } from '../strings';
import { t as later } from '../strings/seldom';

/** `about`: the child whose page it stands on, where the later words are; that name is not repeated, and the mark shown is that child's. */
export function NoteCard({ shown, about }: { shown: Shown; about?: string }) {
  const notebook = useNotebook();
  const { record } = shown;
  const ids = studentsOf(record);
  const others = about ? ids.filter((id) => id !== about) : ids;
  return (
    <li class="card">
      <a class="card-open" href={to.note(record.id)}>
        {t.types[record.type]} · <time dateTime={record.created.at}>{moment(record.created.at)}</time>
      </a>
      {others.length || !about ? (
        <p class="card-names">{about ? '+ ' : ''}{others.length ? <Names of={namesOf(notebook, others)} /> : t.card.noStudent}</p>
      ) : null}
      <NoteBody record={record} about={about} />
      <p class="card-foot">
        <bdi>{personName(notebook, record.created.by)}</bdi>
        <PlaceLine of={shown} />
      </p>
    </li>
  );
}

/** What the note says, without who it is about and who wrote it. */
export function NoteBody({ record, about }: { record: AnyRecord; about?: string | undefined }) {
  const notebook = useNotebook();
  const [only, ...others] = studentsOf(record);
  const mark = about ? markFor(record, about) : only && !others.length ? markFor(record, only) : markOf(record['mark']);
  const skill = skillName(notebook, record['skill']);
  const outcome = about ? keyedOf(record['outcomes'])[about] : undefined;
  const own = textOf(outcome?.['words']);
  const went = OUTCOME_MARKS[textOf(outcome?.['outcome'])];
  const written = TEXTS.filter((part) => textOf(record[part]));
  return (
    <>
      {skill || mark || went ? (
        <p class="card-tags">{skill ? <span class="badge"><bdi>{skill}</bdi></span> : null}{mark ? <MarkBadge mark={mark} /> : null}{went ? <MarkBadge mark={went} word={t.choices[textOf(outcome?.['outcome'])]} /> : null}</p>
      ) : null}
      {written.map((part) => (
        <p class="card-part" key={part}>
          {part === 'words' ? null : <span class="card-label">{t.members[part]} </span>}
          {part === 'student_said' ? <q><bdi class="card-words">{textOf(record[part])}</bdi></q> : <bdi class="card-words">{textOf(record[part])}</bdi>}
          {part === 'teaching_point' && outcome?.['status'] ? <span class="badge">{later.stick.statuses[outcome['status'] as keyof typeof later.stick.statuses]}</span> : null}
        </p>
      ))}
      {own ? <p class="card-part"><bdi class="card-words">{own}</bdi></p> : null}
      {written.length || own || mark || went ? null : <p class="card-empty">{t.card.empty}</p>}
    </>
  );
}
