/**
 * What a teacher waits for, on a phone that is four times slower than this machine, with the network gone and 10,000 notes in it: the
 * first paint of the installed app and its first screen, a note that is ready to be written, and the words saved; and the frames
 * of scrolling through all 2,000 of those notes that are about one student.
 */
import { Phone } from '../browser/harness.mjs';
import { createClass, fronts, goTo, invite, isReadyOffline, isShared, join, pasteList, t } from '../browser/teacher.mjs';
import { Writer } from '../browser/year.mjs';
import { spread } from './figures.mjs';

const SLOWED = 4;
const CLASS = 'Room 12';
const WORDS = 'Reread the lead and tried two others.';
const NOTES = 10_000;
const OF_ONE = 2_000; // of them, about the first student
const BATCH = 200; // changes, as many as the service takes at once
const STUDENTS = Array.from({ length: 28 }, (_, at) => `Student ${String(at + 1).padStart(2, '0')}`);
const MINUTE_MS = 60_000;
const SCROLLED = 2; // rounds: half a minute each, and a thousand frames
const SELDOM = 0.95;

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

/** A year of notes by a colleague, one every few minutes back from now, through the API. */
async function fill(phone) {
  const { code } = await invite(phone);
  const writer = await Writer.join({ origin: phone.origin }, code);
  [{ id: writer.notebook }] = (await writer.me()).notebooks;
  const students = await phone.page.evaluate(() => [...document.querySelectorAll('a[href^="#/student/"]')].map((link) => link.getAttribute('href').split('/')[2]));
  const ids = [...new Set(students)];
  const moment = (at) => new Date(Date.now() - (NOTES - at) * MINUTE_MS);
  const note = (at) => writer.record('observation', moment(at), { students: [at % 5 === 0 ? ids[0] : ids[1 + (at % (ids.length - 1))]], mark: 'emerging', words: `Note ${at}: tried a sound to begin with, then crossed it out and asked a friend.` });
  for (let at = 0; at < NOTES; at += BATCH) await writer.push(moment(at), Array.from({ length: BATCH }, (_, i) => note(at + i)));
  await phone.page.reload();
  await isShared(phone);
  await phone.page.getByText(`Note ${NOTES - 1}:`).waitFor();
  return ids[0];
}

/** The page writes down when its first screen is painted: at the end of the frame that has the way to a note. */
const watchStart = (context) => context.addInitScript(() => {
  const look = () => {
    if (document.querySelector('a.button-note') === null) requestAnimationFrame(look);
    else requestAnimationFrame(() => setTimeout(() => performance.mark('screen')));
  };
  look();
});

/** A start from the phone's own copy: nothing of the page is left in memory, not even its scripts, and often not its process. */
async function start(phone, cdp) {
  await phone.page.goto('about:blank');
  await cdp.send('Network.clearBrowserCache');
  await phone.page.goto(`${phone.origin}/`, { waitUntil: 'commit' });
  await phone.page.waitForFunction(() => performance.getEntriesByName('screen').length > 0);
  return phone.page.evaluate(() => ({ paint: performance.getEntriesByName('first-contentful-paint')[0].startTime, screen: performance.getEntriesByName('screen')[0].startTime }));
}

/** The times between two frames while a hand throws the list, half a screen a frame, from the newest of the notes to the oldest. */
async function scroll(phone, student) {
  const { page } = phone;
  await goTo(phone, `student/${student}`);
  await page.getByRole('button', { name: /^Show/ }).waitFor(); // the earlier notes
  return page.evaluate((all) => new Promise((resolve) => {
    const shown = () => document.querySelectorAll('.cards > .card').length;
    const frames = [];
    let last;
    const step = (now) => {
      if (last !== undefined) frames.push(now - last);
      last = now;
      scrollBy(0, innerHeight / 2);
      if (shown() < all || scrollY + innerHeight < document.documentElement.scrollHeight - 1) requestAnimationFrame(step);
      else resolve(frames);
    };
    requestIdleCallback(() => requestAnimationFrame(step));
  }), OF_ONE);
}

/** Tells when the phone's own store has written the note: the end of the transaction, which is durable then. */
const watchStore = (page) => page.evaluate(() => {
  const { put } = IDBObjectStore.prototype;
  IDBObjectStore.prototype.put = function watched(...row) {
    if (this.name === 'drafts') this.transaction.addEventListener('complete', () => { window.bench.storedAt ??= performance.now(); });
    return put.apply(this, row);
  };
  window.unwatch = () => { IDBObjectStore.prototype.put = put; };
});

async function capture(phone) {
  const { page } = phone;
  await watchFor(page, { selector: 'textarea' });
  await page.getByRole('link', { name: t.today.note, exact: true }).click();
  const ready = await took(page);
  await watchFor(page, { text: t.place.phone });
  await watchStore(page);
  await page.getByLabel(t.note.words, { exact: true }).fill(WORDS);
  const said = await took(page);
  const saved = await page.evaluate(() => { window.unwatch(); return window.bench.storedAt - window.bench.began; });
  return { ready, saved, said };
}

/** @param {{ origin: string, code: string, rounds: number }} where  a service that nobody has joined yet */
export async function measureBrowser({ origin, code, rounds }) {
  const phone = new Phone(origin);
  const of = { paint: [], screen: [], whole: [], ready: [], saved: [], said: [], frame: [] };
  try {
    await phone.open(`/#join=${code}`);
    await join(phone, 'Ms. Rivera');
    await createClass(phone, CLASS);
    await pasteList(phone, STUDENTS);
    const student = await fill(phone);
    await isReadyOffline(phone);
    await phone.context.setOffline(true);
    const cdp = await phone.context.newCDPSession(phone.page);
    await cdp.send('Emulation.setCPUThrottlingRate', { rate: SLOWED });
    await watchStart(phone.context);
    for (let round = 0; round < rounds; round++) {
      await fronts(phone, true);
      const { paint, screen } = await start(phone, cdp);
      of.paint.push(paint);
      of.screen.push(screen);
      const { ready, saved, said } = await capture(phone);
      of.ready.push(ready);
      of.saved.push(saved);
      of.said.push(said);
      of.whole.push((await start(phone, cdp)).screen); // in the middle of a note: nothing is kept for the first screen
      if (round < SCROLLED) of.frame.push(...await scroll(phone, student));
      await goTo(phone, '');
    }
  } finally {
    await phone.dispose();
  }
  const figures = Object.fromEntries(Object.entries(of).map(([what, values]) => [what, spread(values)]));
  const slowFrame = of.frame.sort((a, b) => a - b)[Math.floor(of.frame.length * SELDOM)];
  return { slowed: SLOWED, notes: NOTES, ofOne: OF_ONE, slowFrame, ...figures };
}
