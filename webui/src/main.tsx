/** Starts the app: takes the join code out of the address before anything else can see or keep it, and loads the words in the reader's language while the class is read. */
import './style/app.css';
import { show } from './app';
import { makeDoor } from './data/door';
import { startMerging } from './merge/merging';
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
  const door = makeDoor(startMerging());
  const last = setting('class');
  if (joinCode === undefined && last !== null) door.hurry(last);
  const tag = languageOf(setting('language'), navigator.languages);
  const { dir } = await speakIn(tag);
  Object.assign(document.documentElement, { lang: tag, dir });
  showHand();
  show(place, door, joinCode);
}

const place = document.getElementById('app');
if (place) start(place).catch(reportError);
