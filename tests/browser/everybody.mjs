// What every page keeps to, for somebody who cannot see it well, cannot hit a small target, or holds a narrow phone.
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { PHONE } from './harness.mjs';
import { openSchool, openStranger, SCREENS } from './school.mjs';

const AXE = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');
const RULES = ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice'];
const NARROW = { width: 320, height: 640 };
const TARGET_PX = 48;
const HALF_PX = 0.5; // layout rounds

async function violations(phone, colorScheme) {
  await phone.page.emulateMedia({ colorScheme, reducedMotion: 'reduce' });
  // The whole page at once: a control that is scrolled half under the tabs would be taken for a small one.
  const height = await phone.page.evaluate(() => document.documentElement.scrollHeight);
  await phone.page.setViewportSize({ ...PHONE, height: Math.max(height, PHONE.height) });
  await phone.page.evaluate(AXE);
  const found = await phone.page.evaluate((runOnly) => globalThis.axe.run({ runOnly }), RULES);
  await phone.page.setViewportSize(PHONE);
  return found.violations.map(({ id, help, nodes }) => `${id}: ${help}\n  ${nodes.map((node) => node.html).join('\n  ')}`);
}

/** Links inside a sentence or over a whole card are not measured: the words around them, or the card, are the target. */
const smallTargets = (phone) => phone.page.evaluate((least) => [...document.querySelectorAll('a, button, input, select, textarea, summary')]
  .filter((element) => !element.matches('.card-open, .last-from, .skip'))
  .map((element) => (element.matches('.photo-input') ? element.labels[0] : element)) // what is tapped in place of the hidden field
  .map((element) => ({ element, box: element.getBoundingClientRect() }))
  .filter(({ box }) => box.width > 0 && (box.width < least || box.height < least))
  .map(({ element, box }) => `${element.outerHTML.slice(0, 100)} is ${box.width} x ${box.height}`), TARGET_PX - HALF_PX);

const sideways = (phone) => phone.page.evaluate(() => document.documentElement.scrollWidth - window.innerWidth);

/** Steps of `story`, for what `phone` shows now. */
export async function check(story, name, phone) {
  for (const scheme of ['light', 'dark'])
    await story.test(`${name}: nothing stands in anybody's way (${scheme})`, async () => assert.deepEqual(await violations(phone, scheme), []));
  await story.test(`${name}: every control is at least ${TARGET_PX} px each way`, async () => assert.deepEqual(await smallTargets(phone), []));
  await story.test(`${name}: ${NARROW.width} px are wide enough`, async () => {
    await phone.page.setViewportSize(NARROW);
    assert.ok(await sideways(phone) <= 0, `scrolls sideways by ${await sideways(phone)} px`);
    await phone.page.setViewportSize(PHONE);
  });
  await story.test(`${name}: text of twice the size fits`, async () => {
    await phone.page.evaluate(() => { document.documentElement.style.fontSize = '200%'; });
    assert.ok(await sideways(phone) <= 0, `scrolls sideways by ${await sideways(phone)} px`);
    await phone.page.evaluate(() => { document.documentElement.style.fontSize = ''; });
  });
}

/** All screens of a class, and what somebody sees who has not joined. */
export async function checkSchool(story, language) {
  const school = await openSchool(PHONE, language);
  try {
    const stranger = await openStranger(school.service, PHONE, language);
    try {
      await check(story, 'join', stranger);
      stranger.checkQuiet();
    } finally {
      await stranger.dispose();
    }
    for (const [name, show] of Object.entries(SCREENS)) {
      await show(school.phone);
      await check(story, name, school.phone);
    }
    school.phone.checkQuiet();
  } finally {
    await school.dispose();
  }
}
