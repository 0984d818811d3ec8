/** The stage of a piece as five chips, and what a piece is called in a line. */
import { STAGES, begunOn, stageOf, standsAt, type Stage } from '../reading/pieces';
import { genreName } from '../reading/genres';
import type { AnyRecord } from '../data/types';
import { Chip } from './chips';
import { textOf } from './records';
import { calendarDay, comma } from '../strings/format';
import { t } from '../strings/seldom';

/** One tap is one step of its history, so a second tap on the same stage changes nothing. */
export function StageChoice(props: { label: string; value: unknown; set: (stage: Stage) => void }) {
  return (
    <div class="marks" role="group" aria-label={props.label}>
      {STAGES.map((stage) => <Chip key={stage} on={stageOf(props.value) === stage} tap={() => props.set(stage)}>{t.choices[stage]}</Chip>)}
    </div>
  );
}

export function pieceTitle(piece: AnyRecord): string {
  return textOf(piece['title']).trim() || t.pieces.untitled(calendarDay(begunOn(piece)));
}

/** "Narrative · Draft, for 3 days" */
export function pieceLine(piece: AnyRecord, today: string): string {
  const at = standsAt(piece, today);
  const stage = at ? `${t.choices[at.stage]}${comma()}${textOf(piece['finished']) ? t.pieces.took(at.days) : t.pieces.days(at.days)}` : '';
  return [genreName(piece['genre']), stage].filter(Boolean).join(' · ');
}
