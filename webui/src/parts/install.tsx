/**
 * On an iPhone the browser and the installed app keep separate stores, and the browser's is cleared after some days without
 * a visit. So the hint comes before the first note, and only where it matters.
 */
import { inIosBrowser } from './ios';
import { t } from '../strings/seldom';

export function InstallHint() {
  if (!inIosBrowser()) return null;
  return <div class="banner"><div><strong>{t.install.title}</strong><p>{t.install.help}</p></div></div>;
}
