/** Starts the app: takes the join code out of the address before anything else can see or keep it. */
import './style/app.css';
import { render } from 'preact';
import { App } from './app';
import { makeDoor } from './data/door';
import { startMerging } from './merge/merging';

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

const place = document.getElementById('app');
if (place) render(<App door={makeDoor(startMerging())} joinCode={takeJoinCode()} />, place);
