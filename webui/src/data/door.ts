/**
 * Before a notebook is open: joining, choosing, making one.
 */
import { adopt, fetchMe, loadDevice, notJoined } from './identity';
import type { Merging } from './merging';
import { OpenNotebook } from './notebook';
import { startShell } from './shell';
import { AppError, type Door, type Id, type Me } from './types';
import { Vault } from './vault';

export function makeDoor(merging: Merging): Door {
  const shell = startShell();
  let current: OpenNotebook | undefined;
  let ahead: { id: Id; notebook: Promise<OpenNotebook> } | undefined;
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

  /** For a class that this phone is still in. */
  async function openAgain(id: Id): Promise<OpenNotebook> {
    await db.look();
    if (!(await device()).me.notebooks.some((book) => book.id === id)) throw notJoined();
    return open(id);
  }

  const joining = async () => (await import('./joining')).makeJoining(db, { device, open });

  return {
    lock: db,
    me: refresh,
    hurry(id) {
      ahead = { id, notebook: openAgain(id) };
      ahead.notebook.catch(() => { ahead = undefined; }); // whoever opens it tries again, and is told
    },
    async join(code, name) { return (await joining()).join(code, name); },
    async joinToo(code) { return (await joining()).joinToo(code); },
    async createClassroom(name) { return (await joining()).createClassroom(name); },
    open(id) {
      const begun = ahead?.id === id ? ahead.notebook : open(id);
      ahead = undefined;
      return begun;
    },
  };
}
