/** On which days the class writes, how often each student is to be seen, and how many minutes there are for it. */
import { newId } from '../data/uuid';
import { CadenceField, useToday } from '../parts/coverage';
import { Chip, Chips } from '../parts/chips';
import { DayField, LineField } from '../parts/fields';
import type { Draft } from '../parts/draft';
import { Icon } from '../parts/icons';
import { useOpen } from '../parts/open';
import { NotFound, Page, Section } from '../parts/page';
import { idsOf, keyedOf, textOf, type Members } from '../parts/records';
import { to } from '../parts/route';
import { SaveState } from '../parts/savestate';
import { useDraft } from '../parts/usedraft';
import { calendarOf, dayPlus, tapDay, WEEKDAYS, weekStart } from '../reading/calendar';
import { USUAL_WEEK } from '../reading/pace';
import { nearDay } from '../strings/format';
import { t } from '../strings/seldom';

const RHYTHMS = ['every_week', 'alternate_weeks', 'ab_days'] as const;
const DAYS_SHOWN = 21;
const MINUTES = [['week_minutes', 4], ['conference_minutes', 2], ['group_minutes', 2], ['group_size', 2]] as const;

export function Calendar() {
  const { notebook } = useOpen();
  return notebook.get(notebook.id) ? <CalendarForm /> : <NotFound />;
}

function CalendarForm() {
  const { notebook } = useOpen();
  const draft = useDraft('classroom', { id: notebook.id }, () => true);
  return (
    <Page title={t.calendar.title} parent={to.class} foot={<SaveState draft={draft} untouched={t.calendar.untouched} />}>
      <p class="hint">{t.calendar.help}</p>
      <CadenceField label={t.coverage.cadence} of={draft.mine} classroom={draft.mine} set={(cadence) => draft.set({ cadence })} />
      <Week draft={draft} />
      <Rhythm draft={draft} />
      <NextDays draft={draft} />
      <Stretches draft={draft} member="holidays" title={t.calendar.holidays} add={t.calendar.addHoliday} />
      <Stretches draft={draft} member="terms" title={t.calendar.terms} add={t.calendar.addTerm} help={t.calendar.termsHelp} />
      <Section title={t.calendar.plan}>
        <p class="hint">{t.calendar.planHelp}</p>
        <div class="pair">{MINUTES.map(([member, digits]) => <NumberField key={member} draft={draft} member={member} digits={digits} />)}</div>
      </Section>
      <a class="link" href={to.versions(notebook.id)}><Icon name="history" />{t.note.versions}</a>
    </Page>
  );
}

function Week({ draft }: { draft: Draft }) {
  const week: string[] = Array.isArray(draft.mine['week']) ? idsOf(draft.mine['week']) : WEEKDAYS.slice(0, 5);
  const tap = (day: string) => draft.set({ week: week.includes(day) ? week.filter((other) => other !== day) : [...week, day] });
  return (
    <Section title={t.calendar.week}>
      <Chips label={t.calendar.week}>{WEEKDAYS.map((day) => <Chip key={day} on={week.includes(day)} tap={() => tap(day)}>{t.choices[day]}</Chip>)}</Chips>
    </Section>
  );
}

function Rhythm({ draft }: { draft: Draft }) {
  const today = useToday();
  const rhythm = RHYTHMS.find((one) => one === draft.mine['rhythm']) ?? 'every_week';
  const from = textOf(draft.mine['rhythm_from']);
  return (
    <Section title={t.calendar.rhythm}>
      <Chips label={t.calendar.rhythm}>
        {RHYTHMS.map((one) => <Chip key={one} on={one === rhythm} tap={() => draft.set({ rhythm: one, ...(one === 'every_week' ? {} : { rhythm_from: from || today }) })}>{t.choices[one]}</Chip>)}
      </Chips>
      {rhythm === 'every_week' ? null : <DayField label={t.calendar.from[rhythm]} value={from} set={(day) => draft.set({ rhythm_from: day || undefined })} />}
    </Section>
  );
}

/** Each day as it is now; a tap makes it the other. */
function NextDays({ draft }: { draft: Draft }) {
  const calendar = calendarOf(draft.mine);
  const monday = weekStart(useToday());
  const days = Array.from({ length: DAYS_SHOWN }, (_, i) => dayPlus(monday, i));
  return (
    <Section title={t.calendar.days}>
      <p class="hint">{t.calendar.daysHelp}</p>
      <Chips label={t.calendar.days}>
        {days.map((day) => <Chip key={day} on={calendar.isWritingDay(day)} tap={() => draft.set(tapDay(draft.mine, day))}>{nearDay(day)}</Chip>)}
      </Chips>
    </Section>
  );
}

/** Terms or holidays. Each has a key of its own, so that two who add one at once both keep theirs. */
function Stretches({ draft, member, title, add, help }: { draft: Draft; member: 'terms' | 'holidays'; title: string; add: string; help?: string }) {
  const { say } = useOpen();
  const all = keyedOf(draft.mine[member]);
  const set = (key: string, part: Members) => draft.set({ [member]: { ...all, [key]: { ...all[key], ...part } } });
  const remove = async (key: string) => {
    await draft.flush();
    const left = Object.fromEntries(Object.entries(all).filter(([other]) => other !== key));
    draft.set({ [member]: Object.keys(left).length ? left : undefined });
    await draft.flush();
    if (draft.state !== 'failed') say({ text: t.calendar.removed, undo: true });
  };
  return (
    <Section title={title}>
      {help ? <p class="hint">{help}</p> : null}
      {Object.entries(all).sort(([a], [b]) => (a < b ? -1 : 1)).map(([key, one]) => (
        <div key={key} role="group" class="card section" aria-label={textOf(one?.['name']) || title}>
          <LineField label={t.calendar.name} value={textOf(one?.['name'])} max={100} set={(name) => set(key, { name: name || undefined })} leave={() => void draft.flush()} />
          <div class="pair">
            <DayField label={t.calendar.first} value={textOf(one?.['from'])} set={(from) => set(key, { from: from || undefined })} />
            <DayField label={t.calendar.last} value={textOf(one?.['to'])} set={(last) => set(key, { to: last || undefined })} />
          </div>
          <button type="button" class="link" onClick={() => void remove(key)}>{t.calendar.remove(textOf(one?.['name']) || t.calendar.unnamed)}</button>
        </div>
      ))}
      <div class="actions"><button type="button" class="button button-quiet" onClick={() => set(newId(), {})}><Icon name="plus" />{add}</button></div>
    </Section>
  );
}

/** An emptied field stands for the usual number, which the hint says. */
function NumberField({ draft, member, digits }: { draft: Draft; member: keyof typeof USUAL_WEEK; digits: number }) {
  const value = draft.mine[member];
  const least = member === 'week_minutes' ? 0 : member === 'group_size' ? 2 : 1;
  const most = { week_minutes: 2000, conference_minutes: 60, group_minutes: 60, group_size: 10 }[member];
  const read = (text: string) => (/^\d+$/.test(text) ? Math.min(most, Math.max(least, Number(text))) : undefined);
  return (
    <LineField
      label={t.members[member]!} hint={t.calendar.usual(USUAL_WEEK[member])} digits max={digits} value={typeof value === 'number' ? String(value) : ''}
      set={(text) => draft.set({ [member]: read(text) })} leave={() => void draft.flush()}
    />
  );
}
