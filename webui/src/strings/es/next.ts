/** A quién ver ahora, y por qué. */
import type { next as english } from '../en/next';

export const next: typeof english = {
  next: {
    title: 'Quién sigue',
    others: 'Los demás',
    board: 'Todos: a quién se vio y a quién le toca',
    nobody: 'Nadie espera: hoy se vio a todos los presentes.',
    why: {
      never: () => 'Nunca visto',
      overdue: (day) => `Atrasado, le tocaba el ${day}`,
      due: (day) => `Le toca desde el ${day}`,
      soon: (day) => `Le toca el ${day}`,
      away: (day) => `Faltó el ${day}`,
      point: (day) => `Punto de enseñanza abierto desde el ${day}`,
      last: (day) => `Visto por última vez el ${day}`,
    },
    dueToday: 'Le toca hoy',
    awayYesterday: 'Faltó ayer',
  },
};
