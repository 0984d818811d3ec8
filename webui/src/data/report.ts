/**
 * What the owners of a class may ask about: whose page was opened here, and what was saved as a file. Ids and times alone; kept on the
 * phone until the service has it. A page counts once a day.
 */
import { tell } from './api';
import type { Database } from './db';
import { AppError, type Id, type LogEntry } from './types';

const AT_ONCE = 100; // as many as the service takes
const KEPT_MAX = 2_000; // of a phone that is never online: the newest
const DAY_LEN = 10; // of a time in UTC

type Entry = Omit<LogEntry, 'person'> & { by: Id };
interface Queue { waiting: Entry[]; today: Entry[] } // `today`: what was told of this day already, or waits

export interface Report {
  note(act: LogEntry['act'], subject: string): Promise<void>;
  /** What waits goes to the service; what cannot go now waits on. */
  send(): Promise<void>;
}

const isSame = (a: Entry, b: Entry): boolean => a.by === b.by && a.act === b.act && a.subject === b.subject;

export function makeReport(db: Database, notebook: Id, me: () => Id): Report {
  const key = `log ${notebook}`;

  const change = (make: (queue: Queue) => Queue): Promise<Queue> => db.run(['device'], 'readwrite', async (tx) => {
    const queue = make((await tx.get<Queue>('device', key)) ?? { waiting: [], today: [] });
    tx.put('device', queue, key);
    return queue;
  });

  async function sendSome(): Promise<boolean> {
    const { waiting } = await change((queue) => ({ ...queue, waiting: queue.waiting.filter(({ by }) => by === me()) })); // nobody reports for somebody else
    const entries = waiting.slice(0, AT_ONCE);
    if (entries.length === 0) return false;
    await tell(`/api/v1/notebooks/${notebook}/log`, JSON.stringify({ entries: entries.map(({ act, subject, at }) => ({ act, subject, at })) }));
    await change((queue) => ({ ...queue, waiting: queue.waiting.filter((one) => !entries.some((sent) => isSame(sent, one) && sent.at === one.at)) }));
    return waiting.length > entries.length;
  }

  return {
    async note(act, subject) {
      const entry: Entry = { act, subject, at: new Date().toISOString(), by: me() };
      await change(({ waiting, today }) => {
        const isToday = today.filter((one) => one.at.slice(0, DAY_LEN) === entry.at.slice(0, DAY_LEN));
        if (act === 'opened' && isToday.some((one) => isSame(one, entry))) return { waiting, today: isToday };
        return { waiting: [...waiting, entry].slice(-KEPT_MAX), today: [...isToday, entry] };
      });
    },
    async send() {
      try {
        while (await sendSome());
      } catch (error) {
        if (!(error instanceof AppError)) throw error; // no connection, or let in no more: it waits
      }
    },
  };
}
