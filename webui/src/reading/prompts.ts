/** The questions an adult asks a writer: those of the class, and those of a progression, for a kind of text. Pure. */
import type { Id, Notebook } from '../data/types';
import { keyedOf, textOf, type Members } from '../parts/records';

export interface Prompt { id: Id; text: string; kind: 'opener' | 'research'; retired: boolean }

/** One without genres suits every text; without a genre asked for, all suit. */
const suits = (prompt: Members, genre: string): boolean => {
  const { genres } = prompt;
  return !genre || !Array.isArray(genres) || genres.length === 0 || genres.includes(genre);
};

const byRank = <Row extends { rank: string; id: Id }>(a: Row, b: Row): number => (a.rank < b.rank ? -1 : a.rank > b.rank ? 1 : a.id < b.id ? -1 : 1);
const rankOf = (row: Members): string => textOf(row['rank']) || '~';

/** The class's own, openers first. */
export function prompts(notebook: Notebook, genre = ''): Prompt[] {
  const all = notebook.all('prompt').map(({ record }) => record).filter((record) => textOf(record['text']) && suits(record, genre));
  const rows = all.map((record) => ({ id: record.id, text: textOf(record['text']), kind: record['kind'] === 'research' ? 'research' as const : 'opener' as const, retired: record['retired'] === true, rank: rankOf(record) }));
  return rows.sort((a, b) => (a.kind === b.kind ? byRank(a, b) : a.kind === 'opener' ? -1 : 1)).map(({ rank: _, ...prompt }) => prompt);
}

/** Those of a progression that suit the kind of text, in its order (practices 1.1). */
export function promptsOf(progression: Members, genre = ''): { id: Id; text: string }[] {
  return Object.entries(keyedOf(progression['prompts'])).filter(([, prompt]) => textOf(prompt['text']) && suits(prompt, genre))
    .map(([id, prompt]) => ({ id, text: textOf(prompt['text']), rank: rankOf(prompt) })).sort(byRank).map(({ id, text }) => ({ id, text }));
}

/** When each was asked last, and of how many notes it is part. */
export function asked(notes: readonly { record: Members & { created: { at: string } } }[]): Map<Id, { times: number; last: string }> {
  const uses = new Map<Id, { times: number; last: string }>();
  for (const { record } of notes) {
    if (!Array.isArray(record['prompts'])) continue;
    for (const id of record['prompts'] as unknown[]) {
      if (typeof id !== 'string') continue;
      const known = uses.get(id);
      uses.set(id, { times: (known?.times ?? 0) + 1, last: known && known.last > record.created.at ? known.last : record.created.at });
    }
  }
  return uses;
}
