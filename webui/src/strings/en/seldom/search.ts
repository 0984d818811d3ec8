/** Finding names and notes by words. */
import { count } from '../../format';

export const search = {
  search: {
    title: 'Search',
    what: 'Words or names',
    hint: 'All of them have to occur. Accents and capitals do not matter.',
    inNotes: 'Search the notes',
    found: (n: number) => count(n, { one: '1 note', other: `${n} notes` }),
    looking: 'Looking…',
    none: 'Nothing says that. Try fewer words, or the beginning of one.',
  },
};
