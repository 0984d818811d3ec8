/** For oneself or for the team: one tap, there and back, as long as nobody else can have the note. */
import { Chip, Chips } from './chips';
import type { Draft } from './draft';
import { useOpen } from './open';
import { t } from '../strings/seldom';

export function OnlyMe({ draft }: { draft: Draft }) {
  const { notebook, attempt } = useOpen();
  const { id } = draft;
  const isPrivate = id === undefined ? draft.isPrivate : notebook.get(id)?.private === true;
  const tap = async () => {
    if (id === undefined) return draft.keepPrivate(!isPrivate);
    await draft.flush();
    await attempt(() => notebook.setPrivate(id, !isPrivate));
  };
  return (
    <Chips label={t.note.forWhom}>
      <Chip on={isPrivate} tap={() => void tap()} icon="lock">{t.note.onlyMe}</Chip>
    </Chips>
  );
}
