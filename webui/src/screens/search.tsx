/** Names and notes found by words. Everything is on this phone, so it works without a connection, and on a past day too. */
import { useEffect, useRef, useState } from 'preact/hooks';
import type { Shown } from '../data/types';
import { LineField } from '../parts/fields';
import { namesOf } from '../parts/names';
import { useNotebook, useOpen } from '../parts/open';
import { Page, Row, Section } from '../parts/page';
import { lastSeen, notes, skillName, skills, studentsOf, writers } from '../parts/records';
import { note as standAt, to, type Route } from '../parts/route';
import { excerpt, marked, prepare, search, spoken, wordsOf, type Piece } from '../reading/search';
import { seenWords } from './today';
import { comma, moment } from '../strings/format';
import { t } from '../strings/seldom';

const AT_ONCE = 40;
const FOLDED_AT_ONCE = 100; // so many that a letter typed in between is never waited for

export function Search({ route }: { route: Route }) {
  const { notebook } = useOpen();
  const [query, setQuery] = useState(route.query.get('q') ?? '');
  const [limit, setLimit] = useState(AT_ONCE);
  const place = useRef<HTMLDivElement>(null);
  useEffect(() => place.current?.querySelector('input')?.focus(), []);
  const all = notes(notebook);
  const ready = useReady(all);
  const list = writers(notebook);
  const words = wordsOf(query);
  const found = search(query, { students: list.map(({ record }) => record), skills: skills(notebook), notes: all.slice(0, ready) });
  const students = list.filter(({ record }) => found.students.includes(record));
  const seen = lastSeen(students.length ? all : []);
  const hidden = found.notes.length - limit;
  const isThere = students.length + found.notes.length > 0;
  return (
    <Page title={t.search.title} parent={to.students}>
      <div ref={place}>
        <LineField label={t.search.what} hint={t.search.hint} value={query} set={(next) => { setQuery(next); setLimit(AT_ONCE); }} leave={() => standAt(to.search(query))} enter="search" />
      </div>
      <p class="hint" role="status">{!words.length ? '' : isThere ? t.search.found(found.notes.length) : ready < all.length ? t.search.looking : t.search.none}</p>
      {students.length ? (
        <Section title={t.student.allTitle}>
          <ul class="rows">
            {students.map((writer) => <Row key={writer.id} href={to.student(writer.id)} title={<bdi><Marked pieces={marked(writer.label, words)} /></bdi>} sub={seenWords(seen.get(writer.id), notebook.asOf)} />)}
          </ul>
        </Section>
      ) : null}
      {found.notes.length ? (
        <Section title={t.student.timeline}>
          <ul class="cards">{found.notes.slice(0, limit).map((shown) => <FoundNote key={shown.record.id} shown={shown} words={words} />)}</ul>
          {hidden > 0 ? <button type="button" class="button button-quiet" onClick={() => setLimit(limit + AT_ONCE * 5)}>{t.student.showMore(hidden)}</button> : null}
        </Section>
      ) : null}
    </Page>
  );
}

/** How many of the notes are folded: all of them soon, and those that changed at once. */
function useReady(all: readonly Shown[]): number {
  const [ready, setReady] = useState(0);
  useEffect(() => {
    if (ready >= all.length) return undefined;
    const timer = setTimeout(() => {
      prepare(all, ready, FOLDED_AT_ONCE);
      setReady(ready + FOLDED_AT_ONCE);
    });
    return () => clearTimeout(timer);
  }, [ready, all]);
  return Math.min(ready, all.length);
}

const Marked = ({ pieces }: { pieces: Piece[] }) => <>{pieces.map(({ text, hit }, i) => (hit ? <mark key={i}>{text}</mark> : text))}</>;

function FoundNote({ shown, words }: { shown: Shown; words: string[] }) {
  const notebook = useNotebook();
  const { record } = shown;
  const names = namesOf(notebook, studentsOf(record));
  const skill = skillName(notebook, record['skill']);
  const text = spoken(record, words);
  return (
    <li class="card">
      <a class="card-open" href={to.note(record.id)}>{t.types[record.type]} · <time dateTime={record.created.at}>{moment(record.created.at)}</time></a>
      <p class="card-names">{names.length ? names.map((name, i) => <span key={i}>{i ? comma() : ''}<bdi><Marked pieces={marked(name, words)} /></bdi></span>) : t.card.noStudent}</p>
      {skill ? <p class="card-tags"><span class="badge"><bdi><Marked pieces={marked(skill, words)} /></bdi></span></p> : null}
      {text ? <p><bdi class="card-words"><Marked pieces={excerpt(text, words)} /></bdi></p> : <p class="card-empty">{t.card.empty}</p>}
    </li>
  );
}
