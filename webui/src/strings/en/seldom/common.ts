/** What several of the later screens say. */
import { count } from '../../format';

export const common = {
  tooLong: 'This is more than one field can share. Every word is kept on this phone: move the end of it into another note.',
  install: { title: 'First, on an iPhone or iPad', help: 'Put Backtable on your home screen before your first note: tap Share, then "Add to Home Screen", and open it there. Notes written in the browser stay in the browser.' },
  unknownMember: 'Another detail',
  yes: 'Yes',
  no: 'No',
  seenThen: { never: 'No note yet', today: 'Seen that day', yesterday: 'Seen the day before', days: (n: number) => count(n, { one: 'Seen 1 day before', other: `Seen ${n} days before` }) },
  more: 'More',
  fewer: 'Fewer',
  add: 'Add',
  save: 'Save',
  cancel: 'Cancel',
};
