/** Where a child is going: the goal and the piece under way, for the card that is read before a talk (practices 0.22). */
import type { Id } from '../data/types';
import { useNotebook } from './open';
import { textOf } from './records';
import { genreName } from '../reading/genres';
import { goalsOf } from '../reading/goals';
import { currentPiece, piecesOf } from '../reading/pieces';
import { calendarDay } from '../strings/format';
import { t } from '../strings/seldom';

/** Nothing where neither is known. */
export function towards(notebook: ReturnType<typeof useNotebook>, student: Id) {
  const goals = goalsOf(notebook.all('goal'), student).current;
  const piece = currentPiece(piecesOf(notebook.all('piece')), student);
  if (!goals.length && !piece) return null;
  return (
    <dl>
      {goals.map((goal) => (
        <div class="last-part" key={goal.id}>
          <dt>{t.types['goal']}</dt>
          <dd><bdi>{textOf(goal['words']) || t.choices[textOf(goal['category'])]}</bdi>{goal['review'] ? <span class="last-from">{t.members['review']} {calendarDay(textOf(goal['review']))}</span> : null}</dd>
        </div>
      ))}
      {piece ? (
        <div class="last-part">
          <dt>{t.types['piece']}</dt>
          <dd><bdi>{textOf(piece['title']) || genreName(textOf(piece['genre']))}</bdi>{piece['stage'] ? <span class="last-from">{t.choices[textOf(piece['stage'])]}</span> : null}</dd>
        </div>
      ) : null}
    </dl>
  );
}
