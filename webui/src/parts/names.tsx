/** Names, set apart from the sentence around them so that any script may stand in any other. */
import type { Id, Notebook } from '../data/types';
import { callName, type Writer } from './records';
import { comma } from '../strings/format';

export const Name = ({ of }: { of: string }) => <bdi>{of}</bdi>;

/** The children of a note, in the class's order, as one line. */
export function namesOf(notebook: Notebook, ids: Id[], known?: Writer[]): string[] {
  const labels = new Map(known?.map((writer) => [writer.id, writer.label]));
  return ids.map((id) => labels.get(id) ?? callName(notebook.get(id)?.record));
}

export function Names({ of }: { of: string[] }) {
  return <>{of.map((name, i) => <span key={i}>{i ? comma() : ''}<bdi>{name}</bdi></span>)}</>;
}
