/** A class that may not be shown here any more: what only this phone has, the way out with it, and an empty phone in the end. */
import { useEffect, useState } from 'preact/hooks';
import { sentence } from '../parts/errors';
import { Icon } from '../parts/icons';
import { offer } from '../parts/offer';
import { useOpen } from '../parts/open';
import { Page } from '../parts/page';
import { todayAsDate } from '../strings/format';
import { t } from '../strings/seldom';

export function Closed() {
  const { notebook, tick, leave } = useOpen();
  const [unsent, setUnsent] = useState<number>();
  const [saved, setSaved] = useState(false);
  const [sure, setSure] = useState(false);
  const [problem, setProblem] = useState<string>();
  const { closed, online } = notebook.state();
  const isOver = closed === 'ended';
  const attempt = (work: () => Promise<void>) => void work().catch((error: unknown) => setProblem(sentence(error)));
  const remove = async (evenUnsent: boolean) => {
    if (await (await notebook.leaving()).wipe(evenUnsent)) leave();
  };
  useEffect(() => {
    attempt(async () => {
      const left = await (await notebook.leaving()).unsent();
      setUnsent(left);
      // The phone's own clock hides a class; only the service's word removes it.
      if (left === 0 && notebook.isLetGo()) await remove(false);
    });
  }, [notebook, tick, closed]);
  if (unsent === undefined) return <p class="page" role="status">{t.loading}</p>;
  return (
    <Page title={isOver ? t.closed.endedTitle : t.closed.revokedTitle}>
      <p>{isOver ? t.closed.ended : t.closed.revoked}</p>
      {unsent ? (
        <>
          <div class="banner banner-warn" role="status"><p>{t.closed.unsent(unsent)}</p></div>
          <p>{isOver ? t.closed.endedHelp : t.closed.revokedHelp}</p>
          <div class="actions">
            <button type="button" class="button" onClick={() => attempt(async () => { offer(await (await notebook.leaving()).file(), `backtable-unsent-${todayAsDate()}.jsonl`); setSaved(true); })}>
              <Icon name="share" />{t.closed.save}
            </button>
            <button type="button" class="button button-quiet button-danger" onClick={() => (sure ? attempt(() => remove(true)) : setSure(true))}>
              <Icon name="trash" />{sure ? t.closed.sure(unsent) : t.closed.remove}
            </button>
          </div>
          {saved ? <p class="hint" role="status">{t.closed.saved}</p> : null}
        </>
      ) : <p class="hint">{t.closed.nothing}</p>}
      <div class="actions">
        {isOver ? <button type="button" class="button button-quiet" onClick={() => notebook.syncNow()}>{t.door.again}</button> : null}
        <button type="button" class="button button-quiet" onClick={leave}>{t.told.joinAgain}</button>
      </div>
      {online ? null : <p class="hint">{t.closed.look}</p>}
      {problem ? <p class="error" role="alert">{problem}</p> : null}
    </Page>
  );
}
