/** La clase y este teléfono. */
import { count } from '../../format';
import type { ofClass as english } from '../../en/seldom/class';

export const ofClass: typeof english = {
  class: {
    title: 'Clase',
    name: 'Nombre de la clase',
    list: 'Lista de clase',
    listHelp: (n) => count(n, { one: '1 estudiante', other: `${n} estudiantes` }),
    skills: 'Habilidades',
    skillsHelp: (n) => count(n, { one: '1 habilidad para anotar', other: `${n} habilidades para anotar` }),
    groups: 'Grupos',
    groupsHelp: (n) => count(n, { one: '1 grupo', other: `${n} grupos` }),
    people: 'Personas',
    peopleHelp: (n) => count(n, { one: '1 persona adulta', other: `${n} personas adultas` }),
    export: 'Exportar todo',
    exportHelp: 'Un archivo con todo lo que guarda este teléfono; primero, lo que todavía no se ha compartido.',
    withPrivate: 'Con mis notas privadas',
    exported: 'El archivo está en sus descargas.',
    about: 'Acerca de Backtable',
    aboutHelp: 'Qué hace y dónde están sus notas',
    day: 'La clase en un día',
    dayHelp: 'Como estaba entonces, para mirar',
    switch: 'Cambiar de clase',
  },

  phone: { title: 'Este teléfono', help: 'Una frase secreta, por si se pierde' },
};
