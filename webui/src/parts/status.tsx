/** Where the notes are, in plain words; and the few things that ask for a tap. */
import type { SyncState } from '../data/types';
import { Icon, type IconName } from './icons';
import { later } from './later';
import { useOpen } from './open';
import { to } from './route';
import { moment } from '../strings/format';
import { t } from '../strings';

const office = () => import('../screens/seldom');
const Told = later(office, 'Told');
const Named = later(office, 'Refused');

/** Nothing where nothing was refused, as on most days. */
export const Refused = () => (useOpen().notebook.state().refused ? <Named /> : null);

const hasNews = (state: SyncState): boolean =>
  state.updateReady || state.signedOut || state.trouble !== undefined || state.clockOffBySeconds !== undefined || state.damaged > 0 || state.readOnlyTypes.length > 0 ||
  (!state.persisted && state.unsent > 0 && !state.online);

/** What is told above a screen, where there is something. */
export const Banners = () => (hasNews(useOpen().notebook.state()) ? <Told /> : null);

function words(state: SyncState): { icon: IconName; text: string } {
  if (!state.online) {
    const waiting = state.unsent ? ` · ${t.state.offlineUnsent(state.unsent)}` : '';
    const oldest = state.unsent && state.oldestUnsentAt ? t.state.oldest(moment(state.oldestUnsentAt)) : '';
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
