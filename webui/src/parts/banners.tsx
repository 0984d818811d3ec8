/** The few things about this phone and its copy that ask for a tap or a look. */
import { useOpen } from './open';
import { t } from '../strings/seldom';

const SECONDS_A_MINUTE = 60;

export function Told() {
  const { notebook, leave } = useOpen();
  const state = notebook.state();
  const minutes = Math.max(1, Math.round(Math.abs(state.clockOffBySeconds ?? 0) / SECONDS_A_MINUTE));
  return (
    <>
      {state.updateReady ? (
        <div class="banner" role="status"><p>{t.told.update}</p><button type="button" class="button button-small" onClick={() => notebook.applyUpdate()}>{t.told.updateNow}</button></div>
      ) : null}
      {state.signedOut ? (
        <div class="banner banner-warn" role="status"><p>{t.told.signedOut}</p><button type="button" class="button button-small" onClick={leave}>{t.told.joinAgain}</button></div>
      ) : null}
      {state.trouble && !state.signedOut ? <div class="banner banner-warn" role="status"><p>{t.errors[state.trouble.code] ?? state.trouble.message}</p></div> : null}
      {state.clockOffBySeconds === undefined ? null : <div class="banner banner-warn"><p>{t.told.clock(minutes)}</p></div>}
      {state.damaged ? <div class="banner banner-warn" role="status"><p>{t.told.damaged(state.damaged)}</p></div> : null}
      {state.readOnlyTypes.length ? <div class="banner"><p>{t.told.newer}</p></div> : null}
      {!state.persisted && state.unsent && !state.online ? <div class="banner"><p>{t.told.notPersisted}</p></div> : null}
    </>
  );
}
