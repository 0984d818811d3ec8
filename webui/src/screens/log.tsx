/** Who opened which student's page, and who saved a copy: for the owners of the class. The names are put in here, on the phone. */
import { useCallback, useEffect, useState } from 'preact/hooks';
import type { LogEntry } from '../data/types';
import { sentence } from '../parts/errors';
import { useOpen } from '../parts/open';
import { Empty, Page } from '../parts/page';
import { callName, fullName } from '../parts/records';
import { to } from '../parts/route';
import { moment } from '../strings/format';
import { t } from '../strings/seldom';

export function Log() {
  const { notebook } = useOpen();
  const [entries, setEntries] = useState<LogEntry[]>();
  const [before, setBefore] = useState<number>();
  const [problem, setProblem] = useState<string>();
  const look = useCallback((from?: number) => {
    notebook.access().then((access) => access.log(from)).then((page) => {
      setEntries((known) => [...(from === undefined ? [] : known ?? []), ...page.entries]);
      setBefore(page.before);
      setProblem(undefined);
    }, (error: unknown) => setProblem(sentence(error)));
  }, [notebook]);
  useEffect(() => look(), [look]);
  return (
    <Page title={t.log.title} parent={to.people}>
      <p class="hint">{t.log.help}</p>
      {problem ? <p class="error" role="alert">{problem}</p> : null}
      {entries?.length === 0 ? <Empty title={t.log.none} /> : null}
      <ul class="rows">
        {entries?.map((entry) => (
          <li class="row row-plain" key={`${entry.at} ${entry.person} ${entry.act} ${entry.subject}`}>
            <span class="row-text">
              <span class="row-title"><bdi>{fullName(notebook, entry.person)}</bdi></span>
              <span>{t.log.acts[entry.act]} {entry.act === 'opened' ? <bdi>{callName(notebook.get(entry.subject)?.record)}</bdi> : t.log.copies[entry.subject] ?? entry.subject}</span>
              <span class="row-sub"><time dateTime={entry.at}>{moment(entry.at)}</time></span>
            </span>
          </li>
        ))}
      </ul>
      {before === undefined ? null : <button type="button" class="button button-quiet" onClick={() => look(before)}>{t.log.more}</button>}
    </Page>
  );
}
