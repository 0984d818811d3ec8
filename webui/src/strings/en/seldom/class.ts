/** The class, and this phone. */
import { count } from '../../format';

export const ofClass = {
  class: {
    title: 'Class',
    name: 'Name of the class',
    list: 'Class list',
    listHelp: (n: number) => count(n, { one: '1 student', other: `${n} students` }),
    skills: 'Skills',
    skillsHelp: (n: number) => count(n, { one: '1 skill to note on', other: `${n} skills to note on` }),
    groups: 'Groups',
    groupsHelp: (n: number) => count(n, { one: '1 group', other: `${n} groups` }),
    people: 'People',
    peopleHelp: (n: number) => count(n, { one: '1 adult', other: `${n} adults` }),
    export: 'Export everything',
    exportHelp: 'One file with all that this phone holds, what is not shared yet first.',
    withPrivate: 'With my private notes',
    exported: 'The file is in your downloads.',
    about: 'About Backtable',
    aboutHelp: 'What it does, and where your notes are',
    day: 'The class on a day',
    dayHelp: 'As it stood then, to look at',
    switch: 'Switch class',
  },

  phone: { title: 'This phone', help: 'A passphrase, in case it is lost' },
};
