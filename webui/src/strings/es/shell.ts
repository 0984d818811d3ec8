/** Spanish for schools in the Americas: usted, and words that fit a girl as well as a boy. */
import { count } from '../format';
import type { shell as english } from '../en/shell';

export const shell: typeof english = {
  app: 'Backtable',
  skipToContent: 'Ir al contenido',
  back: 'Atrás',
  done: 'Listo',
  close: 'Cerrar',
  undo: 'Deshacer',
  someone: 'Alguien',
  you: 'Usted',
  youInside: 'usted',
  noName: 'Todavía sin nombre',
  card: { noStudent: 'Todavía no se eligió estudiante', empty: 'Todavía sin palabras' },
  notThere: 'Esto no existía ese día, o no se puede ver en el pasado.',
  loading: 'Abriendo sus notas…',
  notFound: 'Esto no está en este teléfono. Puede que se haya eliminado o que todavía no haya llegado.',
  toToday: 'Ir a Hoy',
  wentWrong: 'Algo salió mal en este teléfono. Lo que guardó sigue aquí. Cierre la aplicación y vuelva a abrirla.',

  later: {
    missing: 'Esta parte de Backtable todavía no está en este teléfono.',
    missingHelp: 'Llega con la primera conexión. Conéctese y vuelva a abrir la aplicación; sus notas están a salvo.',
    again: 'Volver a abrir',
  },

  lens: {
    title: 'La mirada del día',
    choose: 'La lección de hoy',
    genre: 'Tipo de texto',
    timers: 'Cronómetros',
  },

  tabs: { label: 'Principal', today: 'Hoy', students: 'Estudiantes', questions: 'Preguntas', class: 'Clase' },

  state: {
    label: 'Dónde están sus notas',
    saved: 'Guardado en este teléfono',
    sharing: (n) => count(n, { one: 'Se está compartiendo 1 cambio', other: `Se están compartiendo ${n} cambios` }),
    photos: (n) => count(n, { one: '1 foto está en camino', other: `${n} fotos están en camino` }),
    shared: (when) => `Compartido con el equipo, ${when}`,
    notYetShared: 'Todavía sin compartir con el equipo',
    offline: 'Trabajando sin conexión',
    offlineUnsent: (n) => count(n, { one: '1 cambio guardado en este teléfono', other: `${n} cambios guardados en este teléfono` }),
    oldest: (when) => `, el más antiguo es de ${when}`,
    needLook: (n) => count(n, { one: '1 por revisar', other: `${n} por revisar` }),
    syncNow: 'Compartir ahora',
  },
  place: { private: 'Solo usted, en sus dispositivos', privatePhone: 'Solo usted, en este teléfono', phone: 'Guardado en este teléfono', sending: 'Compartiéndose', shared: 'Compartido con el equipo', refused: 'Sin compartir: hay que revisarlo' },

  today: {
    title: 'Hoy',
    note: 'Nota',
    writers: 'Estudiantes',
    search: 'Buscar',
    order: 'Orden',
    bySeen: 'Más tiempo sin ver',
    byName: 'Por nombre',
    noteAbout: (name) => `Nota sobre ${name}`,
    latest: 'Últimas notas',
    noNotes: 'Todavía no hay notas. Toque Nota cuando vea algo que valga la pena guardar.',
    noStudents: 'Su lista de clase está vacía.',
    noStudentsHelp: 'Pegue su lista una sola vez, y cada nota queda a dos toques. También puede escribir una nota ahora y agregar al estudiante después.',
    paste: 'Pegar una lista de clase',
    questions: (n) => count(n, { one: '1 pregunta espera respuesta', other: `${n} preguntas esperan respuesta` }),
    unfinished: (n) => count(n, { one: '1 nota por terminar', many: `${n} notas por terminar`, other: `${n} notas por terminar` }),
    unfinishedHelp: 'Apartadas o todavía sin estudiante',
  },
  seen: { never: 'Todavía sin nota', today: 'Visto hoy', yesterday: 'Visto ayer', days: (n) => count(n, { one: 'Visto hace 1 día', other: `Visto hace ${n} días` }) },

  types: {
    observation: 'Observación', conference: 'Conferencia', session: 'Sesión de grupo', student: 'Estudiante', skill: 'Habilidad', group: 'Grupo',
    person: 'Persona', classroom: 'Clase',
  },

  members: {
    student_said: 'En palabras del niño o la niña', suggestion: 'Sugerencia', tell: 'Decir', ask: 'Preguntar', ask_again: 'Otra pregunta',
    give: 'Dar', compliment: 'Elogio', teaching_point: 'Punto de enseñanza', next_step: 'Próximo paso',
  },

  choices: {
    not_yet: 'Todavía no', emerging: 'En proceso', secure: 'Logrado', got_it: 'Lo logró', almost: 'Casi',
  },
};
