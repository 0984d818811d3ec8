/** "Did it stick?", answered in one tap beside the teaching point it is about, and taken back with another. */
import type { Id } from '../data/types';
import { Chip, Chips } from './chips';
import { useOpen } from './open';
import { answered, STATUSES, TRANSFERS, type Point } from '../reading/teaching';
import { todayAsDate } from '../strings/format';
import { t } from '../strings/seldom';

export function DidItStick({ point, student }: { point: Point; student: Id }) {
  const { notebook, say, attempt } = useOpen();
  const { from, status, transfer, on } = point;
  const answer = async (members: Parameters<typeof answered>[2]) => {
    const now = notebook.get(from.record.id)?.record;
    if (now && await attempt(() => notebook.edit(now.id, answered(now, student, members, todayAsDate())))) say({ text: t.stick.kept, undo: true });
  };
  // Nobody has answered yet: then none of the answers is pressed, "not yet" neither.
  const given = on === undefined ? undefined : status;
  return (
    <>
      <p class="stick-ask">{t.stick.ask}</p>
      <Chips label={t.stick.ask}>
        {STATUSES.map((one) => <Chip key={one} on={given === one} tap={() => void answer({ status: one })}>{t.stick.statuses[one]}</Chip>)}
      </Chips>
      {given === 'practising' || given === 'transferred' ? (
        <Chips label={t.stick.help}>
          {TRANSFERS.map((one) => <Chip key={one} on={transfer === one} tap={() => void answer({ transfer: transfer === one ? undefined : one })}>{t.stick.transfers[one]}</Chip>)}
        </Chips>
      ) : null}
    </>
  );
}
