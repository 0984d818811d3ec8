/** Finding names and notes by words. */
import { count } from '../../format';
import type { search as english } from '../../en/seldom/search';

export const search: typeof english = {
  search: {
    title: 'Buscar',
    what: 'Palabras o nombres',
    hint: 'Tienen que aparecer todas. Los acentos y las mayúsculas no importan.',
    inNotes: 'Buscar en las notas',
    found: (n) => count(n, { one: '1 nota', other: `${n} notas` }),
    looking: 'Buscando…',
    none: 'Nada dice eso. Pruebe con menos palabras, o con el principio de una.',
  },
};
