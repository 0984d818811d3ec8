/** Whether what stands in a form is saved, and where; announced politely, and never in the way of the keyboard. */
import { useEffect, useState } from 'preact/hooks';
import type { Draft } from './draft';
import { sentence } from './errors';
import { Icon } from './icons';
import { useNotebook } from './open';
import { PlaceLine } from './place';
import { t } from '../strings/seldom';

/** Between two keystrokes nothing is said, or the line would flicker and a screen reader would talk over the typing. */
const CALM_MS = 300;

function useCalm<T>(value: T): T {
  const [calm, setCalm] = useState(value);
  useEffect(() => {
    const timer = setTimeout(() => setCalm(value), CALM_MS);
    return () => clearTimeout(timer);
  }, [value]);
  return calm;
}

/** `untouched`: what is said before there is anything to save. */
export function SaveState({ draft, untouched }: { draft: Draft; untouched?: string }) {
  const notebook = useNotebook();
  const shown = draft.id === undefined ? undefined : notebook.get(draft.id);
  const now = useCalm(draft.state === 'saving' ? 'saving' : shown?.place ?? 'untouched');
  const failed = draft.state === 'failed';
  return (
    <>
      {failed ? (
        <button type="button" class="foot-failed" onClick={() => void draft.flush()}>
          <Icon name="alert" />{t.note.failed} {sentence(draft.problem)} {t.note.tryAgain}
        </button>
      ) : null}
      <p class="foot-state" role="status">
        {failed ? t.note.failed : now === 'saving' ? t.note.saving : now === 'untouched' ? untouched ?? t.note.untouched : <PlaceLine of={{ ...shown, place: now }} />}
      </p>
    </>
  );
}
