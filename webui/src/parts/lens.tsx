/** The lens of the day on Today: what new notes begin with, and the way to the lesson and to the timers. */
import { Icon } from './icons';
import { later } from './later';
import { useOpen } from './open';
import { skillName } from './records';
import { to } from './route';
import { setting } from './settings';
import { lensOfDay } from '../reading/lesson';
import { todayAsDate } from '../strings/format';
import { t } from '../strings';

/** Seldom one runs, and then it may come a moment later. */
const TimerLine = later(() => import('../screens/day'), 'TimerLine');

export function DayLine() {
  const { notebook } = useOpen();
  if (notebook.asOf !== undefined) return null;
  const lens = lensOfDay(notebook.all('lesson'), todayAsDate());
  const said = lens && (skillName(notebook, lens.skill) || lens.title);
  return (
    <>
      <div class="actions">
        <a class="button button-quiet" href={to.lesson}><Icon name="class" />{lens ? <span>{t.lens.title}{said ? <>: <bdi>{said}</bdi></> : null}</span> : t.lens.choose}</a>
        <a class="button button-quiet" href={to.timers}><Icon name="timer" />{t.lens.timers}</a>
      </div>
      {setting('timer') ? <TimerLine /> : null}
    </>
  );
}
