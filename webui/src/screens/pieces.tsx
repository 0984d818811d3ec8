/** The register of pieces: where each text of the class is, and who has nothing in progress. */
import { useState } from 'preact/hooks';
import type { AnyRecord } from '../data/types';
import { Chip, Chips } from '../parts/chips';
import { Icon } from '../parts/icons';
import { Names, namesOf } from '../parts/names';
import { useOpen } from '../parts/open';
import { Empty, Page, Row } from '../parts/page';
import { byCallName, studentsOf, writers, type Writer } from '../parts/records';
import { to } from '../parts/route';
import { pieceLine, pieceTitle } from '../parts/stages';
import { BeginButton } from '../parts/beginpiece';
import { audit, containerOf, CONTAINERS, piecesOf, type Container } from '../reading/pieces';
import { todayAsDate } from '../strings/format';
import { t } from '../strings/seldom';

type Filter = Container | 'all' | 'nothing';

export function Pieces() {
  const { notebook } = useOpen();
  const [filter, setFilter] = useState<Filter>('all');
  const all = piecesOf(notebook.all('piece'));
  const children = byCallName(writers(notebook));
  const idle = audit(all, children.map(({ id }) => id)).filter(({ hasNothing }) => hasNothing).map(({ student }) => student);
  const without = children.filter(({ id }) => idle.includes(id));
  const shown = all.filter((piece) => filter === 'all' || containerOf(piece) === filter);
  const chip = (value: Filter, name: string) => <Chip key={value} on={filter === value} tap={() => setFilter(value)}>{name}</Chip>;
  const count = (container: Container) => all.filter((piece) => containerOf(piece) === container).length;
  return (
    <Page title={t.pieces.title} parent={to.class} foot={<a class="button button-note" href={to.newPiece()}><Icon name="plus" />{t.pieces.add}</a>}>
      <Chips label={t.pieces.container}>
        {chip('all', t.pieces.all(all.length))}
        {CONTAINERS.map((container) => chip(container, t.pieces.counted(t.choices[container] ?? container, count(container))))}
        {children.length ? chip('nothing', t.pieces.nothing(without.length)) : null}
      </Chips>
      {all.length || filter === 'nothing' ? null : <Empty title={t.pieces.none} help={t.pieces.noneHelp}><a class="button" href={to.status}>{t.pieces.status}</a></Empty>}
      {filter === 'nothing' ? <Nothing children={without} pieces={all} /> : <Register pieces={shown} />}
      {all.length && filter !== 'nothing' && !shown.length ? <p class="hint" role="status">{t.pieces.noneThere}</p> : null}
    </Page>
  );
}

/** As a list of links: also on the page of a child, where `of` is not named again. */
export function Register({ pieces, of }: { pieces: AnyRecord[]; of?: string }) {
  const { notebook } = useOpen();
  const today = todayAsDate();
  const children = writers(notebook);
  return (
    <ul class="rows">
      {pieces.map((piece) => {
        const names = namesOf(notebook, studentsOf(piece).filter((id) => id !== of), children);
        const line = [of || containerOf(piece) === 'notebook' ? t.choices[containerOf(piece)] : '', pieceLine(piece, today)].filter(Boolean).join(' · ');
        return <Row key={piece.id} href={to.piece(piece.id)} title={<bdi>{pieceTitle(piece)}</bdi>} sub={<>{names.length ? <><Names of={names} />{line ? ' · ' : ''}</> : null}{line}</>} />;
      })}
    </ul>
  );
}

function Nothing({ children, pieces }: { children: Writer[]; pieces: AnyRecord[] }) {
  if (!children.length) return <p class="hint" role="status">{t.pieces.everybody}</p>;
  return (
    <ul class="rows">
      {children.map((writer) => (
        <Row key={writer.id} href={to.studentWork(writer.id)} title={<bdi>{writer.label}</bdi>} sub={t.pieces.noPiece} end={<BeginButton writer={writer} pieces={pieces} />} />
      ))}
    </ul>
  );
}
