/** Lo que se dice arriba de una pantalla, los pocos días en que hay algo que decir. */
import { count } from '../../format';
import type { told as english } from '../../en/seldom/told';

export const told: typeof english = {
  told: {
    signedOut: 'Este teléfono ya no tiene acceso. No se eliminó nada: sus notas están aquí y se pueden exportar. Pida un nuevo enlace a quien dirige la clase.',
    joinAgain: 'Volver a entrar',
    refusedTitle: 'Guardado en este teléfono, sin compartir',
    refusedHelp: 'El servicio no pudo recibir esto. Aquí está a salvo: abra uno, cámbielo, y se envía de nuevo.',
    clock: (minutes) => count(minutes, { one: 'El reloj de este teléfono está desajustado por cerca de un minuto. Las notas muestran una hora equivocada; no se pierde nada.', other: `El reloj de este teléfono está desajustado por unos ${minutes} minutos. Las notas muestran una hora equivocada; no se pierde nada.` }),
    update: 'Hay una nueva versión de Backtable.',
    updateNow: 'Actualizar ahora',
    notPersisted: 'Si falta espacio, este navegador podría borrar notas que todavía no se han compartido. Instale Backtable en la pantalla de inicio, o compártalas pronto.',
    newer: 'Algunos registros se escribieron con una versión más nueva. Puede leerlos; actualice para cambiarlos.',
    damaged: (n) => count(n, { one: '1 registro llegó dañado. Se guarda tal como llegó; muestre esto a quien cuida el servicio de la clase.', other: `${n} registros llegaron dañados. Se guardan tal como llegaron; muestre esto a quien cuida el servicio de la clase.` }),
  },
};
