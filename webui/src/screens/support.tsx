/** Support levels, for staff alone: the class sorted by taps, and support beside one skill. Nothing here is shown to a child or a family. */
import { useState } from 'preact/hooks';
import type { AnyRecord, Id } from '../data/types';
import { newId } from '../data/uuid';
import { Chip, MarkBadge } from '../parts/chips';
import { ChoiceField } from '../parts/fields';
import { Icon } from '../parts/icons';
import { Names, namesOf } from '../parts/names';
import { useOpen } from '../parts/open';
import { Page, Section } from '../parts/page';
import { byCallName, notes, skills, textOf, writers, type Writer } from '../parts/records';
import { to } from '../parts/route';
import { lastStretch, levelOf, LEVELS, overlap, supportHistory, toLevel, type Level } from '../reading/support';
import { calendarDay, todayAsDate } from '../strings/format';
import { t } from '../strings/seldom';
import { NoStudents } from './today';

export function Support() {
  const { notebook } = useOpen();
  const children = byCallName(writers(notebook));
  const all = notes(notebook).map(({ record }) => record);
  const sorted = children.filter(({ record }) => levelOf(record)).length;
  return (
    <Page title={t.support.title} parent={to.class}>
      <div class="banner banner-warn"><Icon name="lock" /><p>{t.support.staff}</p></div>
      {children.length ? <p class="hint" role="status">{t.support.counts(sorted, children.length)}</p> : <NoStudents />}
      <ul class="stack">{children.map((writer) => <Child key={writer.id} writer={writer} notes={all} />)}</ul>
      {sorted ? <Beside children={children} notes={all} /> : null}
    </Page>
  );
}

function Child({ writer, notes: all }: { writer: Writer; notes: AnyRecord[] }) {
  const { notebook, say, attempt } = useOpen();
  const now = levelOf(writer.record);
  const choose = async (level: Level) => {
    const members = toLevel(writer.record, level, todayAsDate(), newId());
    if (members && (await attempt(() => notebook.edit(writer.id, members)))) say({ text: t.support.levelIs(t.choices[level] ?? level), undo: true });
  };
  return (
    <li class="mark-row">
      <p class="mark-name"><bdi>{writer.label}</bdi> <span class="row-sub">{now ? t.support.since(calendarDay(now.on)) : t.support.none}</span></p>
      <div class="marks" role="group" aria-label={t.support.levelOf(writer.label)}>
        {LEVELS.map((level) => <Chip key={level} on={now?.level === level} tap={() => void choose(level)}>{t.support.levels[level]}</Chip>)}
      </div>
      {now?.level === 'least' ? <Stretch writer={writer} day={lastStretch(all, writer.id)} /> : null}
      <Earlier writer={writer} />
    </li>
  );
}

/** The least group still needs stretch (practices 2.6). */
function Stretch({ writer, day }: { writer: Writer; day: string | undefined }) {
  return (
    <p class="section-head">
      <span class="row-sub">{day ? t.support.stretch(calendarDay(day)) : t.support.noStretch}</span>
      <a class="icon-button" href={to.newNote([writer.id])} aria-label={t.support.stretchFor(writer.label)}><Icon name="pen" /></a>
    </p>
  );
}

function Earlier({ writer }: { writer: Writer }) {
  const history = supportHistory(writer.record).reverse().slice(1);
  if (!history.length) return null;
  return (
    <details class="fold">
      <summary><span>{t.support.history}<span class="unseen">, {writer.label}</span></span></summary>
      <ul class="plain">{history.map(({ id, level, on }) => <li key={id}>{calendarDay(on)}<span class="badge">{t.choices[level]}</span></li>)}</ul>
    </details>
  );
}

/** Two views of the same children: how much help they need, and where they stand on one skill. */
function Beside({ children, notes: all }: { children: Writer[]; notes: AnyRecord[] }) {
  const { notebook } = useOpen();
  const [skill, setSkill] = useState<Id>('');
  const offered = skills(notebook).filter((one) => !one['retired']);
  const rows = skill ? overlap(children.map(({ record }) => record), all, skill) : [];
  return (
    <Section title={t.support.overlap}>
      <p class="hint">{t.support.overlapHelp}</p>
      <ChoiceField label={t.support.skill} none={t.support.noSkill} value={skill} choices={offered.map((one) => ({ value: one.id, name: textOf(one['name']) }))} set={setSkill} />
      {rows.map(({ level, cells }) => (
        <div class="stack" key={level ?? 'none'}>
          <h3>{level ? t.choices[level] : t.support.none}</h3>
          <ul class="plain">
            {cells.map(({ mark, students }) => (
              <li key={mark ?? 'none'}>{mark ? <MarkBadge mark={mark} /> : <span class="badge">{t.support.noMark}</span>}<span><Names of={namesOf(notebook, students, children)} /></span></li>
            ))}
          </ul>
        </div>
      ))}
    </Section>
  );
}
