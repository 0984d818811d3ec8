/** Lessons, timers, checklists, labels, slips and partners. */
import type { lists as english } from '../../en/seldom/lists';

export const lists: typeof english = {
  lesson: {
    title: 'Lección',
    today: 'Lección de hoy',
    of: (day) => `Lección del ${day}`,
    help: 'La mirada del día: las notas nuevas empiezan con esta habilidad y este tipo de texto.',
    what: 'Qué se enseña',
    routine: 'Se enseñó una rutina',
    routineHelp: 'Como TAG o leerle a una pareja. Una rutina no es una mirada para las notas.',
    more: 'Rutina, minutos y día',
    during: 'Durante la lección',
    duringHelp: 'Un toque por estudiante; el mismo toque otra vez lo quita.',
    partOf: (name) => `Participación de ${name} en la lección`,
    short: { shares_readily: 'Comparte', holds_back: 'Se retrae', needs_daily: 'Ayuda diaria', not_transferring: 'No transfiere aún' },
    noted: 'Anotado.',
    makeGroup: 'Formar un grupo con estos',
    another: 'Otra lección',
    earlier: 'Lecciones anteriores',
    delete: 'Eliminar esta lección',
    deleted: 'Lección eliminada.',
    untouched: 'Elija una habilidad, o escriba qué se enseña',
    row: 'Lecciones y mirada del día',
    rowHelp: 'Qué se busca hoy en las notas, y cómo participa cada quien',
  },
  timers: {
    help: 'El cronómetro sigue mientras usted hace otras cosas, y también con la aplicación cerrada. Avisa cuando es hora de terminar, y nunca interrumpe.',
    soft: 'Ir terminando a los',
    hard: 'Terminar a los',
    starts: (kind) => `Iniciar: ${kind}`,
    oneAtATime: 'Funciona un cronómetro a la vez. Si inicia otro, toma su lugar.',
    silent: 'En silencio, sin vibración',
    rowHelp: 'Conferencia, mesa, grupo, tiempo de escritura, parejas',
  },
};
