/**
 * Who is let in, and what each may do: the service's own word, asked for when somebody looks. Nothing of it is kept on the phone.
 */
import { ask, offline, tell } from './api';
import { isObject } from './json';
import type { Access, DeviceOf, Id, Invitation, LogEntry, PersonOf } from './types';

const isDevice = (value: unknown): value is DeviceOf =>
  isObject(value) && typeof value.id === 'string' && typeof value.name === 'string' && typeof value.seen_at === 'string';

const isPerson = (value: unknown): value is PersonOf =>
  isObject(value) && typeof value.id === 'string' && typeof value.role === 'string' && Array.isArray(value.devices) && value.devices.every(isDevice);

const isEntry = (value: unknown): value is LogEntry =>
  isObject(value) && typeof value.at === 'string' && typeof value.person === 'string' && typeof value.act === 'string' && typeof value.subject === 'string';

export function makeAccess(notebook: Id): Access {
  const here = `/api/v1/notebooks/${notebook}`;
  const invited = async (path: string, wish: object) => await tell(path, JSON.stringify(wish)) as Invitation;
  return {
    async people() {
      const answer = await ask(`${here}/people`);
      if (!isObject(answer) || !Array.isArray(answer.people) || !answer.people.every(isPerson)) throw offline();
      return answer.people;
    },
    setRole: async (person, role, until) => void await tell(`${here}/people/${person}`, JSON.stringify({ role, until })),
    signOut: async (device) => void await tell(`/api/v1/devices/${device}/revoke`, '{}'),
    invite: (role, until) => invited(`${here}/invites`, { role, until }),
    inviteOwn: () => invited('/api/v1/me/invites', {}),
    async log(before) {
      const answer = await ask(before === undefined ? `${here}/log` : `${here}/log/${before}`);
      if (!isObject(answer) || !Array.isArray(answer.entries) || !answer.entries.every(isEntry)) throw offline();
      return { entries: answer.entries, ...(typeof answer.before === 'number' ? { before: answer.before } : {}) };
    },
  };
}
