// Phones for the browser tests: Debian's Chromium with a profile folder of its own each, at the size of a phone.
//
// A phone that is killed loses its process, not its profile, as on a real one. Every phone watches itself: an error of the
// page, an error on the console or a request to anyone but the service fails the test that asks with `checkQuiet()`.
import { spawn } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { chromium } from 'playwright-core';

export const PHONE = { width: 390, height: 844 };
export const TIMEOUT_MS = 15_000; // for one step; a machine under sanitizers and two browsers is slow

const FLAGS = [
  '--headless', '--no-sandbox', '--disable-gpu', '--disable-quic', '--no-first-run', '--disable-background-networking',
  '--disable-component-update', '--disable-sync', '--lang=en-US', '--remote-debugging-port=0',
];

function startBrowser(profile) {
  const child = spawn('/usr/bin/chromium', [...FLAGS, `--user-data-dir=${profile}`, 'about:blank'], { stdio: ['ignore', 'ignore', 'pipe'], detached: true });
  const ended = new Promise((resolve) => { child.once('exit', resolve); });
  const address = new Promise((resolve, reject) => {
    let said = '';
    child.stderr.on('data', (bytes) => {
      said += bytes;
      const found = /DevTools listening on (ws:\S+)/.exec(said);
      if (found) resolve(found[1]);
    });
    ended.then(() => reject(new Error(`chromium ended at once: ${said}`)));
  });
  return { address, ended, kill: () => process.kill(-child.pid, 'SIGKILL') };
}

/** What a phone may not do, noted while it is used. A service that is stopped on purpose is no fault of the page. */
function watch(page, origin, faults) {
  page.on('pageerror', (error) => faults.push(`page error: ${error.stack ?? error.message}`));
  page.on('console', (message) => {
    const ofApi = message.location().url.startsWith(`${origin}/api/`) && message.text().startsWith('Failed to load resource');
    if (message.type() === 'error' && !ofApi) faults.push(`console: ${message.text()}`);
  });
  page.on('request', (request) => {
    const url = request.url();
    if (/^(https?|wss?):/.test(url) && !url.startsWith(`${origin}/`)) faults.push(`a request to someone else: ${url}`);
  });
}

/** Opens the phone of `profile`; the app shows what its own store holds. */
async function switchOn(profile, origin, viewport, faults) {
  const browser = startBrowser(profile);
  const connection = await chromium.connectOverCDP(await browser.address);
  const [context] = connection.contexts();
  context.setDefaultTimeout(TIMEOUT_MS);
  const page = context.pages()[0] ?? await context.newPage();
  await page.setViewportSize(viewport);
  watch(page, origin, faults);
  return { browser, connection, context, page };
}

export class Phone {
  #running;
  #faults = [];

  constructor(origin, viewport = PHONE) {
    this.origin = origin;
    this.viewport = viewport;
    this.profile = mkdtempSync(join(tmpdir(), 'backtable-phone-'));
  }

  get page() { return this.#running.page; }
  get context() { return this.#running.context; }

  async open(path = '/') {
    this.#running = await switchOn(this.profile, this.origin, this.viewport, this.#faults);
    await this.page.goto(this.origin + path);
  }

  /** The app once more beside itself, in the same profile. */
  async anotherTab() {
    const page = await this.context.newPage();
    await page.setViewportSize(this.viewport);
    watch(page, this.origin, this.#faults);
    await page.goto(this.origin);
    return page;
  }

  /** Leaves the app as a person does; the browser writes down what it still has in memory, such as a cookie set just now. */
  async close() {
    const running = this.#running;
    this.#running = undefined;
    const session = await running.connection.newBrowserCDPSession();
    await Promise.all([running.browser.ended, session.send('Browser.close')]);
    await running.connection.close();
  }

  /** A process that is killed gets no chance to save anything. */
  async kill() {
    const running = this.#running;
    this.#running = undefined;
    if (!running) return;
    running.browser.kill();
    await running.browser.ended;
    await running.connection.close();
  }

  /** For the report of a failure: what a person would see now. */
  async describe() {
    return this.#running ? `${this.page.url()}\n${await this.page.innerText('body')}` : 'this phone is off';
  }

  checkQuiet() {
    if (this.#faults.length > 0) throw new Error(this.#faults.join('\n'));
  }

  async dispose() {
    await this.kill();
    rmSync(this.profile, { recursive: true, force: true, maxRetries: 5 });
  }
}
