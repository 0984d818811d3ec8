// The engines of three browsers. Each is started with one address, of a page that does the rest: no driver is needed.
import { spawn } from 'node:child_process';
import { existsSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { once } from 'node:events';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

const MINI_BROWSER = '/usr/lib/x86_64-linux-gnu/webkit2gtk-4.1/MiniBrowser';

// So that a fresh profile asks nobody else anything.
const FIREFOX_PREFS = [
  'user_pref("app.update.enabled", false);', 'user_pref("browser.shell.checkDefaultBrowser", false);', 'user_pref("datareporting.policy.dataSubmissionEnabled", false);',
  'user_pref("network.captive-portal-service.enabled", false);', 'user_pref("network.connectivity-service.enabled", false);', 'user_pref("toolkit.telemetry.enabled", false);',
].join('\n');

/** How each is started: the command, and what it needs in its own folder first. */
const BROWSERS = {
  chromium: (profile, url) => ['/usr/bin/chromium', '--headless', '--no-sandbox', '--disable-gpu', '--no-first-run', '--disable-background-networking', `--user-data-dir=${profile}`, url],
  firefox: (profile, url) => {
    writeFileSync(join(profile, 'user.js'), FIREFOX_PREFS);
    return ['/usr/bin/firefox-esr', '--headless', '--no-remote', '--profile', profile, url];
  },
  webkit: (profile, url) => ['/usr/bin/xvfb-run', '--auto-servernum', MINI_BROWSER, '--private', url],
};

export const isBrowser = (name) => Object.hasOwn(BROWSERS, name);

/** Opens `url`; `ended` rejects when the browser goes before it is closed. */
export function openBrowser(name, url) {
  const profile = mkdtempSync(join(tmpdir(), 'backtable-engine-'));
  const [command, ...args] = BROWSERS[name](profile, url);
  if (!existsSync(command)) throw new Error(`${command} is not installed`);
  // WebKit's own sandbox needs rights that a container lacks; this page is ours.
  const env = { ...process.env, HOME: profile, WEBKIT_DISABLE_SANDBOX_THIS_IS_DANGEROUS: '1' };
  const child = spawn(command, args, { stdio: 'ignore', detached: true, env });
  const gone = once(child, 'exit');
  return {
    ended: gone.then(([code]) => { throw new Error(`${name} ended by itself (${code})`); }),
    async close() {
      process.kill(-child.pid, 'SIGTERM');
      await gone;
      rmSync(profile, { recursive: true, force: true, maxRetries: 10, retryDelay: 100 });
    },
  };
}
