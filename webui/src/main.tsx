/** Starts the app: takes the join code out of the address before anything else can see or keep it, then loads the reader's words. */
import './style/app.css';
import { setting, showHand } from './parts/settings';
import { languageOf, speakIn } from './strings/languages';

/** The join code of a link's fragment, removed from the address and the history at once. */
function takeJoinCode(): string | undefined {
  const code = /^#join=([^&]+)/.exec(location.hash)?.[1];
  if (code === undefined) return undefined;
  history.replaceState(null, '', location.pathname);
  try {
    return decodeURIComponent(code);
  } catch {
    return undefined; // a damaged link: the code can still be typed
  }
}

async function start(place: HTMLElement): Promise<void> {
  const joinCode = takeJoinCode();
  const tag = languageOf(setting('language'), navigator.languages);
  const [{ dir }, { show }] = await Promise.all([speakIn(tag), import('./app')]);
  Object.assign(document.documentElement, { lang: tag, dir });
  showHand();
  show(place, joinCode);
}

const place = document.getElementById('app');
if (place) start(place).catch(reportError);
