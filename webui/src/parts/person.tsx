/** One adult of the class: role, last day and phones, and for those who may the taps that change them. */
import { useState } from 'preact/hooks';
import type { DeviceOf, PersonOf } from '../data/types';
import { Chip, Chips } from './chips';
import { DayField } from './fields';
import { Icon } from './icons';
import { useOpen } from './open';
import { dayEnd, ROLES, type Role } from './roles';
import { calendarDay, comma, moment, todayAsDate } from '../strings/format';
import { t } from '../strings/seldom';

interface PersonProps { one: PersonOf; name: string; isOwner: boolean; changed: () => void }

/** The day, by this phone's calendar, in which the role ends. */
const lastDay = (one: PersonOf): string => (one.role_until ? todayAsDate(new Date(one.role_until)) : '');

function roleText(one: PersonOf): string {
  const day = calendarDay(lastDay(one));
  const end = one.role_until ? `${comma()}${one.ended ? t.people.ended(day) : t.people.untilDay(day)}` : '';
  return (t.people.roles[one.role] ?? one.role) + end;
}

export function Person({ one, name, isOwner, changed }: PersonProps) {
  const { notebook } = useOpen();
  const [changing, setChanging] = useState(false);
  const isMe = one.id === notebook.me.person;
  return (
    <li class="person">
      <p class="person-head">
        <bdi class="row-title">{name}</bdi>{isMe ? <span class="badge">{t.you}</span> : null}
        <span class="row-sub">{roleText(one)}</span>
      </p>
      {isOwner && one.role ? <button type="button" class="link" aria-expanded={changing} aria-label={t.people.change(name)} onClick={() => setChanging(!changing)}>{t.people.changeShort}</button> : null}
      {changing ? <RoleForm one={one} done={() => { setChanging(false); changed(); }} /> : null}
      {one.devices.length ? <ul class="plain devices">{one.devices.map((device) => <Device key={device.id} of={device} changed={changed} />)}</ul> : null}
    </li>
  );
}

function RoleForm({ one, done }: { one: PersonOf; done: () => void }) {
  const { notebook, say, attempt } = useOpen();
  const [role, setRole] = useState(one.role);
  const [day, setDay] = useState(one.ended ? '' : lastDay(one));
  const choose = (next: Role) => {
    setRole(next);
    if (next === 'substitute' && !day) setDay(todayAsDate());
  };
  const save = async (next: string | null) => {
    if (!(await attempt(() => notebook.access().then((access) => access.setRole(one.id, next, next === null ? undefined : dayEnd(day)))))) return;
    say({ text: t.people.roleSaved });
    done();
  };
  return (
    <div class="stack">
      <Chips label={t.people.role}>{ROLES.map((next) => <Chip key={next} on={next === role} tap={() => choose(next)}>{t.people.roles[next]}</Chip>)}</Chips>
      <p class="hint">{t.people.rolesHelp[role]}</p>
      <DayField label={t.people.lastDay} value={day} set={setDay} />
      <div class="actions">
        <button type="button" class="button" onClick={() => void save(role)}><Icon name="check" />{t.people.saveRole}</button>
        {one.ended ? null : <button type="button" class="button button-quiet button-danger" onClick={() => void save(null)}>{t.people.end}</button>}
      </div>
    </div>
  );
}

/** A device that is signed out cannot be signed in again, so the tap is asked for twice. */
function Device({ of, changed }: { of: DeviceOf; changed: () => void }) {
  const { notebook, say, attempt } = useOpen();
  const [sure, setSure] = useState(false);
  const isThis = of.id === notebook.me.device;
  const signOut = async () => {
    if (!(await attempt(() => notebook.access().then((access) => access.signOut(of.id))))) return;
    say({ text: t.people.isSignedOut });
    changed();
  };
  return (
    <li class="device">
      <Icon name="phone" />
      <span class="row-text">
        <span><bdi>{of.name}</bdi>{isThis ? ` · ${t.people.thisPhone}` : ''}</span>
        <span class="row-sub">{of.revoked_at ? t.people.signedOut : t.people.seen(moment(of.seen_at))}</span>
      </span>
      {of.revoked_at || sure ? null : <button type="button" class="link" aria-label={t.people.signOutOf(of.name)} onClick={() => setSure(true)}>{t.people.signOut}</button>}
      {sure && !of.revoked_at ? (
        <div class="stack">
          <p class="hint">{t.people.signOutHelp}</p>
          <div class="actions">
            <button type="button" class="button button-quiet button-danger" onClick={() => void signOut()}>{t.people.signOutSure}</button>
            <button type="button" class="button button-quiet" onClick={() => setSure(false)}>{t.cancel}</button>
          </div>
        </div>
      ) : null}
    </li>
  );
}
