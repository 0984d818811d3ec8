/** Names, set apart from the sentence around them so that any script may stand in any other. */
import type { AnyRecord, Id, Notebook } from '../data/types';
import { useNotebook } from './open';
import { callName, personName, type Writer } from './records';
import { moment } from '../strings/format';
import { t } from '../strings';

export const Name = ({ of }: { of: string }) => <bdi>{of}</bdi>;

/** The children of a note, in the class's order, as one line. */
export function namesOf(notebook: Notebook, ids: Id[], known?: Writer[]): string[] {
  const labels = new Map(known?.map((writer) => [writer.id, writer.label]));
  return ids.map((id) => labels.get(id) ?? callName(notebook.get(id)?.record));
}

export function Names({ of }: { of: string[] }) {
  return <>{of.map((name, i) => <span key={i}>{i ? ', ' : ''}<bdi>{name}</bdi></span>)}</>;
}

/** "Written by Ana, 9:42 · Changed by you, Tue 10:05" */
export function ByLine({ record }: { record: AnyRecord }) {
  const notebook = useNotebook();
  const { created, edited } = record;
  return (
    <p class="byline">
      {t.note.by} <bdi>{personName(notebook, created.by, true)}</bdi>, <time dateTime={created.at}>{moment(created.at)}</time>
      {edited.at === created.at ? null : (
        <> · {t.note.edited} <bdi>{personName(notebook, edited.by, true)}</bdi>, <time dateTime={edited.at}>{moment(edited.at)}</time></>
      )}
    </p>
  );
}
