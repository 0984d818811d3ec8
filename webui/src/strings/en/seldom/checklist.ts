/** The writers by the objectives of a piece. */
import { count } from '../../format';

export const checklist = {
  checklist: {
    all: 'Checklists',
    rowHelp: (n: number) => (n ? count(n, { one: '1 checklist', other: `${n} checklists` }) : 'Names by objectives, X for who struggles'),
    help: 'The writers by the objectives of a piece. X is for who struggles; a group is two taps away.',
    none: 'No checklists yet. Make one for the piece the class is on.',
    add: 'New checklist',
    titleHint: 'The piece or unit, such as Narrowing a story',
    untouched: 'Give the checklist a title',
    objective: 'Objective',
    objectives: (n: number) => count(n, { one: '1 objective', other: `${n} objectives` }),
    one: 'One objective at a time',
    tapHelp: 'Tap a name: X, secure, blank.',
    table: 'All objectives',
    symbols: { struggling: 'X', secure: '✓', absent: '–' } as { [state: string]: string },
    blank: 'Blank',
    counts: (x: number, secure: number) => `X: ${x} · ${count(secure, { one: '1 secure', other: `${secure} secure` })}`,
    makeGroup: (n: number) => count(n, { one: 'Make a group of the 1 with X', other: `Make a group of the ${n} with X` }),
    absent: 'Who is absent',
    absentHelp: 'Fills the blanks of the child; what is marked stays. The same tap again empties them.',
    change: 'Change the checklist',
    noSkill: 'No skill',
    takeOut: 'Take it out',
    delete: 'Delete this checklist',
    deleted: 'Checklist deleted.',
  },
};
