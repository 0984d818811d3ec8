/** What was just done, and one tap to take it back. It leaves by itself, but not while it is touched or focused. */
import { useEffect, useState } from 'preact/hooks';
import { Icon } from './icons';
import { useOpen } from './open';
import { t } from '../strings';

const SHOWN_MS = 12_000;

export function Snackbar() {
  const { notebook, snack, isLast, canUndo, say, attempt } = useOpen();
  const [held, setHeld] = useState(false);
  // Another act came after: an undo would take back that one, so there is nothing to offer here any more.
  const stale = snack?.undo === true && !isLast;
  useEffect(() => {
    if (!snack || held) return undefined;
    const timer = setTimeout(() => say(undefined), SHOWN_MS);
    return () => clearTimeout(timer);
  }, [snack, held, say]);
  const undo = () => {
    say(undefined);
    setHeld(false);
    const take = snack?.undo;
    void attempt(() => (typeof take === 'function' ? take() : notebook.undo()));
  };
  return (
    <div class="snack-place" role="status">
      {snack && !stale ? (
        <div class="snack" onPointerEnter={() => setHeld(true)} onPointerLeave={() => setHeld(false)} onFocusCapture={() => setHeld(true)} onBlurCapture={() => setHeld(false)}>
          <p>{snack.text}</p>
          {typeof snack.undo === 'function' || (snack.undo && canUndo) ? <button type="button" class="snack-button" onClick={undo}>{t.undo}</button> : null}
          <button type="button" class="snack-button" aria-label={t.close} onClick={() => say(undefined)}><Icon name="close" /></button>
        </div>
      ) : null}
    </div>
  );
}
