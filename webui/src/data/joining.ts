/**
 * Joining a class, and making one: what a phone does once, so that it comes in a file of its own. All of it needs the service.
 */
import { tell } from './api';
import type { Database } from './db';
import { adopt, fetchMe, loadDevice } from './identity';
import type { OpenNotebook } from './notebook';
import type { DeviceRow } from './rows';
import type { Door, Id } from './types';
import { newId } from './uuid';

/** What the door knows: this device, and how a class is opened. */
interface At { device(): Promise<DeviceRow>; open(id: Id): Promise<OpenNotebook> }

/** Enough for a colleague to know the device in a list, and no more. */
function deviceName(): string {
  const known = ['iPhone', 'iPad', 'Android', 'CrOS', 'Windows', 'Mac OS', 'Linux'];
  return known.find((name) => navigator.userAgent.includes(name)) ?? 'Browser';
}

export function makeJoining(db: Database, { device, open }: At): Pick<Door, 'join' | 'joinToo' | 'createClassroom'> {
  /** A code works once: where the answer to using it was lost, the service knows this device all the same. */
  async function redeem(code: string, name: string) {
    try {
      await tell('/api/v1/join', JSON.stringify({ code, name, device_name: deviceName() }));
    } catch (error) {
      if (await loadDevice(db)) throw error;
      return fetchMe().catch(() => { throw error; });
    }
    return fetchMe();
  }

  return {
    async join(code, name) {
      return (await adopt(db, await redeem(code, name), { name })).me;
    },
    async joinToo(code) {
      await tell('/api/v1/me/join', JSON.stringify({ code }));
      return (await adopt(db, await fetchMe())).me;
    },
    async createClassroom(name) {
      const row = await device();
      // The id is kept until the answer came: asking again after a lost one makes no second classroom.
      const wanted = row.pendingClassroom?.name === name ? row.pendingClassroom : { id: newId(), name };
      await adopt(db, row.me, { pendingClassroom: wanted });
      await tell('/api/v1/classrooms', JSON.stringify(wanted));
      await adopt(db, await fetchMe());
      await (await open(wanted.id)).ensure([{ id: wanted.id, type: 'classroom', members: { name } }]);
      await adopt(db, (await device()).me, { pendingClassroom: undefined });
      return wanted.id;
    },
  };
}
