// The frame of the app: whatever is scrolled or focused, the tabs stand at the lower edge, the screen ends where its content does,
// and what has the focus is not behind the frame.
import assert from 'node:assert/strict';
import test from 'node:test';
import { PHONE } from './harness.mjs';
import { openSchool, SCREENS } from './school.mjs';

const HALF_PX = 0.5; // layout rounds
const SEEN_PX = 48; // of a tall field; the line with the cursor is kept in view by the browser
const NARROW = { width: 320, height: 640 };
const SHORT = { width: 390, height: 460 }; // with the keyboard open

/** In CSS pixels of what the eye sees; `below`: how far the screen goes on under its content. */
const frameOf = (phone) => phone.page.evaluate(() => {
  const { scrollHeight, scrollTop } = document.scrollingElement;
  const content = document.querySelector('main').getBoundingClientRect().bottom + scrollTop;
  const tabs = document.querySelector('.tabs');
  return {
    below: scrollHeight - Math.max(content, innerHeight),
    moved: visualViewport.offsetTop,
    tabsOff: tabs ? Math.abs(tabs.getBoundingClientRect().bottom - innerHeight) : 0,
  };
});

async function standsFirm(phone, when) {
  const { below, moved, tabsOff } = await frameOf(phone);
  assert.ok(below <= HALF_PX, `${when}: ${below} px of nothing under the content`);
  assert.equal(moved, 0, `${when}: the view has moved off its place`);
  assert.ok(tabsOff <= HALF_PX, `${when}: the tabs stand ${tabsOff} px off the lower edge`);
}

/** What has the focus and lies under the tabs and the foot of the screen, or above it: each control of the page in turn, in the page itself. */
const hidden = (phone) => phone.page.evaluate(({ seen, half }) => {
  const hiddenPart = (control) => {
    const { top, bottom } = control.getBoundingClientRect();
    const edges = [...document.querySelectorAll('.tabs, .foot')].filter((part) => getComputedStyle(part).position === 'fixed' && !part.contains(control));
    const lower = Math.min(innerHeight, ...edges.map((part) => part.getBoundingClientRect().top));
    const upper = document.querySelector('.top')?.getBoundingClientRect().bottom ?? 0;
    return Math.min(seen, bottom - top) - (Math.min(bottom, lower) - Math.max(top, upper));
  };
  return [...document.querySelectorAll('main .page :is(input, textarea, select, button, a[href]:not(.card-open))')].filter((control) => {
    if (!control.checkVisibility()) return false;
    control.blur(); // what has the focus already would not be brought into view
    control.focus();
    return document.activeElement === control && hiddenPart(control) > half;
  }).map((control) => control.outerHTML.slice(0, 120));
}, { seen: SEEN_PX, half: HALF_PX });

/** The tabs and the foot, at text of twice the size on the narrowest phone: the screen is for what is read and written. */
async function leavesRoom(phone) {
  await phone.page.setViewportSize(NARROW);
  await phone.page.evaluate(() => { document.documentElement.style.fontSize = '200%'; });
  const frame_px = await phone.page.evaluate(() => [...document.querySelectorAll('.tabs, .foot')].reduce((sum, part) => sum + part.getBoundingClientRect().height, 0));
  assert.ok(frame_px <= NARROW.height / 2, `the frame takes ${frame_px} of ${NARROW.height} px`);
  await phone.page.evaluate(() => { document.documentElement.style.fontSize = ''; });
  await phone.page.setViewportSize(PHONE);
}

test('the frame of every screen stands firm', async (story) => {
  const school = await openSchool(PHONE);
  const { phone } = school;
  try {
    for (const [name, show] of Object.entries(SCREENS)) {
      await story.test(name, async () => {
        await show(phone);
        await standsFirm(phone, 'at first');
        for (const size of [SHORT, PHONE]) {
          await phone.page.setViewportSize(size);
          assert.deepEqual(await hidden(phone), [], `behind the frame at ${size.height} px`);
        }
        await phone.page.evaluate(() => scrollTo(0, document.documentElement.scrollHeight));
        await standsFirm(phone, 'after every field had the focus');
        await leavesRoom(phone);
      });
    }
    phone.checkQuiet();
  } finally {
    await school.dispose();
  }
});
