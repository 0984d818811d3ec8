/** The adults who share these notes: what each may do, on which phones, and how another one joins. */
import { useCallback, useEffect, useState } from 'preact/hooks';
import type { Invitation as Invited, PersonOf } from '../data/types';
import { Chip, Chips } from '../parts/chips';
import { sentence } from '../parts/errors';
import { DayField } from '../parts/fields';
import { Icon } from '../parts/icons';
import { Invitation } from '../parts/invitation';
import { useOpen } from '../parts/open';
import { Page, Row, Section } from '../parts/page';
import { Person } from '../parts/person';
import { textOf } from '../parts/records';
import { dayEnd, ROLES, type Role } from '../parts/roles';
import { to } from '../parts/route';
import { collator, todayAsDate } from '../strings/format';
import { t } from '../strings/seldom';

/** What the service says of people and devices; the names are in the notebook, and are shown without it. */
function useService() {
  const { notebook } = useOpen();
  const [people, setPeople] = useState<PersonOf[]>();
  const [problem, setProblem] = useState<string>();
  const look = useCallback(() => {
    notebook.access().then((access) => access.people()).then((all) => { setPeople(all); setProblem(undefined); }, (error: unknown) => setProblem(sentence(error, { offline: t.people.unknown })));
  }, [notebook]);
  const cards = notebook.all('person').length; // who joined just now has a card soon
  useEffect(look, [look, cards]);
  return { people, problem, look };
}

export function People() {
  const { notebook } = useOpen();
  const { people, problem, look } = useService();
  const order = collator();
  const nameOf = (id: string) => textOf(notebook.get(id)?.record['name']);
  const known = people ?? notebook.all('person').map(({ record }) => ({ id: record.id, role: '', devices: [] }));
  const sorted = known.map((one) => ({ one, name: nameOf(one.id) || t.someone })).sort((a, b) => order.compare(a.name, b.name));
  const isOwner = people?.find(({ id }) => id === notebook.me.person)?.role === 'owner';
  return (
    <Page title={t.people.title} parent={to.class}>
      <p class="hint">{t.people.help}</p>
      {problem ? <p class="hint" role="status">{problem}</p> : null}
      <ul class="plain people">
        {sorted.map(({ one, name }) => <Person key={one.id} one={one} name={name} isOwner={isOwner} changed={look} />)}
      </ul>
      {isOwner ? <Invite /> : <p class="hint">{t.people.ownerOnly}</p>}
      <OwnDevice />
      {isOwner ? <ul class="rows"><Row href={to.log} icon="history" title={t.log.title} sub={t.log.help} /></ul> : null}
    </Page>
  );
}

function Invite() {
  const { notebook } = useOpen();
  const [role, setRole] = useState<Role>('co_teacher');
  const [day, setDay] = useState('');
  const choose = (next: Role) => {
    setRole(next);
    setDay(next === 'substitute' ? todayAsDate() : '');
  };
  return (
    <Section title={t.people.invite}>
      <Chips label={t.people.role}>{ROLES.map((one) => <Chip key={one} on={one === role} tap={() => choose(one)}>{t.people.roles[one]}</Chip>)}</Chips>
      <p class="hint">{t.people.rolesHelp[role]}</p>
      <DayField label={t.people.lastDay} value={day} set={setDay} />
      {role === 'substitute' ? null : <p class="hint">{t.people.noEnd}</p>}
      <Asking key={`${role} ${day}`} label={t.people.invite} help={t.people.inviteHelp} ask={() => notebook.access().then((access) => access.invite(role, dayEnd(day)))} />
    </Section>
  );
}

function OwnDevice() {
  const { notebook } = useOpen();
  return <Section title={t.people.own}><Asking label={t.people.own} help={t.people.ownHelp} ask={() => notebook.access().then((access) => access.inviteOwn())} quiet /></Section>;
}

/** A button that asks for a code, and then the code. */
function Asking(props: { label: string; help: string; ask: () => Promise<Invited>; quiet?: boolean }) {
  const [invited, setInvited] = useState<Invited>();
  const [problem, setProblem] = useState<string>();
  const [busy, setBusy] = useState(false);
  const ask = async () => {
    setBusy(true);
    setProblem(undefined);
    try {
      setInvited(await props.ask());
    } catch (error) {
      setProblem(sentence(error));
    } finally {
      setBusy(false);
    }
  };
  return (
    <>
      {invited ? <Invitation of={invited} help={props.help} busy={busy} again={() => void ask()} /> : (
        <button type="button" class={props.quiet ? 'button button-quiet' : 'button'} disabled={busy} onClick={() => void ask()}><Icon name="plus" />{props.label}</button>
      )}
      {problem ? <p class="error" role="alert">{problem}</p> : null}
    </>
  );
}
