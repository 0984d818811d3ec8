/** A table of cells that are tapped: names stay in sight while it is moved, and the arrow keys go from cell to cell. */
import type { Id } from '../data/types';
import { comma } from '../strings/format';

interface Props {
  label: string;
  corner: string; // what the rows are
  columns: { id: Id; name: string; on: boolean }[];
  rows: { id: Id; name: string }[];
  cell: (row: Id, column: Id) => { tone: string; symbol: string; word: string };
  choose: (column: Id) => void;
  tap: (row: Id, column: Id) => void;
}

/** How far each key leads, as [rows, columns]; sideways keys point where they point on the screen. */
const STEPS: { [key: string]: [number, number] } = { ArrowUp: [-1, 0], ArrowDown: [1, 0], ArrowLeft: [0, -1], ArrowRight: [0, 1] };

function walk(event: KeyboardEvent): void {
  const step = STEPS[event.key];
  const from = event.target instanceof Element ? event.target.closest('td') : null;
  if (!step || !from) return;
  event.preventDefault();
  const forward = getComputedStyle(from).direction === 'rtl' ? -1 : 1;
  const row = from.parentElement as HTMLTableRowElement;
  const table = row.parentElement as HTMLTableSectionElement;
  const next = table.rows[row.sectionRowIndex + step[0]]?.cells[from.cellIndex + step[1] * forward];
  next?.querySelector('button')?.focus();
}

export function Grid(props: Props) {
  const { label, corner, columns, rows, cell } = props;
  return (
    <div class="grid-place" role="group" aria-label={label} tabIndex={0}>
      <table class="grid" onKeyDown={walk}>
        <thead>
          <tr>
            <th scope="col">{corner}</th>
            {columns.map(({ id, name, on }) => <th key={id} scope="col"><button type="button" class="grid-head" aria-pressed={on} onClick={() => props.choose(id)}><bdi>{name}</bdi></button></th>)}
          </tr>
        </thead>
        <tbody>
          {rows.map((row) => (
            <tr key={row.id}>
              <th scope="row"><bdi>{row.name}</bdi></th>
              {columns.map((column) => {
                const { tone, symbol, word } = cell(row.id, column.id);
                return <td key={column.id}><button type="button" class={`cell cell-${tone}`} aria-label={`${row.name}${comma()}${column.name}: ${word}`} onClick={() => props.tap(row.id, column.id)}>{symbol}</button></td>;
              })}
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}
