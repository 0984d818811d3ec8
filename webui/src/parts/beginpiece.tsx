/** One tap begins a piece for a child, in the genre that the class is writing in; one more takes it back. */
import type { AnyRecord } from '../data/types';
import { newId } from '../data/uuid';
import { Icon } from './icons';
import { useOpen } from './open';
import type { Writer } from './records';
import { beginning, unitGenre } from '../reading/pieces';
import { todayAsDate } from '../strings/format';
import { t } from '../strings/seldom';

export function BeginButton({ writer, pieces }: { writer: Pick<Writer, 'id' | 'label'>; pieces: AnyRecord[] }) {
  const { notebook, say, attempt } = useOpen();
  const begin = async () => {
    const members = beginning([writer.id], todayAsDate(), newId(), unitGenre(pieces));
    if (await attempt(() => notebook.create('piece', members))) say({ text: t.pieces.begun, undo: true });
  };
  return (
    <button type="button" class="button button-quiet" aria-label={t.pieces.beginFor(writer.label)} onClick={() => void begin()}>
      <Icon name="plus" />{t.pieces.begin}
    </button>
  );
}
