// Progressions and goals as a teacher uses them, and the way to their screens.
import { load } from '../webui/load.mjs';
import { goTo, t } from './teacher.mjs';

const { loadStarter } = await load('starter/index.ts');
const starter = await loadStarter('en');

/** One of the progressions that ship, which the class takes in `addGoals`. */
export const FOCUS = starter.progressions.find(({ category, band }) => category === 'focus' && band === 'g35');

const press = (phone, name) => phone.page.getByRole('button', { name, exact: true }).click();
const heading = (phone, name) => phone.page.getByRole('heading', { name, level: 1 }).waitFor();

export const unfold = (phone, summary) => phone.page.locator('summary').filter({ hasText: summary }).click();

export async function openGoals(phone, name) {
  await goTo(phone, 'students');
  await phone.page.getByRole('link', { name }).first().click();
  await heading(phone, name);
  await phone.page.getByRole('link', { name: t.goals.title }).click();
  await heading(phone, t.goals.titleOf(name));
}

export async function openProgressions(phone) {
  await goTo(phone, 'class/progressions');
  await heading(phone, t.progressions.title);
}

export async function openFocus(phone) {
  await openProgressions(phone);
  await phone.page.getByRole('link', { name: FOCUS.name }).click();
  await heading(phone, FOCUS.name);
}

/** Takes the progressions for grades 3 to 5; the screen is open. */
export async function takeOurs(phone) {
  await press(phone, t.bands.g35);
  await press(phone, t.progressions.take(10));
  await phone.page.getByRole('link', { name: FOCUS.name }).waitFor();
}

export async function startGoal(phone, names) {
  await openFocus(phone);
  await unfold(phone, t.goals.start);
  for (const name of names) await press(phone, name);
  await press(phone, t.goals.startFor(names.length));
  await phone.page.getByText(t.goals.started(names.length)).waitFor();
}

export const stepFold = (phone, at) => phone.page.locator('.steps > li').nth(at);

/** Marks the step at place `at` of the progression that is followed; the goals of a child are open. */
export async function mark(phone, at, choice) {
  const fold = stepFold(phone, at);
  if (await fold.locator('details[open]').count() === 0) await fold.locator('summary').click();
  await fold.getByRole('group', { name: t.goals.saw }).getByRole('button', { name: t.choices[choice], exact: true }).click();
  await fold.locator('summary .badge').getByText(t.choices[choice], { exact: true }).waitFor();
}

export async function addGoals(phone, names) {
  await openProgressions(phone);
  await takeOurs(phone);
  await startGoal(phone, names);
  await openGoals(phone, names[0]);
  await mark(phone, 0, 'secure');
  await mark(phone, 1, 'secure');
  await mark(phone, 2, 'emerging');
  await mark(phone, 3, 'not_yet');
}

/** For the table of all screens; `name` is a child with a goal. */
export const goalScreens = (name) => ({
  progressions: openProgressions,
  'progressions-ours': async (phone) => {
    await openProgressions(phone);
    await unfold(phone, t.progressions.ours);
    await press(phone, t.bands.k2);
    await phone.page.getByRole('button', { name: t.progressions.take(10), exact: true }).waitFor();
  },
  progression: openFocus,
  goals: async (phone) => {
    await openGoals(phone, name);
    await phone.page.locator('.chart a').first().waitFor();
  },
  'goals-open': async (phone) => {
    await openGoals(phone, name);
    await stepFold(phone, 2).locator('summary').click();
    await unfold(phone, t.goals.start);
    await unfold(phone, t.goals.questions);
    await unfold(phone, t.growth.table);
    await phone.page.locator('.table a').first().waitFor();
  },
});
