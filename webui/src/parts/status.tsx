/** Where the notes are, in plain words; and the few things that ask for a tap. */
import type { SyncState } from '../data/types';
import { Icon, type IconName } from './icons';
import { later } from './later';
import { useOpen } from './open';
import { to } from './route';
import { moment } from '../strings/format';
import { t } from '../strings';
import { errorWords } from '../strings/seldom';

const SECONDS_A_MINUTE = 60;
const Named = later(() => import('../screens/seldom'), 'Refused');

/** Nothing where nothing was refused, as on most days. */
export const Refused = () => (useOpen().notebook.state().refused ? <Named /> : null);

function words(state: SyncState): { icon: IconName; text: string } {
  if (!state.online) {
    const waiting = state.unsent ? ` · ${t.state.offlineUnsent(state.unsent)}` : '';
    const oldest = state.unsent && state.oldestUnsentAt ? `, ${t.state.oldest(moment(state.oldestUnsentAt))}` : '';
    return { icon: 'offline', text: t.state.offline + waiting + oldest };
  }
  if (state.unsent) return { icon: 'phone', text: `${t.state.saved} · ${t.state.sharing(state.unsent)}` };
  if (state.photosUnsent) return { icon: 'phone', text: `${t.state.saved} · ${t.state.photos(state.photosUnsent)}` };
  return { icon: 'cloud', text: state.sharedAt ? t.state.shared(moment(state.sharedAt)) : t.state.notYetShared };
}

export function StatusLine() {
  const { notebook } = useOpen();
  const state = notebook.state();
  if (notebook.asOf !== undefined) return null; // that it is shared says nothing about a past day
  const { icon, text } = words(state);
  const look = state.questions + state.refused;
  return (
    <div class="status" role="group" aria-label={t.state.label}>
      <p class="status-words" role="status"><Icon name={icon} /><span>{text}</span></p>
      {look ? <a class="status-look" href={state.questions ? to.questions : '#refused'} onClick={state.questions ? undefined : jump}><Icon name="alert" />{t.state.needLook(look)}</a> : null}
      {state.unsent && state.online ? <button type="button" class="link" onClick={() => notebook.syncNow()}>{t.state.syncNow}</button> : null}
    </div>
  );
}

/** The fragment is the app's address, so a jump inside a screen is done by hand. */
function jump(event: Event): void {
  event.preventDefault();
  document.getElementById('refused')?.scrollIntoView({ block: 'start' });
  document.getElementById('refused')?.focus();
}

export function Banners() {
  const { notebook, leave } = useOpen();
  const state = notebook.state();
  const minutes = Math.max(1, Math.round(Math.abs(state.clockOffBySeconds ?? 0) / SECONDS_A_MINUTE));
  return (
    <>
      {state.updateReady ? (
        <div class="banner" role="status"><p>{t.state.update}</p><button type="button" class="button button-small" onClick={() => notebook.applyUpdate()}>{t.state.updateNow}</button></div>
      ) : null}
      {state.signedOut ? (
        <div class="banner banner-warn" role="status"><p>{t.state.signedOut}</p><button type="button" class="button button-small" onClick={leave}>{t.state.joinAgain}</button></div>
      ) : null}
      {state.trouble && !state.signedOut ? <div class="banner banner-warn" role="status"><p>{errorWords()[state.trouble.code] ?? state.trouble.message}</p></div> : null}
      {state.clockOffBySeconds === undefined ? null : <div class="banner banner-warn"><p>{t.state.clock(minutes)}</p></div>}
      {state.damaged ? <div class="banner banner-warn" role="status"><p>{t.state.damaged(state.damaged)}</p></div> : null}
      {state.readOnlyTypes.length ? <div class="banner"><p>{t.state.newer}</p></div> : null}
      {!state.persisted && state.unsent && !state.online ? <div class="banner"><p>{t.state.notPersisted}</p></div> : null}
    </>
  );
}
