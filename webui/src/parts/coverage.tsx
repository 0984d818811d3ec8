/** How a child stands with being seen: word, picture and colour together. And the choice of how often that should be. */
import { ChoiceField } from './fields';
import { Icon, type IconName } from './icons';
import { useNotebook } from './open';
import { calendarOf } from '../reading/calendar';
import { contactsIn, coverageOf, USUAL_CADENCE, type Contact, type Coverage, type CoverageState } from '../reading/coverage';
import { notes, type Members, type Writer } from './records';
import { todayAsDate } from '../strings/format';
import { t } from '../strings/seldom';

const ICONS: { [state in CoverageState]: IconName } = { none: 'rest', never: 'not_yet', calm: 'check', soon: 'emerging', due: 'today', overdue: 'alert' };
const TONES: { [state in CoverageState]: string } = { none: '', never: ' badge-not_yet', calm: ' badge-secure', soon: ' badge-emerging', due: ' badge-not_yet', overdue: ' badge-overdue' };

export function StateBadge({ state }: { state: CoverageState }) {
  return <span class={`badge${TONES[state]}`}><Icon name={ICONS[state]} />{t.coverage.states[state]}</span>;
}

/** Today, or the day that is looked at. */
export function useToday(): string {
  const { asOf } = useNotebook();
  return todayAsDate(asOf === undefined ? undefined : new Date(asOf));
}

export interface Seen { writer: Writer; contacts: Contact[]; coverage: Coverage }

/** Each of the writers with the contacts, the latest first, and what follows from them. */
export function useCoverage(list: Writer[]): Seen[] {
  const notebook = useNotebook();
  const today = useToday();
  const classroom = notebook.get(notebook.id)?.record;
  const calendar = calendarOf(classroom);
  const contacts = contactsIn(notes(notebook));
  return list.map((writer) => {
    const own = contacts.get(writer.id) ?? [];
    return { writer, contacts: own, coverage: coverageOf(writer.record, own, classroom, calendar, today) };
  });
}

const OFFERED = [0, 1, 2, 3, 4, 5, 6, 8, 10, 15, 20];

export const often = (cadence: number): string => (cadence === 0 ? t.coverage.noCadence : t.coverage.every(cadence));

/** `of`: the class, for whom something has to be chosen; or one child, who may follow the class. */
export function CadenceField({ label, of, classroom, set }: { label: string; of: Members; classroom: Members | undefined; set: (cadence: number | undefined) => void }) {
  const own = of['cadence'];
  const value = typeof own === 'number' ? own : undefined;
  const offered = value === undefined || OFFERED.includes(value) ? OFFERED : [...OFFERED, value].sort((a, b) => a - b);
  const usual = typeof classroom?.['cadence'] === 'number' ? classroom['cadence'] : USUAL_CADENCE;
  return (
    <ChoiceField
      label={label} value={String(value ?? (of === classroom ? usual : ''))} {...(of === classroom ? {} : { none: t.coverage.cadenceOfClass(often(usual)) })}
      choices={offered.map((cadence) => ({ value: String(cadence), name: often(cadence) }))} set={(text) => set(text === '' ? undefined : Number(text))}
    />
  );
}
