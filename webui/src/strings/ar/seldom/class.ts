/** الصف، وهذا الهاتف. */
import { count } from '../../format';
import type { ofClass as english } from '../../en/seldom/class';

export const ofClass: typeof english = {
  class: {
    title: 'الصف',
    name: 'اسم الصف',
    list: 'قائمة الصف',
    listHelp: (n) => count(n, { zero: 'لا طلبة', one: 'طالب واحد', two: 'طالبان', few: `${n} طلاب`, many: `${n} طالبًا`, other: `${n} طالب` }),
    skills: 'المهارات',
    skillsHelp: (n) => count(n, { zero: 'لا مهارات', one: 'مهارة واحدة للملاحظة', two: 'مهارتان للملاحظة', few: `${n} مهارات للملاحظة`, many: `${n} مهارة للملاحظة`, other: `${n} مهارة للملاحظة` }),
    groups: 'المجموعات',
    groupsHelp: (n) => count(n, { zero: 'لا مجموعات', one: 'مجموعة واحدة', two: 'مجموعتان', few: `${n} مجموعات`, many: `${n} مجموعة`, other: `${n} مجموعة` }),
    people: 'الأشخاص',
    peopleHelp: (n) => count(n, { zero: 'لا بالغين', one: 'شخص بالغ واحد', two: 'بالغان', few: `${n} بالغين`, many: `${n} بالغًا`, other: `${n} بالغ` }),
    export: 'تصدير كل شيء',
    exportHelp: 'ملف واحد بكل ما على هذا الهاتف، وأوله ما لم يُشارَك بعد.',
    withPrivate: 'مع ملاحظاتي الخاصة',
    exported: 'الملف في مجلد التنزيلات.',
    about: 'عن Backtable',
    aboutHelp: 'ماذا يفعل، وأين ملاحظاتك',
    day: 'الصف في يوم ما',
    dayHelp: 'كما كان حينها، للنظر فقط',
    switch: 'تبديل الصف',
  },

  phone: { title: 'هذا الهاتف', help: 'عبارة مرور، إن ضاع الهاتف' },
};
