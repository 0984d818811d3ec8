/** Lo que dicen varias de las pantallas posteriores. */
import { count } from '../../format';
import type { common as english } from '../../en/seldom/common';

export const common: typeof english = {
  tooLong: 'Esto es más de lo que un campo puede compartir. Cada palabra queda guardada en este teléfono: pase el final a otra nota.',
  install: { title: 'Primero, en un iPhone o iPad', help: 'Ponga Backtable en su pantalla de inicio antes de la primera nota: toque Compartir, luego «Agregar a inicio», y ábralo desde ahí. Las notas escritas en el navegador se quedan en el navegador.' },
  unknownMember: 'Otro dato',
  yes: 'Sí',
  no: 'No',
  seenThen: { never: 'Todavía sin nota', today: 'Visto ese día', yesterday: 'Visto el día anterior', days: (n) => count(n, { one: 'Visto 1 día antes', other: `Visto ${n} días antes` }) },
  more: 'Más',
  fewer: 'Menos',
  add: 'Agregar',
  save: 'Guardar',
  cancel: 'Cancelar',
};
