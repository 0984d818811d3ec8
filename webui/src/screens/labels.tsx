/** Notes on a sheet of labels, to be stuck into the children's files; or a sheet with their names, to be written on by hand. */
import { useState } from 'preact/hooks';
import { Chip, Chips } from '../parts/chips';
import { daysBefore } from '../parts/days';
import { ChoiceField, DayField } from '../parts/fields';
import { Icon } from '../parts/icons';
import { useOpen } from '../parts/open';
import { Page, Section } from '../parts/page';
import { callName, idsOf, keyedOf, markFor, notes, skillName, textOf, writers } from '../parts/records';
import { to } from '../parts/route';
import { keepSetting, setting } from '../parts/settings';
import { Sheets } from '../parts/sheets';
import { TEXTS } from '../reading/texts';
import { freeAfter, labelsOf, labelsOn, NUDGE_MAX_MM, nudgeOf, printedNotes, templateOf, TEMPLATE_NAMES, type Nudge } from '../reading/labels';
import type { AnyRecord, Id, Notebook } from '../data/types';
import { calendarDay, dayOfMoment, todayAsDate } from '../strings/format';
import { t } from '../strings/seldom';

const DAYS_BACK = 14;
const COPIES = [1, 2, 3, 4, 5];
const NOTES_MAX = 400; // of one label_sheet record
const NUDGE_STEP_MM = 0.5;

interface Text { head: string; text: string }

/** What is kept of a note for one child's file: nothing that is said of another child alone. */
function textFor(notebook: Notebook, note: AnyRecord, student: Id): Text {
  const mark = markFor(note, student);
  const about = [skillName(notebook, note['skill']), mark ? t.choices[mark] : ''].filter(Boolean).join(': ');
  const said = TEXTS.filter((member) => textOf(note[member]).trim()).map((member) => (member === 'words' ? textOf(note[member]) : `${t.members[member]}: ${textOf(note[member])}`));
  const own = textOf(keyedOf(note['outcomes'])[student]?.['words']);
  return { head: `${callName(notebook.get(student)?.record)} · ${dayOfMoment(note.created.at)}`, text: [about, ...said, own].filter(Boolean).join('\n') };
}

/** Where the last sheet of these labels ended. */
function firstFree(notebook: Notebook, template: string): number {
  const last = notebook.all('label_sheet').map(({ record }) => record).filter((sheet) => sheet['template'] === template).sort((a, b) => (a.created.at < b.created.at ? 1 : -1))[0];
  if (!last || typeof last['first'] !== 'number') return 1;
  const all = new Set(idsOf(last['notes']));
  return freeAfter(templateOf(template), last['first'], labelsOf(notes(notebook).filter(({ record }) => all.has(record.id)), new Set(), '').length);
}

export function Labels() {
  const { notebook, say, attempt } = useOpen();
  const [blank, setBlank] = useState(false);
  const [again, setAgain] = useState(false);
  const [since, setSince] = useState(daysBefore(new Date(), DAYS_BACK));
  const [copies, setCopies] = useState(1);
  const [name, setName] = useState(setting('labels') ?? TEMPLATE_NAMES[0]!);
  const [first, setFirst] = useState(() => firstFree(notebook, name));
  const [nudge, setNudge] = useState(() => nudgeOf(setting('nudge')));
  const [asked, setAsked] = useState(false);
  const template = templateOf(name);
  const printed = again ? new Set<Id>() : printedNotes(notebook.all('label_sheet'));
  const found = labelsOf(notes(notebook), printed, since);
  const taken = [...new Set(found.map(({ note }) => note.id))].slice(0, NOTES_MAX);
  const labels = blank
    ? writers(notebook).flatMap(({ label }) => Array.from({ length: copies }, (): Text => ({ head: label, text: '' })))
    : found.filter(({ note }) => taken.includes(note.id)).map(({ note, student }) => textFor(notebook, note, student));
  const choose = (chosen: string) => {
    setName(chosen);
    keepSetting('labels', chosen);
    setFirst(firstFree(notebook, chosen));
  };
  const move = (moved: Nudge) => {
    setNudge(moved);
    keepSetting('nudge', `${moved.xMm} ${moved.yMm}`);
  };
  const print = () => {
    globalThis.print();
    setAsked(!blank);
  };
  const keep = async () => {
    if (await attempt(() => notebook.create('label_sheet', { on: todayAsDate(), template: name, first, notes: taken }))) say({ text: t.labels.kept, undo: true });
    setAsked(false);
    setFirst(freeAfter(template, first, labels.length));
  };
  const foot = labels.length ? <button type="button" class="button button-note" onClick={print}><Icon name="print" />{t.labels.print}</button> : null;
  return (
    <Page title={t.labels.title} parent={to.class} foot={foot} wide>
      <Chips label={t.labels.what}>
        <Chip on={!blank} tap={() => setBlank(false)}>{t.labels.notes}</Chip>
        <Chip on={blank} tap={() => setBlank(true)}>{t.labels.blank}</Chip>
        {blank ? null : <Chip on={again} tap={() => setAgain(!again)}>{t.labels.again}</Chip>}
      </Chips>
      <div class="pair">
        <ChoiceField label={t.labels.sheet} value={name} choices={TEMPLATE_NAMES.map((value) => ({ value, name: t.labels.templates[value]! }))} set={choose} />
        <ChoiceField label={t.labels.first} value={String(first)} choices={Array.from({ length: labelsOn(template) }, (_, i) => ({ value: String(i + 1), name: t.labels.place(Math.floor(i / template.across) + 1, (i % template.across) + 1) }))} set={(n) => setFirst(Number(n))} />
        {blank
          ? <ChoiceField label={t.labels.copies} value={String(copies)} choices={COPIES.map((n) => ({ value: String(n), name: String(n) }))} set={(n) => setCopies(Number(n))} />
          : <DayField label={t.labels.since} value={since} set={setSince} last={todayAsDate()} />}
      </div>
      <Nudging nudge={nudge} set={move} />
      {asked ? <div class="banner" role="group" aria-label={t.labels.done}><p>{t.labels.done}</p><button type="button" class="button button-small" onClick={() => void keep()}>{t.labels.yes}</button><button type="button" class="button button-small button-quiet" onClick={() => setAsked(false)}>{t.no}</button></div> : null}
      <Section title={t.labels.preview}>
        {labels.length ? <Sheets template={template} first={first} nudge={nudge} labels={labels} /> : <p class="hint">{blank ? t.today.noStudents : t.labels.none(calendarDay(since))}</p>}
      </Section>
    </Page>
  );
}

function Nudging({ nudge, set }: { nudge: Nudge; set: (nudge: Nudge) => void }) {
  const steps = Array.from({ length: (2 * NUDGE_MAX_MM) / NUDGE_STEP_MM + 1 }, (_, i) => i * NUDGE_STEP_MM - NUDGE_MAX_MM).map((mm) => ({ value: String(mm), name: t.labels.mm(mm) }));
  return (
    <details class="fold">
      <summary>{t.labels.nudge}</summary>
      <p class="hint">{t.labels.nudgeHelp}</p>
      <div class="pair">
        <ChoiceField label={t.labels.right} value={String(nudge.xMm)} choices={steps} set={(mm) => set({ ...nudge, xMm: Number(mm) })} />
        <ChoiceField label={t.labels.down} value={String(nudge.yMm)} choices={steps} set={(mm) => set({ ...nudge, yMm: Number(mm) })} />
      </div>
    </details>
  );
}
