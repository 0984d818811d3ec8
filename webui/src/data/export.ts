/**
 * Everything that the phone holds, as JSON lines: the way out when nothing else works. Unsent work comes first, with the
 * version that it was typed on, so that it can be carried to the service by hand.
 */
import { shownRecord, type Pile } from './rows';

function line(pile: Pile): { unsent: boolean; text: string } {
  const edit = pile.draft ?? pile.sent;
  const text = edit
    ? { unsent: true, base: edit.base, ...(edit.refusal ? { refusal: edit.refusal.code } : {}), record: edit.record }
    : { unsent: false, version: pile.held?.version, record: shownRecord(pile) };
  return { unsent: edit !== undefined, text: JSON.stringify(text) };
}

export function exportLines(piles: Iterable<Pile>): string {
  const lines = [...piles].map(line);
  const ordered = [...lines.filter(({ unsent }) => unsent), ...lines.filter(({ unsent }) => !unsent)];
  return ordered.map(({ text }) => `${text}\n`).join('');
}
