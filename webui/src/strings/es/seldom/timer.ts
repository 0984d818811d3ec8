/** El cronómetro y la mirada del día: lo que de ellos aparece en Hoy y en una nota. */
import type { timer as english } from '../../en/seldom/timer';
import { count, decimal } from '../../format';

export const timer: typeof english = {
  timer: {
    title: 'Cronómetro',
    kinds: { conference: 'Conferencia', table: 'Visita a la mesa', group: 'Grupo', writing: 'Tiempo de escritura', pair: 'Parejas' },
    lengths: (soft, hard) => (soft === hard ? `${decimal(hard)} min` : `${decimal(soft)}–${decimal(hard)} min`),
    start: (lengths) => `Iniciar el cronómetro, ${lengths}`,
    phases: { going: 'En marcha', soft: 'Es hora de ir terminando', hard: 'Se acabó el tiempo' },
    ran: (n) => count(n, { one: '1 minuto', other: `${n} minutos` }),
    stop: 'Parar',
    stopInto: (n) => count(n, { one: 'Parar: 1 minuto a la nota', other: `Parar: ${n} minutos a la nota` }),
    put: (n) => count(n, { one: 'Poner 1 minuto en la nota', other: `Poner ${n} minutos en la nota` }),
    write: 'Escribir la nota',
    drop: 'Descartar el cronómetro',
  },
};
