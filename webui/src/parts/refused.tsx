/** What the service could not take, named, each with what to do. */
import { Icon } from './icons';
import { Names, namesOf } from './names';
import { useOpen } from './open';
import { callName, isNote, studentsOf } from './records';
import { to } from './route';
import { t } from '../strings/seldom';

export function Refused() {
  const { notebook } = useOpen();
  if (!notebook.state().refused) return null;
  const types = Object.keys(t.types);
  const refused = types.flatMap((type) => notebook.all(type)).filter((shown) => shown.place === 'refused');
  return (
    <section class="section" id="refused" tabIndex={-1} aria-labelledby="refused-title">
      <h2 id="refused-title">{t.told.refusedTitle}</h2>
      <p>{t.told.refusedHelp}</p>
      <ul class="rows">
        {refused.map(({ record, refusal }) => (
          <li class="row" key={record.id}>
            <a class="row-link" href={isNote(record) ? to.note(record.id) : record.type === 'student' ? to.student(record.id) : to.class}>
              <Icon name="alert" />
              <span class="row-text">
                <span class="row-title">{t.types[record.type] ?? record.type}: <Names of={isNote(record) ? namesOf(notebook, studentsOf(record)) : [callName(record)]} /></span>
                <span class="row-sub">{refusal ? t.errors[refusal.code] ?? refusal.message : null}</span>
              </span>
            </a>
          </li>
        ))}
      </ul>
    </section>
  );
}
