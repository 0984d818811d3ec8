// Pictures of every screen, to be looked at:
//   BT_PROGRAM=build/service/backtable node tests/browser/screenshots.mjs OUTDIR [light|dark] [en|es|ar] [100|200]
// The last is the size of the text in per cent. All of them at once: tests/browser/screenshots.mjs OUTDIR all
import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { PHONE } from './harness.mjs';
import { openSchool, openStranger, SCREENS } from './school.mjs';

const SIZES = { phone: PHONE, laptop: { width: 1280, height: 800 } };

const [out, ...asked] = process.argv.slice(2);
if (!out) throw new Error('say where the pictures go: node tests/browser/screenshots.mjs OUTDIR [light|dark] [en|es|ar] [100|200], or OUTDIR all');

const [scheme = 'light', spoken = 'en', size = '100'] = asked;
const LOOKS = [['light', '100'], ['dark', '100'], ['light', '200']];
const runs = scheme === 'all'
  ? ['en', 'es', 'ar'].map((language) => ({ language, looks: LOOKS.map(([colorScheme, text]) => ({ colorScheme, text, folder: join(out, `${language}-${colorScheme}-${text}`) })) }))
  : [{ language: spoken, looks: [{ colorScheme: scheme, text: size, folder: out }] }];

/** As on a phone, where a scrollbar takes no room. */
async function hideScrollbars(phone) {
  const devtools = await phone.context.newCDPSession(phone.page);
  await devtools.send('Emulation.setScrollbarsHidden', { hidden: true });
  await phone.page.reload(); // what is laid out already keeps its scrollbar
  await phone.page.getByRole('heading', { level: 1 }).waitFor();
}

async function take(phone, name, looks) {
  for (const { colorScheme, text, folder } of looks) {
    await phone.page.emulateMedia({ colorScheme });
    await phone.page.evaluate((percent) => { document.documentElement.style.fontSize = percent; }, text === '100' ? '' : `${text}%`);
    for (const [size, viewport] of Object.entries(SIZES)) {
      await phone.page.setViewportSize(viewport);
      await phone.page.screenshot({ animations: 'disabled', path: join(folder, `${name}-${size}.png`) });
    }
  }
  await phone.page.evaluate(() => { document.documentElement.style.fontSize = ''; });
  await phone.page.setViewportSize(PHONE);
}

for (const { language, looks } of runs) {
  for (const { folder } of looks) mkdirSync(folder, { recursive: true });
  const school = await openSchool(PHONE, language);
  try {
    const stranger = await openStranger(school.service, PHONE, language);
    await hideScrollbars(stranger);
    await take(stranger, 'join', looks);
    await stranger.dispose();
    await hideScrollbars(school.phone);
    for (const [name, show] of Object.entries(SCREENS)) {
      await show(school.phone);
      await take(school.phone, name, looks);
    }
  } finally {
    await school.dispose();
  }
}
