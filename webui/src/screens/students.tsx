/** All writers by name, and a name found by two letters. */
import { useState } from 'preact/hooks';
import { LineField } from '../parts/fields';
import { Icon } from '../parts/icons';
import { useOpen } from '../parts/open';
import { Page, Row } from '../parts/page';
import { nameContains } from '../parts/pickers';
import { lastSeen, notes, writers } from '../parts/records';
import { to } from '../parts/route';
import { NoStudents, seenWords } from './today';
import { t } from '../strings/seldom';

export function Students() {
  const { notebook } = useOpen();
  const [find, setFind] = useState('');
  const all = writers(notebook);
  const seen = lastSeen(notes(notebook));
  const shown = all.filter((writer) => nameContains(writer.label, find) || nameContains(String(writer.record['name'] ?? ''), find));
  const foot = <a class="button button-note" href={to.newNote()}><Icon name="pen" />{t.today.note}</a>;
  return (
    <Page title={t.student.allTitle} foot={foot}>
      {all.length ? <LineField label={t.student.find} value={find} set={setFind} enter="search" /> : <NoStudents />}
      <ul class="rows">
        <Row href={to.search(find)} icon="search" title={t.search.inNotes} />
        {all.length ? <Row href={to.coverage} icon="today" title={t.coverage.row} /> : null}
      </ul>
      {all.length && !shown.length ? <p class="hint" role="status">{t.student.none}</p> : null}
      <ul class="rows">
        {shown.map((writer) => <Row key={writer.id} href={to.student(writer.id)} title={<bdi>{writer.label}</bdi>} sub={seenWords(seen.get(writer.id), notebook.asOf)} />)}
      </ul>
    </Page>
  );
}
