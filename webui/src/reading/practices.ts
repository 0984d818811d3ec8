/**
 * What the app serves today of three published ways of teaching writing, row by row of practices.md, with the screen where it is
 * done. What to do there is said in strings/<language>/seldom/practices.ts; a test begins with the id of each row (tests/lint/practices.mjs).
 */
import { to } from '../parts/route';

export const WAYS = ['block', 'progressions', 'conferences'] as const;
export type Way = (typeof WAYS)[number];

export interface Practice { id: string; way: Way; href: string }

const ROWS: { [way in Way]: [id: string, href: string][] } = {
  /** A balanced-literacy writing block. */
  block: [
    ['0.9', to.newNote()], ['0.10', to.lesson], ['0.11', to.newNote()], ['0.12', to.labels], ['0.13', to.checklists], ['0.14', to.lesson], ['0.15', to.coverage], ['0.16', to.groups],
    ['0.18', to.newNote()], ['0.19', to.pieces], ['0.20', to.status], ['0.21', to.pieces], ['0.22', to.students], ['0.23', to.prompts], ['0.24', to.points], ['0.25', to.newNote()],
    ['0.26', to.newNote()], ['0.27', to.newNote()], ['0.28', to.peers], ['0.29', to.slips],
  ],
  /** Small groups with skill progressions, K-8. */
  progressions: [
    ['1.1', to.progressions], ['1.2', to.progressions], ['1.3', to.students], ['1.4', to.newNote()], ['1.6', to.coverage], ['1.7', to.students], ['1.8', to.practice], ['1.10', to.coverage],
    ['1.14', to.coverage], ['1.15', to.calendar], ['1.16', to.coverage], ['1.17', to.students], ['1.18', to.students], ['1.19', to.newNote()], ['1.24', to.practice], ['1.25', to.students],
  ],
  /** Small-group writing conferences, upper elementary. */
  conferences: [
    ['2.6', to.support], ['2.7', to.skills], ['2.8', to.assessments], ['2.12', to.plans], ['2.13', to.newNote()], ['2.14', to.plans], ['2.15', to.newNote()],
  ],
};

export const PRACTICES: Practice[] = WAYS.flatMap((way) => ROWS[way].map(([id, href]) => ({ id, way, href })));
