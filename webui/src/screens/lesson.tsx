/** The lesson of a day: what everybody looks for in that block, and one tap a child during it. */
import { useState } from 'preact/hooks';
import type { Id } from '../data/types';
import { Chip } from '../parts/chips';
import { DayField, LineField } from '../parts/fields';
import { GenrePicker } from '../parts/genre';
import { Icon } from '../parts/icons';
import { useMakeGroup } from '../parts/makegroup';
import { useOpen } from '../parts/open';
import { NotFound, Page, Row, Section } from '../parts/page';
import { SkillPicker } from '../parts/pickers';
import { keyedOf, skillName, textOf, writers, type Members } from '../parts/records';
import { back, note as standAt, to, type Route } from '../parts/route';
import { SaveState } from '../parts/savestate';
import { useDraft } from '../parts/usedraft';
import { byLens, LENSES, lensOf, lensOfDay, lessonsOf, withLens, type LensCode } from '../reading/lesson';
import { calendarDay, nearDay, todayAsDate } from '../strings/format';
import { t } from '../strings/seldom';

const EARLIER = 12;

export function LessonToday({ route }: { route: Route }) {
  const { notebook } = useOpen();
  const lens = lensOfDay(notebook.all('lesson'), todayAsDate());
  const [start] = useState(() => (lens ? { id: lens.lesson } : { members: { on: todayAsDate() } })); // a lesson that is begun here stays the one on the screen
  return <LessonForm key={route.visit} start={start} />;
}

export function Lesson({ route }: { route: Route }) {
  const { notebook } = useOpen();
  const id = route.parts[1] ?? '';
  if (id === 'new') return <LessonForm key={route.visit} start={{ members: { on: todayAsDate() } }} />;
  const shown = notebook.get(id);
  if (!shown || shown.record.type !== 'lesson' || shown.record.deleted) return <NotFound />;
  return <LessonForm start={{ id }} />;
}

function speaks(members: Members): boolean {
  return ['title', 'skill', 'genre', 'routine'].some((member) => textOf(members[member]).trim()) || Object.keys(keyedOf(members['outcomes'])).length > 0;
}

function LessonForm({ start }: { start: { id: Id } | { members: Members } }) {
  const { notebook, say, attempt } = useOpen();
  const draft = useDraft('lesson', start, speaks, (id) => standAt(to.lessonOf(id)));
  const on = textOf(draft.mine['on']);
  const leave = () => void draft.flush();
  const write = (member: string) => (text: string) => draft.set({ [member]: text || undefined });
  const remove = async (id: Id) => {
    await draft.flush();
    if (!(await attempt(() => notebook.remove(id)))) return;
    say({ text: t.lesson.deleted, undo: true });
    back(to.today);
  };
  const note = async (student: Id, code: LensCode) => {
    const isMade = draft.id !== undefined;
    draft.set({ outcomes: withLens(draft.mine, student, code) });
    await draft.flush();
    if (isMade && draft.state === 'saved') say({ text: t.lesson.noted, undo: true }); // undoing the first tap would take the whole lesson along
  };
  const minutes = draft.mine['minutes'];
  return (
    <Page title={on === todayAsDate() ? t.lesson.today : t.lesson.of(calendarDay(on))} parent={to.today} foot={<SaveState draft={draft} untouched={t.lesson.untouched} />}>
      <p class="hint">{t.lesson.help}</p>
      <SkillPicker value={draft.mine['skill']} set={(skill) => draft.set({ skill })} />
      <GenrePicker value={draft.mine['genre']} set={(genre) => draft.set({ genre })} />
      <LineField label={t.lesson.what} value={textOf(draft.mine['title'])} max={200} set={write('title')} leave={leave} />
      <Roster members={draft.mine} note={(student, code) => void note(student, code)} />
      <details class="fold">
        <summary>{t.lesson.more}</summary>
        <LineField label={t.lesson.routine} hint={t.lesson.routineHelp} value={textOf(draft.mine['routine'])} max={80} set={write('routine')} leave={leave} />
        <div class="pair">
          <LineField label={t.members['minutes']!} digits value={typeof minutes === 'number' ? String(minutes) : ''} max={3} set={(text) => draft.set({ minutes: minutesIn(text) })} leave={leave} />
          <DayField label={t.members['on']!} value={on} set={(day) => { if (day) draft.set({ on: day }); }} />
        </div>
      </details>
      <div class="actions">
        {draft.id === undefined ? null : (
          <>
            <a class="button button-quiet" href={to.lessonOf('new')}><Icon name="plus" />{t.lesson.another}</a>
            <a class="button button-quiet" href={to.versions(draft.id)}><Icon name="history" />{t.note.versions}</a>
            <button type="button" class="button button-quiet button-danger" onClick={() => draft.id && void remove(draft.id)}><Icon name="trash" />{t.lesson.delete}</button>
          </>
        )}
      </div>
      <Earlier besides={draft.id} />
    </Page>
  );
}

/** Minutes are whole and at most 600 (the schema of a lesson). */
function minutesIn(text: string): number | undefined {
  const minutes = Number.parseInt(text, 10);
  return minutes >= 0 && minutes <= 600 ? minutes : undefined;
}

function Roster({ members, note }: { members: Members; note: (student: Id, code: LensCode) => void }) {
  const { notebook } = useOpen();
  const makeGroup = useMakeGroup();
  const list = writers(notebook);
  const skill = textOf(members['skill']) || undefined;
  const group = (lens: LensCode, students: Id[]) => {
    const about = skillName(notebook, skill) || textOf(members['title']);
    return makeGroup({ name: [t.choices[lens], about].filter(Boolean).join(': '), students, skill, purpose: about });
  };
  return (
    <Section title={t.lesson.during}>
      <p class="hint">{list.length ? t.lesson.duringHelp : t.today.noStudents}</p>
      <ul class="stack">
        {list.map((writer) => (
          <li class="mark-row" key={writer.id}>
            <p class="mark-name"><bdi>{writer.label}</bdi></p>
            <div class="marks" role="group" aria-label={t.lesson.partOf(writer.label)}>
              {LENSES.map((lens) => <Chip key={lens} on={lensOf(members, writer.id) === lens} tap={() => note(writer.id, lens)}>{t.lesson.short[lens]}</Chip>)}
            </div>
          </li>
        ))}
      </ul>
      {byLens(members).filter(({ students }) => students.length).map(({ lens, students }) => (
        <div class="banner" key={lens}>
          <p>{t.choices[lens]}: {t.groups.size(students.length)}</p>
          <button type="button" class="button button-small" onClick={() => void group(lens, students)}>{t.lesson.makeGroup}</button>
        </div>
      ))}
    </Section>
  );
}

function Earlier({ besides }: { besides: Id | undefined }) {
  const { notebook } = useOpen();
  const all = lessonsOf(notebook.all('lesson')).filter(({ id }) => id !== besides).slice(0, EARLIER);
  if (!all.length) return null;
  return (
    <Section title={t.lesson.earlier}>
      <ul class="rows">
        {all.map((lesson) => (
          <Row
            key={lesson.id} href={to.lessonOf(lesson.id)} title={nearDay(textOf(lesson['on']))}
            sub={<bdi>{[textOf(lesson['routine']), textOf(lesson['title']), skillName(notebook, lesson['skill'])].filter(Boolean).join(' · ')}</bdi>}
          />
        ))}
      </ul>
    </Section>
  );
}
