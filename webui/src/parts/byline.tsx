/** Who wrote a record and who changed it last. */
import type { AnyRecord } from '../data/types';
import { useNotebook } from './open';
import { personName } from './records';
import { comma, moment } from '../strings/format';
import { t } from '../strings/seldom';

/** "Written by Ana, 9:42 · Changed by you, Tue 10:05" */
export function ByLine({ record }: { record: AnyRecord }) {
  const notebook = useNotebook();
  const { created, edited } = record;
  return (
    <p class="byline">
      {t.note.by} <bdi>{personName(notebook, created.by, true)}</bdi>{comma()}<time dateTime={created.at}>{moment(created.at)}</time>
      {edited.at === created.at ? null : (
        <> · {t.note.edited} <bdi>{personName(notebook, edited.by, true)}</bdi>{comma()}<time dateTime={edited.at}>{moment(edited.at)}</time></>
      )}
    </p>
  );
}
