// A classroom with something on every screen, made by two phones as two teachers would make it, and the way to each screen.
// All names are made up.
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { startService } from '../http/service.mjs';
import { Phone } from './harness.mjs';
import { addGoals, goalScreens } from './school_goals.mjs';
import * as teacher from './teacher.mjs';
import { goTo, t } from './teacher.mjs'; // the words change with the language
import { calendarDay, daysAgo } from './year.mjs';

const PASSPHRASE = 'seven geese cross slowly';

export const NAMES = [
  'Amara Okafor', 'Ben Sato', 'Chloé Dubois', 'Diego Ramírez', 'Emil Novák', 'Fatima Noor', 'Grace Lin', 'Hana Kim',
  'ليلى حداد', 'Jonah Weiss', 'Kwame Mensah', 'Lucía Flores', 'Maya Patel', 'Noah Smith', '王小明', 'Rosa Jiménez', 'Theo Martin', 'Uma Rao',
];
const SKILLS = ['Adding detail', 'Topic sentences', 'Dialogue'];
const ASKED = 'Her lead begins with a plain sentence.';

const heading = (phone, name) => phone.page.getByRole('heading', { name, level: 1 }).waitFor();
const press = (phone, name) => phone.page.getByRole('button', { name, exact: true }).click();
const field = (phone, label) => phone.page.getByLabel(label, { exact: true });

async function addSkills(phone) {
  await goTo(phone, 'class/skills');
  for (const name of SKILLS) {
    await field(phone, t.skills.add).fill(name);
    await press(phone, t.add);
    await phone.page.getByText(name, { exact: true }).waitFor();
  }
}

async function addGroup(phone) {
  await goTo(phone, 'class/group/new');
  await field(phone, t.groups.name).fill('Dialogue crew');
  await field(phone, t.groups.purpose).fill('Punctuating talk, until it shows in their own pieces.');
  await press(phone, t.choices.temporary);
  for (const name of NAMES.slice(0, 3)) await press(phone, name);
  await phone.page.getByText(t.place.shared, { exact: true }).waitFor();
}

async function addLists(phone) {
  await goTo(phone, 'lesson');
  await press(phone, SKILLS[1]);
  await field(phone, t.lesson.what).fill('One topic sentence for each paragraph');
  await phone.page.getByRole('group', { name: t.lesson.partOf(NAMES[0]) }).getByRole('button', { name: t.lesson.short.not_transferring }).click();
  await phone.page.getByText(t.place.shared, { exact: true }).waitFor();
  await goTo(phone, 'checklist/new');
  await field(phone, t.members.title).fill('All about an animal');
  for (const text of ['Topic sentences', 'Facts in my own words', 'A closing']) {
    await field(phone, t.checklist.objective).first().fill(text);
    await press(phone, t.add);
  }
  for (const name of NAMES.slice(1, 4)) await press(phone, `${name}, Topic sentences: ${t.checklist.blank}`);
  await press(phone, `${NAMES[2]}, Topic sentences: ${t.choices.struggling}`);
  await phone.page.getByText(t.place.shared, { exact: true }).waitFor();
}

/** Pieces at their stages, one child's sample, and support levels; each tap is saved when what it did is said. */
async function addWork(phone) {
  const tap = async (group, name, said) => {
    await phone.page.getByRole('group', { name: group, exact: true }).getByRole('button', { name, exact: true }).click();
    await phone.page.getByRole('status').getByText(said, { exact: true }).waitFor();
  };
  await goTo(phone, 'class/status');
  for (const name of NAMES.slice(0, 4)) {
    await press(phone, t.pieces.beginFor(name));
    await phone.page.getByRole('group', { name: t.pieces.stageOf(name), exact: true }).waitFor();
  }
  await tap(t.pieces.stageOf(NAMES[0]), t.choices.publish, t.pieces.stageIs(t.choices.publish));
  await tap(t.pieces.stageOf(NAMES[1]), t.choices.draft, t.pieces.stageIs(t.choices.draft));
  await goTo(phone, 'class/support');
  for (const [at, level] of ['least', 'medium', 'most'].entries()) await tap(t.support.levelOf(NAMES[at]), t.support.levels[level], t.support.levelIs(t.choices[level]));
  await goTo(phone, 'assessment/new');
  await field(phone, t.samples.prompt).fill('Write about a place you know well.');
  for (const [at, mark] of ['emerging', 'not_yet'].entries())
    await phone.page.getByRole('group', { name: t.note.markFor(NAMES[at]), exact: true }).getByRole('button', { name: t.choices[mark], exact: true }).click();
  await teacher.savedWords(phone).waitFor();
}

async function addNotes(rivera, chen) {
  await teacher.writeNote(rivera, NAMES[0], {
    compliment: 'You made the dog talk the way your grandfather does: I could hear him.', teaching_point: 'Slow down the big moment: say what you saw, heard and felt.',
    next_step: 'Try it in the zoo story.', words: ASKED,
  }, 'emerging');
  await teacher.openNote(rivera, ASKED);
  await press(rivera, SKILLS[0]);
  await teacher.done(rivera);
  await teacher.writeNote(rivera, NAMES[8], { words: 'كتبت فقرة كاملة اليوم بدون مساعدة.' }, 'secure');
  await teacher.writeNote(chen, NAMES[1], { words: 'Tried quotation marks in his own draft, and helped two others without being asked.' }, 'secure');
  await teacher.writeNote(chen, NAMES[4], { words: 'Begins every sentence with "Then".' }, 'not_yet');
}

/** Both change the same words without a connection, and a question is open when it comes back. */
async function disagree(rivera, chen) {
  for (const phone of [rivera, chen]) {
    await goTo(phone, '');
    await teacher.card(phone, ASKED).waitFor();
    await teacher.isShared(phone);
  }
  for (const phone of [rivera, chen]) await phone.context.setOffline(true);
  await teacher.rewrite(rivera, ASKED, 'Her lead begins with a question to the reader.');
  await teacher.rewrite(chen, ASKED, 'Her lead begins with a sound: crash!');
  for (const phone of [rivera, chen]) {
    await phone.context.setOffline(false);
    await teacher.isShared(phone);
  }
  await rivera.page.getByRole('link', { name: t.today.questions(1) }).waitFor();
}

/** `viewport` and `language`: of the phone whose screens are looked at. */
export async function openSchool(viewport, language = 'en') {
  await teacher.hear('en'); // the class is made in English
  const dataDir = mkdtempSync(join(tmpdir(), 'backtable-data-'));
  const service = await startService({ dataDir });
  const rivera = new Phone(service.origin, viewport);
  const chen = new Phone(service.origin);
  const dispose = async () => {
    await Promise.all([rivera, chen].map((phone) => phone.dispose()));
    await service.stop();
    rmSync(dataDir, { recursive: true, force: true });
  };
  try {
    await rivera.open(`/#join=${service.ownerCode}`);
    await teacher.join(rivera, 'Ms. Rivera');
    await teacher.createClass(rivera, 'Room 12 Writing');
    await teacher.pasteList(rivera, NAMES);
    const { code } = await teacher.invite(rivera);
    await chen.open();
    await teacher.joinByCode(chen, code, 'Mr. Chen');
    await heading(chen, 'Room 12 Writing');
    await addSkills(rivera);
    await addGroup(rivera);
    await addLists(rivera);
    await addGoals(rivera, NAMES.slice(0, 2));
    await addWork(rivera);
    await addNotes(rivera, chen);
    await disagree(rivera, chen);
    await chen.kill();
    if (language !== 'en') await teacher.speak(rivera, language);
    return { service, phone: rivera, dispose };
  } catch (error) {
    await dispose();
    throw error;
  }
}

async function openPastDay(phone) {
  if (await teacher.pastBanner(phone).count() > 0) return;
  await teacher.openDay(phone, calendarDay(daysAgo(0)));
  await teacher.pastBanner(phone).waitFor();
}

/** `title`: words of the app as a function, since they change with the language. */
const at = (route, title) => async (phone) => {
  await goTo(phone, route);
  await heading(phone, typeof title === 'function' ? title() : title);
};

async function openStudent(phone, name) {
  await goTo(phone, 'students');
  await phone.page.getByRole('link', { name }).first().click();
  await heading(phone, name);
}

/** Every screen, in an order in which each can be reached from the one before. */
export const SCREENS = {
  today: at('', 'Room 12 Writing'),
  capture: at('note/new', () => t.note.new),
  'capture-one': async (phone) => {
    await goTo(phone, '');
    await phone.page.getByRole('link', { name: t.today.noteAbout(NAMES[0]), exact: true }).click();
    await heading(phone, t.note.new);
    await phone.page.getByLabel(t.student.lastTime).waitFor();
  },
  'capture-several': async (phone) => {
    await goTo(phone, 'note/new');
    await heading(phone, t.note.new);
    for (const name of NAMES.slice(0, 3)) await press(phone, name);
    await press(phone, t.note.thatIsAll);
  },
  students: at('students', () => t.student.allTitle),
  student: (phone) => openStudent(phone, NAMES[0]),
  'student-details': async (phone) => {
    await openStudent(phone, NAMES[0]);
    await phone.page.getByRole('link', { name: t.student.edit }).click();
    await heading(phone, t.student.details);
  },
  ...goalScreens(NAMES[0]),
  note: (phone) => teacher.openNote(phone, 'Her lead begins'),
  versions: async (phone) => {
    await teacher.openVersions(phone, 'Her lead begins');
    await phone.page.getByRole('heading', { name: t.versions.unjoin }).waitFor();
  },
  questions: teacher.openQuestions,
  class: at('class', () => t.class.title),
  'class-list': at('class/list', () => t.roster.title),
  'class-list-preview': async (phone) => {
    await goTo(phone, 'class/list');
    await field(phone, t.roster.paste).fill('Zoe Park\nAmara Okafor\n123');
    await press(phone, t.roster.preview);
    await phone.page.getByRole('heading', { name: t.roster.heading }).waitFor();
  },
  skills: async (phone) => {
    await goTo(phone, 'class/skills');
    await heading(phone, t.skills.title);
    await phone.page.getByText(SKILLS[0], { exact: true }).click();
    await field(phone, t.skills.name).first().waitFor();
  },
  groups: at('class/groups', () => t.groups.title),
  group: async (phone) => {
    await goTo(phone, 'class/groups');
    await phone.page.getByRole('link', { name: 'Dialogue crew' }).click();
    await heading(phone, 'Dialogue crew');
  },
  lesson: at('lesson', () => t.lesson.today),
  timers: at('class/timers', () => t.lens.timers),
  labels: async (phone) => {
    await goTo(phone, 'class/labels');
    await heading(phone, t.labels.title);
    await phone.page.locator('.label').first().waitFor();
  },
  slips: at('class/slips', () => t.slips.title),
  peers: at('class/peers', () => t.peers.title),
  checklists: at('class/checklists', () => t.checklist.all),
  checklist: async (phone) => {
    await goTo(phone, 'class/checklists');
    await phone.page.getByRole('link', { name: 'All about an animal' }).click();
    await heading(phone, 'All about an animal');
  },
  status: at('class/status', () => t.pieces.status),
  pieces: at('pieces', () => t.pieces.title),
  piece: async (phone) => {
    await goTo(phone, 'pieces');
    await phone.page.getByRole('link', { name: NAMES[0] }).first().click();
    await phone.page.getByRole('heading', { name: t.pieces.story }).waitFor();
  },
  'student-work': async (phone) => {
    await goTo(phone, 'class/status');
    await phone.page.getByRole('link', { name: NAMES[0], exact: true }).click();
    await phone.page.getByRole('heading', { name: t.samples.pairs }).waitFor();
  },
  assessments: at('class/assessments', () => t.samples.title),
  assessment: async (phone) => {
    await goTo(phone, 'class/assessments');
    await phone.page.getByRole('link', { name: 'Write about a place' }).click();
    await phone.page.getByRole('heading', { name: t.samples.results }).waitFor();
    await phone.page.getByText(t.samples.more).first().click();
  },
  support: at('class/support', () => t.support.title),
  genres: at('class/genres', () => t.genres.title),
  people: async (phone) => {
    await goTo(phone, 'class/people');
    await heading(phone, t.people.title);
    const invite = phone.page.getByRole('button', { name: t.people.invite, exact: true });
    const qr = phone.page.getByRole('img', { name: t.people.qr });
    await invite.or(qr).waitFor();
    if (await invite.count() > 0) await invite.click();
    await qr.waitFor();
  },
  log: async (phone) => {
    await goTo(phone, 'class/people/log');
    await heading(phone, t.log.title);
    await phone.page.locator('.rows .row').first().waitFor();
  },
  practices: at('class/about/practices', () => t.practices.title),
  about: at('class/about', () => t.about.title),
  changes: async (phone) => {
    await openStudent(phone, NAMES[0]);
    await phone.page.getByRole('link', { name: t.changes.title, exact: true }).click();
    await phone.page.getByRole('heading', { name: t.changes.marks }).waitFor();
    await phone.page.getByText(t.changes.acts.begun).first().waitFor();
  },
  'choose-day': at('class/day', () => t.day.choose),
  settings: at('class/settings', () => t.settings.title),
  search: async (phone) => {
    await goTo(phone, 'search?q=quotation');
    await phone.page.locator('mark').first().waitFor();
  },
  phone: at('class/phone', () => t.phone.title),
  coverage: async (phone) => {
    await goTo(phone, 'coverage');
    await heading(phone, t.coverage.title);
    await phone.page.getByText(t.pace.title).click();
  },
  'coverage-share': async (phone) => {
    await goTo(phone, 'coverage?show=share');
    await phone.page.getByText(t.coverage.filtersHelp.share).waitFor();
  },
  calendar: async (phone) => {
    await goTo(phone, 'class/calendar');
    await heading(phone, t.calendar.title);
    if (await field(phone, t.calendar.first).count() === 0) await press(phone, t.calendar.addHoliday);
    await press(phone, t.choices.ab_days);
    await field(phone, t.calendar.first).first().waitFor();
  },
  practice: at('practice', () => t.practice.title),
  'phone-set': async (phone) => {
    await goTo(phone, 'class/phone');
    await field(phone, t.locked.passphrase).fill(PASSPHRASE);
    await field(phone, t.passphrase.again).fill(PASSPHRASE);
    await press(phone, t.passphrase.set);
    await phone.page.getByRole('button', { name: t.passphrase.lock, exact: true }).waitFor();
  },
  'past-today': async (phone) => {
    await openPastDay(phone);
    await heading(phone, 'Room 12 Writing');
  },
  'past-student': async (phone) => {
    await openPastDay(phone);
    await openStudent(phone, NAMES[0]);
  },
  'past-note': async (phone) => {
    await openPastDay(phone);
    await goTo(phone, '');
    await teacher.card(phone, 'Her lead begins').getByRole('link').first().click();
    await phone.page.getByText(t.day.unchanged).waitFor();
  },
  'past-class': async (phone) => {
    await openPastDay(phone);
    await at('class', 'Room 12 Writing')(phone);
    await phone.page.getByRole('link', { name: t.day.another }).waitFor();
  },
  'past-group': async (phone) => {
    await openPastDay(phone);
    await goTo(phone, 'class/groups');
    await phone.page.getByRole('link', { name: 'Dialogue crew' }).click();
    await heading(phone, 'Dialogue crew');
  },
  'choose-class': async (phone) => {
    if (await teacher.pastBanner(phone).count() > 0) await teacher.backToNow(phone);
    await goTo(phone, 'class');
    await press(phone, t.class.switch);
    await phone.page.getByRole('button', { name: 'Room 12 Writing' }).waitFor();
  },
  'first-class': async (phone) => {
    await press(phone, t.door.another);
    await heading(phone, t.door.classTitle);
  },
  locked: async (phone) => {
    await phone.page.reload();
    await heading(phone, t.locked.title);
    await press(phone, t.locked.forgot);
  },
};

/** A phone that has not joined yet. */
export async function openStranger(service, viewport, language = 'en') {
  const phone = new Phone(service.origin, viewport);
  await phone.open();
  if (language !== 'en') await teacher.speak(phone, language);
  await heading(phone, t.door.joinTitle);
  return phone;
}
