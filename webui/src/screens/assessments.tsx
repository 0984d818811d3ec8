/** Samples of the same task for all children: the baseline of the year, and before and after a unit. */
import type { AnyRecord } from '../data/types';
import { presets } from '../parts/days';
import { Icon } from '../parts/icons';
import { Names } from '../parts/names';
import { useOpen } from '../parts/open';
import { Empty, Page, Row } from '../parts/page';
import { byCallName, textOf, writers } from '../parts/records';
import { to } from '../parts/route';
import { assessmentsOf, onDay, tookPart, withoutBaseline } from '../reading/assessments';
import { genreName } from '../reading/genres';
import { calendarDay } from '../strings/format';
import { t } from '../strings/seldom';

const TITLE_LEN = 80;

export function assessmentTitle(assessment: AnyRecord): string {
  const [line = ''] = textOf(assessment['prompt']).trim().split('\n');
  return (line.length > TITLE_LEN ? `${line.slice(0, TITLE_LEN)}…` : line) || (t.choices[textOf(assessment['kind'])] ?? t.samples.one);
}

/** "Baseline · 3 Sep 2026 · Narrative" */
export function assessmentLine(assessment: AnyRecord): string {
  const { kind, phase, genre } = assessment;
  return [t.choices[textOf(kind)], kind === 'baseline' ? '' : t.choices[textOf(phase)], calendarDay(onDay(assessment)), genreName(genre)].filter(Boolean).join(' · ');
}

/** The school year that is running, by the reader's calendar. */
export const yearStart = (now = new Date()): string => presets(now).map(({ days }) => days.from).sort()[0]!;

export function Assessments() {
  const { notebook } = useOpen();
  const all = assessmentsOf(notebook.all('assessment'));
  const children = byCallName(writers(notebook));
  const without = new Set(withoutBaseline(all, children.map(({ id }) => id), yearStart()));
  const missing = children.filter(({ id }) => without.has(id));
  return (
    <Page title={t.samples.title} parent={to.class} foot={<a class="button button-note" href={to.newAssessment}><Icon name="plus" />{t.samples.add}</a>}>
      {all.length ? null : <Empty title={t.samples.none} help={t.samples.noneHelp} />}
      <ul class="rows">
        {all.map((one) => (
          <Row key={one.id} href={to.assessment(one.id)} title={<bdi>{assessmentTitle(one)}</bdi>} sub={`${assessmentLine(one)} · ${t.samples.done(children.filter(({ id }) => tookPart(one, id)).length, children.length)}`} />
        ))}
      </ul>
      {all.length && missing.length ? (
        <details class="fold">
          <summary>{t.samples.noBaseline(missing.length)}</summary>
          <p><Names of={missing.map(({ label }) => label)} /></p>
        </details>
      ) : null}
    </Page>
  );
}
