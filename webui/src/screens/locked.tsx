/** All that a locked phone shows: that it is, and how much of what was written nobody else has. */
import { useEffect, useState } from 'preact/hooks';
import type { PhoneLock } from '../data/types';
import { sentence } from '../parts/errors';
import { LineField } from '../parts/fields';
import { t } from '../strings/seldom';
import { Frame } from './door';

export function Locked({ lock }: { lock: PhoneLock }) {
  const [typed, setTyped] = useState('');
  const [unsent, setUnsent] = useState(0);
  const [busy, setBusy] = useState(false);
  const [isForgotten, setForgotten] = useState(false);
  const [problem, setProblem] = useState<string>();
  const byPin = lock.state().pinTries > 0;
  useEffect(() => {
    lock.smith().then((smith) => smith.unsent()).then(setUnsent).catch((error: unknown) => setProblem(sentence(error)));
  }, [lock]);
  const attempt = async (work: () => Promise<void>) => {
    setBusy(true);
    setProblem(undefined);
    await work().catch((error: unknown) => setProblem(sentence(error)));
    setBusy(false);
  };
  const open = (event: Event) => {
    event.preventDefault();
    void attempt(async () => {
      const smith = await lock.smith();
      if (await (byPin ? smith.unlockByPin(typed) : smith.unlock(typed))) return;
      const left = lock.state().pinTries;
      setTyped('');
      setProblem(left > 0 ? t.locked.wrongPin(left) : t.locked.wrong);
    });
  };
  return (
    <Frame title={t.locked.title}>
      {unsent ? <p role="status">{t.locked.unsent(unsent)}</p> : null}
      <form onSubmit={open} noValidate>
        <LineField label={byPin ? t.locked.pin : t.locked.passphrase} value={typed} set={setTyped} secret digits={byPin} autoComplete={byPin ? 'off' : 'current-password'} enter="go" error={problem} />
        <button type="submit" class="button button-wide" disabled={busy}>{t.locked.open}</button>
      </form>
      {byPin ? null : <p class="hint">{t.locked.waits}</p>}
      {isForgotten ? (
        <>
          <p>{t.locked.forgotten}</p>
          <button type="button" class="button button-quiet button-danger button-wide" disabled={busy} onClick={() => void attempt(async () => (await lock.smith()).wipe())}>
            {unsent ? t.closed.sure(unsent) : t.closed.remove}
          </button>
        </>
      ) : <button type="button" class="button button-quiet button-wide" onClick={() => setForgotten(true)}>{t.locked.forgot}</button>}
    </Frame>
  );
}
