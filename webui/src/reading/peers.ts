/** Who talked with whom among the children, and how often (practices 0.28). Pure. */
import type { AnyRecord, Id, Shown } from '../data/types';
import { studentsOf, textOf } from '../parts/records';

export interface Pair { students: [Id, Id]; times: number; last: string } // `last`: the moment of the latest talk

const read = ({ record, preview }: Shown): AnyRecord => preview ?? record;
const momentOf = (record: AnyRecord): string => textOf((record.created as { at?: unknown } | undefined)?.at);

/** The latest first. */
export function talksOf(peers: readonly Shown[]): AnyRecord[] {
  return peers.map(read).sort((a, b) => (momentOf(a) + a.id < momentOf(b) + b.id ? 1 : -1));
}

/** Every two who talked, three together being three pairs; the most frequent first, then the latest. */
export function pairsOf(peers: readonly Shown[]): Pair[] {
  const found = new Map<string, Pair>();
  for (const talk of talksOf(peers)) {
    const students = [...new Set(studentsOf(talk))].sort();
    students.forEach((a, i) => students.slice(i + 1).forEach((b) => {
      const pair = found.get(`${a} ${b}`);
      if (pair) pair.times += 1;
      else found.set(`${a} ${b}`, { students: [a, b], times: 1, last: momentOf(talk) });
    }));
  }
  const latest = (a: Pair, b: Pair) => (a.last !== b.last ? (a.last < b.last ? 1 : -1) : a.students.join() < b.students.join() ? -1 : 1);
  return [...found.values()].sort((a, b) => b.times - a.times || latest(a, b));
}

/** How often each other child talked with this one. */
export function partnersOf(pairs: Pair[], student: Id): Map<Id, number> {
  const own = pairs.filter(({ students }) => students.includes(student));
  return new Map(own.map(({ students: [a, b], times }) => [a === student ? b : a, times]));
}
