/**
 * What the frame, Today and a note say.
 *
 * No sentence stands in a screen. What counts or shows a date
 * is a function, because languages put numbers in different places. Names arrive as text here and are set apart from the
 * sentence (bidi isolation) where they are shown, so sentences that need a name inside are kept rare.
 */
import { count } from '../format';

export const shell = {
  app: 'Backtable',
  skipToContent: 'Skip to the content',
  back: 'Back',
  done: 'Done',
  close: 'Close',
  undo: 'Undo',
  someone: 'Someone',
  you: 'You',
  youInside: 'you', // within a sentence
  noName: 'No name yet',
  card: { noStudent: 'No student chosen yet', empty: 'No words yet' },
  notThere: 'This was not there on that day, or cannot be looked at in the past.',
  loading: 'Opening your notes…',
  notFound: 'This is not on this phone. It may have been deleted, or it has not arrived yet.',
  toToday: 'Go to Today',
  wentWrong: 'Something went wrong on this phone. What you saved is still here. Close the app and open it again.',

  later: {
    missing: 'This part of Backtable is not on this phone yet.',
    missingHelp: 'It comes with the first connection. Connect, and open the app again; your notes are safe.',
    again: 'Open it again',
  },

  lens: {
    title: 'Lens of the day',
    choose: 'Today’s lesson',
    genre: 'Kind of text',
    timers: 'Timers',
  },

  tabs: { label: 'Main', today: 'Today', students: 'Students', questions: 'Questions', class: 'Class' },

  state: {
    label: 'Where your notes are',
    saved: 'Saved on this phone',
    sharing: (n: number) => count(n, { one: '1 change is being shared', other: `${n} changes are being shared` }),
    photos: (n: number) => count(n, { one: '1 photo is on its way', other: `${n} photos are on their way` }),
    shared: (when: string) => `Shared with the team, ${when}`,
    notYetShared: 'Not shared with the team yet',
    offline: 'Working without a connection',
    offlineUnsent: (n: number) => count(n, { one: '1 change saved on this phone', other: `${n} changes saved on this phone` }),
    oldest: (when: string) => `, the oldest from ${when}`,
    needLook: (n: number) => count(n, { one: '1 needs a look', other: `${n} need a look` }),
    syncNow: 'Share now',
  },
  place: { private: 'Only you, on your devices', privatePhone: 'Only you, on this phone', phone: 'Saved on this phone', sending: 'Being shared', shared: 'Shared with the team', refused: 'Not shared: needs a look' },

  today: {
    title: 'Today',
    note: 'Note',
    writers: 'Students',
    search: 'Search',
    order: 'Order',
    bySeen: 'Longest ago first',
    byName: 'By name',
    noteAbout: (name: string) => `Note about ${name}`,
    latest: 'Latest notes',
    noNotes: 'No notes yet. Tap Note when you see something worth keeping.',
    noStudents: 'Your class list is empty.',
    noStudentsHelp: 'Paste your class list once, and every note is two taps away. You can also write a note now and add the child later.',
    paste: 'Paste a class list',
    questions: (n: number) => count(n, { one: '1 question waits for an answer', other: `${n} questions wait for an answer` }),
    unfinished: (n: number) => count(n, { one: '1 note to finish', other: `${n} notes to finish` }),
    unfinishedHelp: 'Put aside, or without a student yet',
  },
  seen: { never: 'No note yet', today: 'Seen today', yesterday: 'Seen yesterday', days: (n: number) => count(n, { one: 'Seen 1 day ago', other: `Seen ${n} days ago` }) },

  types: {
    observation: 'Observation', conference: 'Conference', session: 'Group session', student: 'Student', skill: 'Skill', group: 'Group',
    person: 'Person', classroom: 'Class',
  } as { [type: string]: string },

  members: {
    student_said: 'In the child’s own words', suggestion: 'Suggestion', tell: 'Tell', ask: 'Ask', ask_again: 'Ask again', give: 'Give',
    compliment: 'Compliment', teaching_point: 'Teaching point', next_step: 'Next step',
  } as { [member: string]: string },

  choices: {
    not_yet: 'Not yet', emerging: 'Emerging', secure: 'Secure', got_it: 'Got it', almost: 'Almost',
  } as { [choice: string]: string },
};
