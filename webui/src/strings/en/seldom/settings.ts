/** The language of the app, and the hand that holds the phone. */
export const settings = {
  settings: {
    title: 'Language and hand',
    help: 'For this phone alone',
    language: 'Language of the app',
    languageHelp: 'The app opens again in it. Notes and names stay as they were written.',
    hand: 'The hand that holds the phone',
    hands: { left: 'Left', right: 'Right' },
    handHelp: 'The main button and the pens stand on the side of its thumb.',
    notKept: 'This browser keeps no settings. It holds until the app is closed.',
  },
};
