/** A group made on the spot out of what was just seen; it opens today, and can be taken back with one tap. */
import type { Id } from '../data/types';
import { useOpen } from './open';
import { to } from './route';
import { todayAsDate } from '../strings/format';
import { t } from '../strings/seldom';

interface Need { name: string; students: Id[]; skill?: Id | undefined; purpose?: string | undefined }

export function useMakeGroup(): (need: Need) => Promise<void> {
  const { notebook, say, attempt } = useOpen();
  return async ({ name, students, skill, purpose }) => {
    const opens = todayAsDate();
    const members = Object.fromEntries(students.map((id) => [id, { from: opens }]));
    const group = { name: name.slice(0, 200), kind: 'temporary', opens, members, ...(skill ? { skill } : {}), ...(purpose ? { purpose } : {}) };
    await attempt(async () => {
      const id = await notebook.create('group', group);
      say({ text: t.groups.made(students.length), undo: true });
      location.hash = to.group(id);
    });
  };
}
