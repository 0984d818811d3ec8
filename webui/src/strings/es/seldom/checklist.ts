/** Los escritores por los objetivos de un texto. */
import type { checklist as english } from '../../en/seldom/checklist';
import { count } from '../../format';

export const checklist: typeof english = {
  checklist: {
    all: 'Listas de cotejo',
    rowHelp: (n) => (n ? count(n, { one: '1 lista de cotejo', other: `${n} listas de cotejo` }) : 'Nombres por objetivos, X para quien tiene dificultad'),
    help: 'Los escritores por los objetivos de un texto. La X es para quien tiene dificultad; un grupo está a dos toques.',
    none: 'Todavía no hay listas de cotejo. Haga una para el texto en que está la clase.',
    add: 'Nueva lista de cotejo',
    titleHint: 'El texto o la unidad, como Acotar una historia',
    untouched: 'Póngale un título a la lista',
    objective: 'Objetivo',
    objectives: (n) => count(n, { one: '1 objetivo', other: `${n} objetivos` }),
    one: 'Un objetivo a la vez',
    tapHelp: 'Toque un nombre: X, logrado, en blanco.',
    table: 'Todos los objetivos',
    symbols: { struggling: 'X', secure: '✓', absent: '–' },
    blank: 'En blanco',
    counts: (x, secure) => `X: ${x} · ${count(secure, { one: '1 logrado', other: `${secure} logrados` })}`,
    makeGroup: (n) => count(n, { one: 'Formar un grupo con el que tiene X', other: `Formar un grupo con los ${n} que tienen X` }),
    absent: 'Quién está ausente',
    absentHelp: 'Llena las casillas en blanco; lo marcado se queda. El mismo toque otra vez las vacía.',
    change: 'Cambiar la lista',
    noSkill: 'Sin habilidad',
    takeOut: 'Quitarlo',
    delete: 'Eliminar esta lista',
    deleted: 'Lista eliminada.',
  },
};
