/** Lo que se despliega bajo el formulario de una nota, los puntos de enseñanza y las preguntas de la clase. */
import { count } from '../../format';
import type { capture as english } from '../../en/seldom/capture';

export const capture: typeof english = {
  capture: {
    askedBy: 'Quién lo pidió',
    askedByNames: { student: 'El estudiante', teacher: 'Yo' },
    studentSaid: 'En palabras del niño o la niña',
    studentSaidHint: 'Qué ayuda, qué cuesta: tal como lo dijo',
    context: 'Cuándo fue',
    contextNames: { independent: 'Mientras todos escribían', group: 'Dentro de un grupo' },
    noPiece: 'Ningún texto',
    library: 'Enseñado antes',
    transferable: '¿Sirve también para el próximo texto?',
    prompts: 'Preguntas que se hicieron',
    editPrompts: 'Cambiar las preguntas',
    addPrompts: 'Agregar preguntas propias',
    about: (name) => `Solo sobre ${name}`,
    script: 'Lo que se hizo',
    scriptSteps: { compliment: 'Elogio', connect: 'Conexión', name: 'Nombrar el punto', show: 'Mostrar', try: 'Probar', close: 'Cierre' },
    keepPlan: 'Guardar como plan',
    planKept: 'Guardado. Está en Puntos de enseñanza.',
    noProgressions: 'Todavía no hay progresiones. Empiece con las nuestras o cree las suyas.',
    whichProgression: 'Elija una progresión',
  },

  plans: {
    title: 'Puntos de enseñanza',
    help: 'Lo que enseña una y otra vez, con lo que hace falta. Toque uno para enseñarlo ahora.',
    none: 'Todavía no hay nada. Lo que enseña en conferencias y grupos se reúne aquí solo; un plan agrega lo que debe tener a mano.',
    add: 'Plan nuevo',
    edit: 'Plan',
    ofSkill: 'Para la habilidad',
    allSkills: 'Todas las habilidades',
    times: (n) => count(n, { one: 'enseñado una vez', many: `enseñado ${n} veces`, other: `enseñado ${n} veces` }),
    never: 'aún no enseñado',
    teach: 'Enseñarlo ahora',
    retire: 'No ofrecerlo más',
    unretire: 'Ofrecerlo otra vez',
    missing: 'Escriba primero el punto de enseñanza.',
    open: 'Quién trabaja en qué',
    openHelp: 'Cada punto de enseñanza abierto y lo que está previsto después.',
    noOpen: 'No hay ningún punto de enseñanza abierto.',
    next: 'Previsto después',
    noNext: 'No hay nada previsto.',
    teachNext: 'Enseñar ahora este próximo paso',
    since: (when) => `desde ${when}`,
  },

  prompts: {
    title: 'Preguntas para hacer',
    help: 'Un toque en una nota dice que la hizo.',
    none: 'Todavía no hay preguntas. Escriba una que abra la charla o tome las nuestras.',
    add: 'Una pregunta',
    opener: 'Abre la charla',
    research: 'Averigua más',
    takeOurs: 'Agregar nuestras preguntas iniciales',
    used: (n, when) => count(n, { one: `hecha una vez, ${when}`, many: `hecha ${n} veces, la última ${when}`, other: `hecha ${n} veces, la última ${when}` }),
    unused: 'aún no hecha',
    retired: 'Ya no se ofrecen',
  },

  genres: {
    narrative: 'Narrativo', opinion: 'Opinión', information: 'Informativo', poetry: 'Poesía', letter: 'Carta', response: 'Respuesta a un texto', free: 'Escritura libre',
  },
};
