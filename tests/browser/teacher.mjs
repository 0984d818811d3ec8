// What a teacher does on a phone, one function a thing done. Everything is found as a person finds it, by role and by the words of
// the app's own translation file, so that a new wording breaks no test.
import { load } from '../webui/load.mjs';

export let { t } = await load('strings/seldom.ts');

/** What is done here looks for the words of that language from now on. */
export async function hear(language) {
  ({ t } = await load('strings/seldom.ts', language));
}

/** The app speaks that language on this phone from now on, and is heard in it. */
export async function speak(phone, language) {
  await phone.page.evaluate((tag) => localStorage.setItem('backtable.language', tag), language);
  await phone.page.reload();
  await phone.page.getByRole('heading', { level: 1 }).waitFor();
  await hear(language);
}

const button = (phone, name) => phone.page.getByRole('button', { name, exact: true });

export async function join(phone, name) {
  await phone.page.getByLabel(t.door.name, { exact: true }).fill(name);
  await button(phone, t.door.join).click();
}

export async function joinByCode(phone, code, name) {
  await phone.page.getByLabel(t.door.code, { exact: true }).fill(code);
  await join(phone, name);
}

export async function createClass(phone, name) {
  await phone.page.getByLabel(t.door.className, { exact: true }).fill(name);
  await button(phone, t.door.create).click();
  await phone.page.getByRole('heading', { name, level: 1 }).waitFor();
}

/** Screens are reached by their address: the tab bar has tests of its own. */
export async function goTo(phone, route) {
  await phone.page.evaluate((hash) => { location.hash = hash; }, `#/${route}`);
}

export async function pasteList(phone, names) {
  await goTo(phone, 'class/list');
  await phone.page.getByLabel(t.roster.paste, { exact: true }).fill(names.join('\n'));
  await button(phone, t.roster.preview).click();
  await button(phone, t.roster.add(names.length)).click();
  await phone.page.getByRole('link', { name: t.today.noteAbout(names[0]), exact: true }).waitFor();
}

/** The code and the link that a colleague gets. */
export async function invite(phone) {
  await goTo(phone, 'class/people');
  const [answer] = await Promise.all([
    phone.page.waitForResponse((response) => response.url().endsWith('/invites')),
    button(phone, t.people.invite).click(),
  ]);
  const invitation = await answer.json();
  await phone.page.getByText(invitation.code.slice(-2)).first().waitFor();
  await goTo(phone, '');
  return invitation;
}

/** A class of two teachers: Ms. Rivera, who made it, and Mr. Chen. */
export async function openClass(rivera, chen, service, names) {
  await rivera.open(`/#join=${service.ownerCode}`);
  await join(rivera, 'Ms. Rivera');
  await createClass(rivera, 'Room 12');
  await pasteList(rivera, names);
  const { code } = await invite(rivera);
  await chen.open();
  await joinByCode(chen, code, 'Mr. Chen');
  await chen.page.getByRole('heading', { name: 'Room 12', level: 1 }).waitFor();
}

export async function isReadyOffline(phone) {
  await phone.page.evaluate(() => navigator.serviceWorker.ready.then(() => undefined));
}

export const savedWords = (phone) => phone.page.getByText(t.place.phone, { exact: true }).or(phone.page.getByText(t.place.shared, { exact: true }))
  .or(phone.page.getByText(t.place.sending, { exact: true })).first();

/** The form goes once it is saved, and takes the teacher back by itself: going elsewhere before would cross its way. */
const formIsLeft = (phone) => phone.page.getByRole('textbox', { name: t.note.words, exact: true }).waitFor({ state: 'detached' });

/** Leaves the note once it is saved. */
export async function done(phone) {
  await savedWords(phone).waitFor();
  await button(phone, t.done).click();
  await formIsLeft(phone);
}

/** `parts`: the fields of the form by the member they fill; with any but `words` the note is a conference. */
export async function writeNote(phone, student, parts, mark) {
  const { words, ...talk } = parts;
  await goTo(phone, '');
  await phone.page.getByRole('link', { name: t.today.noteAbout(student), exact: true }).click();
  if (Object.keys(talk).length > 0) await button(phone, t.types.conference).click();
  for (const [member, text] of Object.entries(talk)) await phone.page.getByLabel(t.members[member], { exact: true }).fill(text);
  if (words) await phone.page.getByLabel(t.note.words, { exact: true }).fill(words);
  if (mark) await phone.page.getByRole('group', { name: t.note.mark, exact: true }).getByRole('button', { name: t.choices[mark], exact: true }).click();
  await done(phone);
  await goTo(phone, '');
  await card(phone, words ?? Object.values(talk)[0]).waitFor();
}

/** The card of a note, by words in it. */
export const card = (phone, words) => phone.page.getByRole('listitem').filter({ hasText: words }).filter({ has: phone.page.getByRole('link') }).last();

export async function openNote(phone, words) {
  await goTo(phone, '');
  await card(phone, words).getByRole('link').first().click();
  await phone.page.getByLabel(t.note.words, { exact: true }).waitFor();
}

export async function rewrite(phone, words, after) {
  await openNote(phone, words);
  await phone.page.getByLabel(t.note.words, { exact: true }).fill(after);
  await done(phone);
  await goTo(phone, '');
  await card(phone, after).waitFor();
}

export async function deleteNote(phone, words) {
  await openNote(phone, words);
  await button(phone, t.note.delete).click();
  await phone.page.getByText(t.note.deleted).waitFor();
  await formIsLeft(phone);
}

export async function undo(phone) {
  await button(phone, t.undo).click();
}

/** Resolves when the phone says that everything here is with the team. */
export async function isShared(phone) {
  await goTo(phone, '');
  await phone.page.getByRole('group', { name: t.state.label }).getByText(/^Shared with the team/).waitFor();
}

export async function isOffline(phone) {
  await goTo(phone, '');
  await phone.page.getByRole('group', { name: t.state.label }).getByText(t.state.offline).waitFor();
}

/** What the first screen says of the notes, without the times and without where they are. */
export async function notesOf(phone) {
  await goTo(phone, '');
  const texts = await phone.page.locator('.card-words').allInnerTexts();
  return texts.sort();
}

export async function openQuestions(phone) {
  await goTo(phone, 'questions');
  await phone.page.getByRole('heading', { name: t.questions.title, level: 1 }).waitFor();
}

/** Keeps the wording of a colleague, and so settles the question. */
export async function keepWordingOf(phone, name) {
  await openQuestions(phone);
  await phone.page.getByRole('group', { name: `${name} ${t.questions.acts.wrote}` }).getByRole('button', { name: t.questions.keepThis, exact: true }).click();
}

export async function openVersions(phone, words) {
  await openNote(phone, words);
  await phone.page.getByRole('link', { name: t.note.versions, exact: true }).click();
  await phone.page.getByRole('heading', { name: t.versions.title, level: 1 }).waitFor();
}

/** What changed about a student between two days, YYYY-MM-DD; asked for, not yet there. */
export async function openChanges(phone, student, from, to) {
  await goTo(phone, `student/${student}`);
  await phone.page.getByRole('link', { name: t.changes.title, exact: true }).click();
  await phone.page.getByLabel(t.changes.from, { exact: true }).fill(from);
  await phone.page.getByLabel(t.changes.to, { exact: true }).fill(to);
}

/** Asks for the class as it stood on a day, YYYY-MM-DD. */
export async function openDay(phone, day) {
  await goTo(phone, 'class/day');
  await phone.page.getByLabel(t.day.day, { exact: true }).fill(day);
  await button(phone, t.day.show).click();
}

/** Stands on every screen of a past day, and on no other. */
export const pastBanner = (phone) => phone.page.getByRole('complementary', { name: t.day.choose, exact: true });

export async function backToNow(phone) {
  await button(phone, t.day.backToNow).click();
  await pastBanner(phone).waitFor({ state: 'detached' });
}

/** Counts what the phone keeps for the first screen; `waits`: until there is something. */
export const fronts = (phone, waits = false) => phone.page.evaluate((patient) => new Promise((resolve, reject) => {
  const request = indexedDB.open('backtable');
  request.onerror = () => reject(request.error);
  request.onsuccess = () => {
    const count = () => {
      request.result.transaction('fronts').objectStore('fronts').count().onsuccess = ({ target }) => {
        if (patient && target.result === 0) return requestAnimationFrame(count);
        request.result.close();
        resolve(target.result);
      };
    };
    count();
  };
}), waits);
