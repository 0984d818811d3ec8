/** Where the app stands, kept in the fragment: it never reaches a server, and works without one. */
import { useLayoutEffect, useState } from 'preact/hooks';

export interface Route {
  parts: string[];
  query: URLSearchParams;
  visit: number; // grows with every move, so that a second new note is not taken for the first
}

export function parse(hash: string, visit: number): Route {
  const [path = '', query = ''] = hash.replace(/^#\/?/, '').split('?', 2);
  return { parts: path.split('/').filter(Boolean).map(decode), query: new URLSearchParams(query), visit };
}

function decode(part: string): string {
  try {
    return decodeURIComponent(part);
  } catch {
    return ''; // a damaged link leads to "not found", not to a broken app
  }
}

export const to = {
  today: '#/',
  todayBy: (order: string) => `#/?by=${order}`,
  students: '#/students',
  coverage: '#/coverage',
  practice: '#/practice',
  student: (id: string) => `#/student/${id}`,
  studentDetails: (id: string) => `#/student/${id}/details`,
  studentWork: (id: string) => `#/student/${id}/work`,
  changes: (id: string, from?: string, until?: string) => (from && until ? `#/student/${id}/changes?from=${from}&to=${until}` : `#/student/${id}/changes`),
  goals: (id: string) => `#/student/${id}/goals`,
  newNote: (students: string[] = []) => (students.length ? `#/note/new?students=${students.join(',')}` : '#/note/new'),
  note: (id: string) => `#/note/${id}`,
  versions: (id: string) => `#/note/${id}/versions`,
  questions: '#/questions',
  questionsAbout: (id: string) => `#/questions?about=${id}`,
  class: '#/class',
  list: '#/class/list',
  skills: '#/class/skills',
  prompts: '#/class/prompts',
  progressions: '#/class/progressions',
  plans: '#/class/plans',
  points: '#/class/points',
  plan: (id: string) => `#/class/plan/${id}`,
  teach: (source: 'plan' | 'next', id: string, students: string[] = []) => `#/note/new?type=conference&${source}=${id}&students=${students.join(',')}`,
  groups: '#/class/groups',
  newGroup: '#/class/group/new',
  group: (id: string) => `#/class/group/${id}`,
  lesson: '#/lesson',
  lessonOf: (id: string) => `#/lesson/${id}`,
  timers: '#/class/timers',
  checklists: '#/class/checklists',
  checklist: (id: string) => `#/checklist/${id}`,
  labels: '#/class/labels',
  slips: '#/class/slips',
  peers: '#/class/peers',
  newProgression: '#/class/progression/new',
  progression: (id: string) => `#/class/progression/${id}`,
  status: '#/class/status',
  pieces: '#/pieces',
  newPiece: (students: string[] = []) => (students.length ? `#/piece/new?students=${students.join(',')}` : '#/piece/new'),
  piece: (id: string) => `#/piece/${id}`,
  genres: '#/class/genres',
  assessments: '#/class/assessments',
  newAssessment: '#/assessment/new',
  assessment: (id: string) => `#/assessment/${id}`,
  support: '#/class/support',
  people: '#/class/people',
  log: '#/class/people/log',
  calendar: '#/class/calendar',
  day: '#/class/day',
  phone: '#/class/phone',
  search: (query = '') => (query.trim() ? `#/search?q=${encodeURIComponent(query)}` : '#/search'),
  settings: '#/class/settings',
  about: '#/class/about',
  practices: '#/class/about/practices',
};

/** Writes the address without leaving the screen, so that a reload finds the note that was just begun. */
export function note(hash: string): void {
  history.replaceState(history.state, '', hash);
}

/** How many of the app's own screens lie behind this one; kept in the history, so that a reload does not forget it. */
function depth(): number {
  const state: unknown = history.state;
  return typeof state === 'object' && state !== null && 'depth' in state && typeof state.depth === 'number' ? state.depth : 0;
}

/** Back to where she came from; a screen opened by a link has nothing of ours behind it and goes to its parent. */
export function back(parent: string): void {
  if (depth() > 0) history.back();
  else location.replace(parent);
}

export function useRoute(): Route {
  const [at, setAt] = useState({ hash: location.hash, visit: 0 });
  // At once, or a move between the first picture and a later moment would be missed.
  useLayoutEffect(() => {
    let behind = depth();
    const moved = () => {
      if (history.state === null) history.replaceState({ depth: behind + 1 }, '');
      behind = depth();
      setAt(({ visit }) => ({ hash: location.hash, visit: visit + 1 }));
    };
    addEventListener('hashchange', moved);
    return () => removeEventListener('hashchange', moved);
  }, []);
  return parse(at.hash, at.visit);
}
