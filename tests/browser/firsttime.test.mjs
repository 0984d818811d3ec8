// Somebody who never saw the app: from the link to the first note in five steps, each of them the one big thing on the screen.
import assert from 'node:assert/strict';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import test from 'node:test';
import { startService } from '../http/service.mjs';
import { Phone } from './harness.mjs';
import * as teacher from './teacher.mjs';

const { t, goTo } = teacher;
const STEPS = 5;

/** The one button or link that stands out, as a person finds it who reads nothing. */
const mainButton = (phone) => phone.page.locator('.button:not(.button-quiet):visible');

/** A step of hers: what she types, and the tap that ends it. */
function makeNewcomer(phone) {
  const newcomer = { steps: 0 };
  newcomer.step = async (words) => {
    newcomer.steps += 1;
    for (const [label, text] of Object.entries(words)) await phone.page.getByLabel(label, { exact: true }).fill(text);
    const main = mainButton(phone);
    await main.first().waitFor();
    return main;
  };
  return newcomer;
}

test('a first-time teacher finds the way by herself', async (story) => {
  const step = (name, run) => story.test(name, run);
  const dataDir = mkdtempSync(join(tmpdir(), 'backtable-data-'));
  const service = await startService({ dataDir });
  const phone = new Phone(service.origin);
  const newcomer = makeNewcomer(phone);
  try {
    await step(`from the link to the first note in ${STEPS} steps`, async () => {
      await phone.open(`/#join=${service.ownerCode}`);
      await (await newcomer.step({ [t.door.name]: 'Ms. Rivera' })).first().click();
      await (await newcomer.step({ [t.door.className]: 'Room 12' })).first().click();
      await phone.page.getByRole('heading', { name: 'Room 12', level: 1 }).waitFor();
      await (await newcomer.step({})).filter({ hasText: t.today.paste }).click();
      await (await newcomer.step({ [t.roster.paste]: 'Ana Silva\nBen Sato' })).first().click();
      await mainButton(phone).filter({ hasText: t.roster.add(2) }).click();
      await (await newcomer.step({})).filter({ hasText: t.today.note }).waitFor();
      await phone.page.getByRole('link', { name: t.today.noteAbout('Ana Silva'), exact: true }).first().click();
      await phone.page.getByLabel(t.note.words, { exact: true }).fill('Began without being asked.');
      await phone.page.getByText(t.place.shared, { exact: true }).or(phone.page.getByText(t.place.phone, { exact: true })).first().waitFor();
      assert.equal(newcomer.steps, STEPS);
    });

    await step('an empty class never shows an empty screen', async () => {
      await goTo(phone, 'class');
      await phone.page.getByRole('button', { name: t.class.switch, exact: true }).click();
      await phone.page.getByRole('button', { name: t.door.another, exact: true }).click();
      await teacher.createClass(phone, 'Room 13');
      const screens = {
        '': t.today.noStudents, students: t.today.noStudents, questions: t.questions.none, 'class/skills': t.skills.none, 'class/groups': t.groups.none, 'class/list': t.roster.preview,
        'class/people': t.people.help, 'note/new': t.note.addSkill, search: t.search.hint,
      };
      for (const [route, words] of Object.entries(screens)) {
        await goTo(phone, route);
        await phone.page.getByText(words).first().waitFor();
      }
      for (const route of ['coverage', 'pieces', 'class/checklists', 'class/status', 'class/assessments', 'class/plans', 'class/prompts', 'class/progressions', 'class/support', 'lesson', 'practice']) {
        await goTo(phone, route);
        await phone.page.getByRole('heading', { level: 1 }).waitFor();
        const said = await phone.page.locator('main').innerText();
        assert.ok(said.split('\n').filter((line) => line.trim()).length > 1, `${route} says what can be done: ${said}`);
      }
    });
    phone.checkQuiet();
  } finally {
    await phone.dispose();
    await service.stop();
    rmSync(dataDir, { recursive: true, force: true });
  }
});
