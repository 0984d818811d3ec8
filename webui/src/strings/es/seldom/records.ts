/** What types, members and choices of records are called, beside those that the shell names. */
import type { records as english } from '../../en/seldom/records';

export const records: typeof english = {
  types: {
    assessment: 'Evaluación', checklist: 'Lista de verificación', goal: 'Meta', label_sheet: 'Hoja de etiquetas', lesson: 'Lección',
    peer_conference: 'Conferencia entre compañeros', piece: 'Texto', plan: 'Plan', progression: 'Progresión', prompt: 'Pregunta de apoyo',
    sample: 'Muestra de trabajo', session: 'Sesión de grupo', share: 'Puesta en común',
  },

  members: {
    on: 'Día', prompt: 'Consigna', phase: 'Antes o después de la unidad', genre: 'Tipo de texto', score: 'Puntaje', title: 'Título',
    objectives: 'Objetivos', text: 'Palabras', marks: 'Símbolos', states: 'Por objetivo', state: 'Símbolo',
    genres: 'Tipos de texto', cadence: 'Días de escritura entre contactos', week: 'Días de escritura de la semana', rhythm: 'Ritmo',
    rhythm_from: 'El ritmo se cuenta desde', terms: 'Periodos', holidays: 'Vacaciones', days_off: 'Días sin escritura', days_on: 'Días de escritura adicionales',
    conference_minutes: 'Minutos por conferencia', group_minutes: 'Minutos por grupo', group_size: 'Estudiantes por grupo', week_minutes: 'Minutos de conferencias por semana',
    lesson: 'Lección', piece: 'Texto', stage: 'Etapa', progression: 'Progresión', step: 'Paso', asked_by: 'Quién lo pidió',
    student_said: 'En palabras del estudiante', unfinished: 'Para terminar después', volume: 'Cuánto se escribió', volume_unit: 'Contado en',
    prompts: 'Preguntas hechas', transferable: 'Sirve en el próximo texto', plan: 'Plan', method: 'Cómo se mostró', template: 'Formato',
    outcome: 'Cómo le fue', status: '¿Se le quedó?', status_on: 'Respondido el', transfer: 'Con cuánta ayuda', context: 'Durante',
    session: 'Sesión de grupo', trait: 'Rasgo', suggestion: 'Sugerencia', suggestion_for: 'Sugerencia para', tell: 'Decir', ask: 'Preguntar', ask_again: 'Volver a preguntar',
    give: 'Dar', give_for: 'La idea serviría para', opened: 'Fijada el', review: 'Volver a mirar el', met: 'Lograda el', earlier: 'Participaciones anteriores',
    student: 'Estudiante', first: 'Primera etiqueta libre', notes: 'Notas', routine: 'Rutina', lens: 'Participación en la lección', container: 'Dónde está el papel',
    stages: 'Etapas hasta ahora', response_to: 'Respuesta a', reading_group: 'Grupo de lectura', finished: 'Terminado el', materials: 'Materiales',
    mentor_text: 'Texto mentor', mentor_place: 'Lugar en el texto', own_example: 'Ejemplo propio', band: 'Grados', steps: 'Pasos', photo: 'Foto', bytes: 'Tamaño',
    width: 'Ancho', height: 'Alto', note: 'Nota', exemplar: 'Se puede mostrar como modelo', group: 'Grupo', script: 'Pasos hechos', close: 'Cómo terminó',
    place: 'Dónde se reunió', led_by: 'Guiada por', absences: 'Días de ausencia', consent_photo: 'Se puede fotografiar su trabajo', consent_share: 'Se puede mostrar su trabajo como modelo',
    consent_until: 'Permiso hasta', support: 'Apoyo', level: 'Nivel',
  },

  choices: {
    on_demand: 'Escritura a pedido', baseline: 'Punto de partida', before: 'Antes', after: 'Después', struggling: 'Le cuesta', absent: 'Ausente',
    mon: 'Lunes', tue: 'Martes', wed: 'Miércoles', thu: 'Jueves', fri: 'Viernes', sat: 'Sábado', sun: 'Domingo',
    every_week: 'Cada semana', alternate_weeks: 'Una semana sí y otra no', ab_days: 'Días A y B',
    partner_feedback: 'Comentarios en pareja', partner_rehearsal: 'Ensayo oral en pareja',
    plan: 'Planear', draft: 'Borrador', revise: 'Revisar', edit: 'Corregir', publish: 'Publicar',
    student: 'El estudiante', teacher: 'El docente', words: 'Palabras', lines: 'Líneas', pages: 'Páginas',
    mentor_text: 'Texto mentor', teacher_text: 'Texto del docente', student_text: 'Texto de un estudiante', shared_writing: 'Escritura compartida', none: 'Sin modelo, solo acompañando',
    quick: 'Rápida', three_step: 'Tres pasos', compliment_teach: 'Elogio, enseñanza, próximo paso', tag: 'Decir, preguntar, dar', progression: 'Paso de una progresión',
    got_it: 'Lo logró', almost: 'Casi', open: 'Abierto', practising: 'En práctica', transferred: 'Transferido', dropped: 'Dejado',
    guided: 'Con guía', prompted: 'Con recordatorio', independent: 'Por su cuenta', group: 'En grupo',
    organization: 'Organización', voice: 'Voz', fluency: 'Fluidez de las oraciones', conventions: 'Convenciones', presentation: 'Presentación',
    add: 'Agregar', remove: 'Quitar', change: 'Cambiar',
    shares_readily: 'Comparte con facilidad', holds_back: 'Se retrae', needs_daily: 'Necesita ayuda diaria', not_transferring: 'Todavía no transfiere',
    notebook: 'Cuaderno', in_progress: 'En curso', finished: 'Terminado', response_journal: 'Diario de respuestas',
    k2: 'Kínder a 2.º grado', g35: '3.º a 5.º grado', g68: '6.º a 8.º grado', opener: 'Para empezar', research: 'Para indagar',
    strategy: 'Lección de estrategia', student_led: 'Guiada por estudiantes', shared: 'Escritura compartida', interactive: 'Escritura interactiva', reflection: 'Reflexión',
    compliment: 'Elogiar', connect: 'Conectar con lo visto en clase', name: 'Nombrar el punto', show: 'Mostrar', try: 'Probar', close: 'Cerrar',
    keep_writing: 'Seguir escribiendo', restate: 'Repetir el punto', most: 'Más apoyo', medium: 'Apoyo medio', least: 'Menos apoyo',
  },
};
