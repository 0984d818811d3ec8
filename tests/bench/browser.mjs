/**
 * What a teacher waits for, on a phone that is four times slower than this machine, with the network gone: the first
 * paint of the installed app, a note that is ready to be written, and the words saved.
 */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { chromium } from '../browser/node_modules/playwright-core/index.mjs';
import { spread } from './figures.mjs';

const SLOWED = 4;
const PHONE = { width: 390, height: 844 };
const FLAGS = ['--no-sandbox', '--disable-gpu', '--disable-quic', '--no-first-run', '--disable-background-networking', '--disable-component-update', '--disable-sync'];
const WORDS = 'Reread the lead and tried two others.';

async function slow(page) {
  const cdp = await page.context().newCDPSession(page);
  await cdp.send('Emulation.setCPUThrottlingRate', { rate: SLOWED });
}

async function joinAndMakeClass(page, link) {
  await page.goto(link);
  await page.getByLabel('Your name').fill('Ms. Rivera');
  await page.getByRole('button', { name: 'Join' }).click();
  await page.getByLabel('Name of the class').fill('Room 12');
  await page.getByRole('button', { name: 'Create the class' }).click();
  await page.getByRole('heading', { name: 'Today' }).waitFor();
  await page.evaluate(() => navigator.serviceWorker.ready.then(() => undefined));
}

/** Time of the first contentful paint of a cold start from the phone's own copy. */
async function firstPaint(page, origin) {
  await page.goto('about:blank');
  await page.goto(origin);
  await page.getByRole('heading', { name: 'Today' }).waitFor();
  return page.evaluate(() => performance.getEntriesByName('first-contentful-paint')[0].startTime);
}

/** The page itself looks at the clock when `text` appears: the way to this program and back is not part of the figure. */
const watchFor = (page, text) =>
  page.evaluate((wanted) => {
    window.benchSeen = new Promise((resolve) => {
      const look = () => document.body.innerText.includes(wanted) && (observer.disconnect(), resolve(performance.now()));
      const observer = new MutationObserver(look);
      observer.observe(document.body, { subtree: true, childList: true, characterData: true });
    });
    window.addEventListener('input', () => (window.benchLastKey = performance.now()), true);
    window.addEventListener('click', () => (window.benchTap = performance.now()), true);
  }, text);

async function capture(page) {
  await watchFor(page, 'What did you see?');
  await page.getByRole('link', { name: 'Note', exact: true }).or(page.getByRole('button', { name: 'Note', exact: true })).first().click();
  const field = page.getByLabel('Notes', { exact: true });
  await field.waitFor();
  const ready = await page.evaluate(() => performance.now() - window.benchTap);
  await watchFor(page, 'Saved on this phone');
  await field.pressSequentially(WORDS);
  const saved = await page.evaluate(async () => (await window.benchSeen) - window.benchLastKey);
  return { ready, saved };
}

export async function measureBrowser({ origin, link, rounds }) {
  const profile = mkdtempSync(join(tmpdir(), 'backtable-bench-'));
  const context = await chromium.launchPersistentContext(profile, { executablePath: '/usr/bin/chromium', args: FLAGS, viewport: PHONE, isMobile: true, hasTouch: true });
  try {
    const page = await context.newPage();
    await joinAndMakeClass(page, link);
    await context.setOffline(true);
    await slow(page);
    const paint = [];
    const ready = [];
    const saved = [];
    for (let round = 0; round < rounds; round++) {
      paint.push(await firstPaint(page, origin));
      const took = await capture(page);
      ready.push(took.ready);
      saved.push(took.saved);
    }
    return { slowed: SLOWED, paint: spread(paint), ready: spread(ready), saved: spread(saved) };
  } finally {
    await context.close();
    rmSync(profile, { recursive: true });
  }
}
