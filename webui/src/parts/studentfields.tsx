/** The fields of a student's details that are more than a line: how often to be seen, and what the family agreed to. */
import { Chip, Chips } from './chips';
import { CadenceField } from './coverage';
import type { Draft } from './draft';
import { DayField } from './fields';
import { useNotebook } from './open';
import { Section } from './page';
import { idsOf, textOf } from './records';
import { t } from '../strings/seldom';

export function SeenField({ draft }: { draft: Draft }) {
  const notebook = useNotebook();
  const away = idsOf(draft.mine['absences']).length;
  return (
    <>
      <CadenceField label={t.coverage.cadenceOwn} of={draft.mine} classroom={notebook.get(notebook.id)?.record} set={(cadence) => draft.set({ cadence })} />
      {away ? <p class="hint">{t.coverage.absences(away)}</p> : null}
    </>
  );
}

/** Nothing is agreed to until somebody says so; a second tap takes it back. */
export function ConsentField({ draft }: { draft: Draft }) {
  /** Yes, no, or nobody was asked: only a no shuts the camera (practices 1.25). */
  const choice = (member: 'consent_photo' | 'consent_share', answer: boolean, name: string) => {
    const on = draft.mine[member] === answer;
    return <Chip on={on} icon={on ? 'check' : 'not_yet'} tap={() => draft.set({ [member]: on ? undefined : answer })}>{name}</Chip>;
  };
  const isGiven = draft.mine['consent_photo'] === true || draft.mine['consent_share'] === true;
  return (
    <Section title={t.details.consent}>
      <p class="hint">{t.details.consentHelp}</p>
      <Chips label={t.details.consent}>
        {choice('consent_photo', true, t.details.photo)}{choice('consent_photo', false, t.details.noPhoto)}
        {choice('consent_share', true, t.details.share)}{choice('consent_share', false, t.details.noShare)}
      </Chips>
      {isGiven ? <DayField label={t.details.until} value={textOf(draft.mine['consent_until'])} set={(day) => draft.set({ consent_until: day || undefined })} /> : null}
    </Section>
  );
}
