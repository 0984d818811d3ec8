/** The language of the app, and the hand that holds the phone. */
import type { settings as english } from '../../en/seldom/settings';

export const settings: typeof english = {
  settings: {
    title: 'Idioma y mano',
    help: 'Solo para este teléfono',
    language: 'Idioma de la aplicación',
    languageHelp: 'La aplicación se vuelve a abrir en ese idioma. Las notas y los nombres quedan como se escribieron.',
    hand: 'La mano que sostiene el teléfono',
    hands: { left: 'Izquierda', right: 'Derecha' },
    handHelp: 'El botón principal y los lápices quedan del lado de ese pulgar.',
    notKept: 'Este navegador no guarda ajustes. Vale hasta cerrar la aplicación.',
  },
};
