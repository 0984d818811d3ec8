// Every screen, as somebody meets it who cannot see it well, cannot hit a small target, or holds a narrow phone.
import test from 'node:test';
import { check } from './everybody.mjs';
import { PHONE } from './harness.mjs';
import { openSchool, openStranger, SCREENS } from './school.mjs';

test('every screen can be used by everybody', async (story) => {
  const school = await openSchool(PHONE);
  try {
    const stranger = await openStranger(school.service, PHONE);
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
});
