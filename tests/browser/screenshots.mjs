// Pictures of every screen, to be looked at:  BT_PROGRAM=build/service/backtable node tests/browser/screenshots.mjs OUTDIR [light|dark]
import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { PHONE } from './harness.mjs';
import { openSchool, openStranger, SCREENS } from './school.mjs';

const SIZES = { phone: PHONE, laptop: { width: 1280, height: 800 } };

const [out, colorScheme = 'light'] = process.argv.slice(2);
if (!out) throw new Error('say where the pictures go: node tests/browser/screenshots.mjs OUTDIR [light|dark]');
mkdirSync(out, { recursive: true });

/** As on a phone, where a scrollbar takes no room. */
async function hideScrollbars(phone) {
  const devtools = await phone.context.newCDPSession(phone.page);
  await devtools.send('Emulation.setScrollbarsHidden', { hidden: true });
  await phone.page.reload(); // what is laid out already keeps its scrollbar
  await phone.page.getByRole('heading', { level: 1 }).waitFor();
}

async function take(phone, name) {
  await phone.page.emulateMedia({ colorScheme });
  for (const [size, viewport] of Object.entries(SIZES)) {
    await phone.page.setViewportSize(viewport);
    await phone.page.screenshot({ path: join(out, `${name}-${size}.png`) });
  }
  await phone.page.setViewportSize(PHONE);
}

const school = await openSchool(PHONE);
try {
  const stranger = await openStranger(school.service, PHONE);
  await hideScrollbars(stranger);
  await take(stranger, 'join');
  await stranger.dispose();
  await hideScrollbars(school.phone);
  for (const [name, show] of Object.entries(SCREENS)) {
    await show(school.phone);
    await take(school.phone, name);
  }
} finally {
  await school.dispose();
}
