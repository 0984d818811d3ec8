/** What is told on top of a screen, on the few days when there is something to tell. */
import { count } from '../../format';

export const told = {
  told: {
    signedOut: 'This phone is signed out. Nothing was deleted: your notes are here and can be exported. Ask the owner of the class for a new link.',
    joinAgain: 'Join again',
    refusedTitle: 'Kept on this phone, not shared',
    refusedHelp: 'The service could not take these. They are safe here: open one and change it, and it is sent again.',
    clock: (minutes: number) => count(minutes, { one: 'The clock of this phone is about a minute off. Notes show the wrong time; nothing is lost.', other: `The clock of this phone is about ${minutes} minutes off. Notes show the wrong time; nothing is lost.` }),
    update: 'A new version of Backtable is ready.',
    updateNow: 'Update now',
    notPersisted: 'This browser may clear notes that are not shared yet when space runs short. Install Backtable on the home screen, or share soon.',
    newer: 'Some records were written by a newer version. You can read them; update to change them.',
    damaged: (n: number) => count(n, { one: '1 record came damaged. It is kept as it came; show this to whoever looks after the class service.', other: `${n} records came damaged. They are kept as they came; show this to whoever looks after the class service.` }),
  },
};
