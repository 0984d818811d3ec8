/**
 * Before a notebook is open: joining, choosing, making one.
 */
import { tell } from './api';
import { adopt, fetchMe, loadDevice } from './identity';
import type { Merging } from './merging';
import { OpenNotebook } from './notebook';
import { startShell } from './shell';
import { AppError, type Door, type Id, type Me } from './types';
import { newId } from './uuid';
import { Vault } from './vault';

/** Enough for a colleague to know the device in a list, and no more. */
function deviceName(): string {
  const known = ['iPhone', 'iPad', 'Android', 'CrOS', 'Windows', 'Mac OS', 'Linux'];
  return known.find((name) => navigator.userAgent.includes(name)) ?? 'Browser';
}

const notJoined = () => new AppError('not_joined', 'This phone has not joined a class yet. Open the join link, or type the code.');

export function makeDoor(merging: Merging): Door {
  const shell = startShell();
  let current: OpenNotebook | undefined;
  const db = new Vault(async () => {
    await current?.finished();
    current?.close();
    current = undefined;
  });

  async function device() {
    const row = await loadDevice(db);
    if (!row) throw notJoined();
    return row;
  }

  async function open(id: Id): Promise<OpenNotebook> {
    const row = await device();
    if (current?.id === id && !current.isClosed) {
      current.become(row.me);
      current.syncNow(); // after joining anew there may be much to share
      return current;
    }
    current?.close();
    current = await new OpenNotebook(db, db, shell, merging, id, row).open();
    return current;
  }

  /** The service knows notebooks that this phone joined meanwhile by another way; offline, the phone's own list will do. */
  async function refresh(): Promise<Me | undefined> {
    const row = await loadDevice(db);
    if (!row || row.me.notebooks.length > 0) return row?.me;
    try {
      return (await adopt(db, await fetchMe())).me;
    } catch (error) {
      if (error instanceof AppError) return row.me;
      throw error;
    }
  }

  /** A code works once: where the answer to using it was lost, the service knows this device all the same. */
  async function redeem(code: string, name: string): Promise<Me> {
    try {
      await tell('/api/v1/join', JSON.stringify({ code, name, device_name: deviceName() }));
    } catch (error) {
      if (await loadDevice(db)) throw error;
      return fetchMe().catch(() => { throw error; });
    }
    return fetchMe();
  }

  return {
    lock: db,
    me: refresh,
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
    open,
  };
}
