/** Whether what stands in a form is saved, and where; announced politely, and never in the way of the keyboard. */
import type { Draft } from './draft';
import { sentence } from './errors';
import { Icon } from './icons';
import { useNotebook } from './open';
import { PlaceLine } from './status';
import { t } from '../strings';

/** `untouched`: what is said before there is anything to save. */
export function SaveState({ draft, untouched }: { draft: Draft; untouched?: string }) {
  const notebook = useNotebook();
  const shown = draft.id === undefined ? undefined : notebook.get(draft.id);
  const failed = draft.state === 'failed';
  return (
    <>
      {failed ? (
        <button type="button" class="foot-failed" onClick={() => void draft.flush()}>
          <Icon name="alert" />{t.note.failed} {sentence(draft.problem)} {t.note.tryAgain}
        </button>
      ) : null}
      <p class="foot-state" role="status">
        {failed ? t.note.failed : draft.state === 'saving' ? t.note.saving : shown ? <PlaceLine place={shown.place} /> : untouched ?? t.note.untouched}
      </p>
    </>
  );
}
