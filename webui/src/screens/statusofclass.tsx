/** Status of the class: where every child is with the current piece, one tap each. The order stays, so that a thumb can go down the list. */
import type { AnyRecord, Id } from '../data/types';
import { newId } from '../data/uuid';
import { BeginButton } from '../parts/beginpiece';
import { Icon } from '../parts/icons';
import { useOpen } from '../parts/open';
import { Page } from '../parts/page';
import { byCallName, studentsOf, writers, type Writer } from '../parts/records';
import { to } from '../parts/route';
import { pieceTitle, StageChoice } from '../parts/stages';
import { byStage, currentPiece, piecesOf, standsAt, toContainer, toStage, type Stage } from '../reading/pieces';
import { todayAsDate } from '../strings/format';
import { t } from '../strings/seldom';
import { NoStudents } from './today';

export function StatusOfClass() {
  const { notebook } = useOpen();
  const today = todayAsDate();
  const pieces = piecesOf(notebook.all('piece'));
  const children = byCallName(writers(notebook));
  const ids = children.map(({ id }) => id);
  return (
    <Page title={t.pieces.status} parent={to.class}>
      {children.length ? <p class="hint">{t.pieces.statusHelp}</p> : <NoStudents />}
      <p class="card-tags">
        {byStage(pieces, ids, today).filter(({ count }) => count).map(({ stage, count }) => <span class="badge" key={stage}>{t.pieces.counted(t.choices[stage] ?? stage, count)}</span>)}
      </p>
      <ul class="stack">{children.map((writer) => <Child key={writer.id} writer={writer} piece={currentPiece(pieces, writer.id)} pieces={pieces} today={today} />)}</ul>
    </Page>
  );
}

function Child({ writer, piece, pieces, today }: { writer: Writer; piece: AnyRecord | undefined; pieces: AnyRecord[]; today: string }) {
  return (
    <li class="mark-row">
      <p class="section-head"><a class="link" href={to.studentWork(writer.id)}><bdi>{writer.label}</bdi></a>{piece ? <PieceLink piece={piece} today={today} /> : null}</p>
      {piece ? <Stages writer={writer} piece={piece} today={today} /> : <div class="actions"><BeginButton writer={writer} pieces={pieces} /></div>}
    </li>
  );
}

function PieceLink({ piece, today }: { piece: AnyRecord; today: string }) {
  const at = standsAt(piece, today);
  const others = studentsOf(piece).length - 1;
  return (
    <span class="row-sub">
      <a class="link" href={to.piece(piece.id)}><bdi>{pieceTitle(piece)}</bdi></a>
      {[others > 0 ? t.pieces.shared(others) : '', at ? t.pieces.days(at.days) : ''].filter(Boolean).join(' · ')}
    </span>
  );
}

function Stages({ writer, piece, today }: { writer: Writer; piece: AnyRecord; today: string }) {
  const { notebook, say, attempt } = useOpen();
  const change = async (id: Id, members: { [member: string]: unknown } | undefined, text: string) => {
    if (members && (await attempt(() => notebook.edit(id, members)))) say({ text, undo: true });
  };
  const choose = (stage: Stage) => void change(piece.id, toStage(piece, stage, today, newId()), t.pieces.stageIs(t.choices[stage] ?? stage));
  const stage = standsAt(piece, today)?.stage;
  return (
    <>
      <StageChoice label={t.pieces.stageOf(writer.label)} value={stage} set={choose} />
      {stage === 'publish' ? (
        <div class="actions">
          <button type="button" class="button button-quiet" aria-label={t.pieces.finishOf(writer.label)} onClick={() => void change(piece.id, toContainer(piece, 'finished', today), t.pieces.isFinished)}>
            <Icon name="check" />{t.pieces.finish}
          </button>
        </div>
      ) : null}
    </>
  );
}
