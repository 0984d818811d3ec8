/**
 * What a teacher waits for, on a phone that is four times slower than this machine, with the network gone: the first
 * paint of the installed app, a note that is ready to be written, and the words saved.
 */
import { Phone } from '../browser/harness.mjs';
import { createClass, goTo, isReadyOffline, join, t } from '../browser/teacher.mjs';
import { spread } from './figures.mjs';

const SLOWED = 4;
const CLASS = 'Room 12';
const WORDS = 'Reread the lead and tried two others.';

/**
 * The page itself reads the clock when a finger or key comes and when what is waited for is there, so that the way to
 * this program and back is no part of the figure.
 */
const watchFor = (page, seen) =>
  page.evaluate(({ selector, text }) => {
    const there = () => (selector ? document.querySelector(selector) !== null : document.body.innerText.includes(text));
    const bench = { began: undefined };
    const begin = () => (bench.began ??= performance.now());
    for (const event of ['click', 'input']) addEventListener(event, begin, { capture: true, once: true });
    bench.took = new Promise((resolve) => {
      const observer = new MutationObserver(() => {
        if (bench.began === undefined || !there()) return;
        observer.disconnect();
        resolve(performance.now() - bench.began);
      });
      observer.observe(document.body, { subtree: true, childList: true, characterData: true });
    });
    window.bench = bench;
  }, seen);

const took = (page) => page.evaluate(() => window.bench.took);

/** A start from the phone's own copy: nothing of the page is left in memory. */
async function firstPaint(phone) {
  await phone.page.goto('about:blank');
  await phone.page.goto(`${phone.origin}/`);
  await phone.page.getByRole('heading', { name: CLASS, level: 1 }).waitFor();
  return phone.page.evaluate(() => performance.getEntriesByName('first-contentful-paint')[0].startTime);
}

async function capture(phone) {
  const { page } = phone;
  await watchFor(page, { selector: 'textarea' });
  await page.getByRole('link', { name: t.today.note, exact: true }).click();
  const ready = await took(page);
  await watchFor(page, { text: t.place.phone });
  await page.getByLabel(t.note.words, { exact: true }).fill(WORDS);
  const saved = await took(page);
  await page.getByRole('button', { name: t.done, exact: true }).click();
  await page.getByLabel(t.note.words, { exact: true }).waitFor({ state: 'detached' });
  await goTo(phone, '');
  return { ready, saved };
}

/** @param {{ origin: string, code: string, rounds: number }} where  a service that nobody has joined yet */
export async function measureBrowser({ origin, code, rounds }) {
  const phone = new Phone(origin);
  const of = { paint: [], ready: [], saved: [] };
  try {
    await phone.open(`/#join=${code}`);
    await join(phone, 'Ms. Rivera');
    await createClass(phone, CLASS);
    await isReadyOffline(phone);
    await phone.context.setOffline(true);
    const cdp = await phone.context.newCDPSession(phone.page);
    await cdp.send('Emulation.setCPUThrottlingRate', { rate: SLOWED });
    for (let round = 0; round < rounds; round++) {
      of.paint.push(await firstPaint(phone));
      const { ready, saved } = await capture(phone);
      of.ready.push(ready);
      of.saved.push(saved);
    }
  } finally {
    await phone.dispose();
  }
  return { slowed: SLOWED, paint: spread(of.paint), ready: spread(of.ready), saved: spread(of.saved) };
}
