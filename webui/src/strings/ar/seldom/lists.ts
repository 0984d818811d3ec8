/** Lessons, timers, checklists, labels, slips and partners. */
import { apart } from '../../format';
import type { lists as english } from '../../en/seldom/lists';

export const lists: typeof english = {
  lesson: {
    title: 'درس',
    today: 'درس اليوم',
    of: (day) => `درس ${apart(day)}`,
    help: 'تركيز اليوم: تبدأ الملاحظات الجديدة بهذه المهارة وهذا النوع من النصوص.',
    what: 'ما يُعلَّم',
    routine: 'تم تعليم طريقة معتادة',
    routineHelp: 'مثل TAG أو القراءة لشريك. الطريقة المعتادة ليست تركيزًا للملاحظات.',
    more: 'الطريقة والدقائق واليوم',
    during: 'أثناء الدرس',
    duringHelp: 'لمسة واحدة لكل طالب؛ واللمسة نفسها مرة أخرى تلغيها.',
    partOf: (name) => `مشاركة ${apart(name)} في الدرس`,
    short: { shares_readily: 'يشارك', holds_back: 'يتردد', needs_daily: 'مساعدة يومية', not_transferring: 'لا ينقل بعد' },
    noted: 'تم تدوينه.',
    makeGroup: 'تكوين مجموعة من هؤلاء',
    another: 'درس آخر',
    earlier: 'دروس سابقة',
    delete: 'حذف هذا الدرس',
    deleted: 'حُذف الدرس.',
    untouched: 'اختيار مهارة، أو كتابة ما يُعلَّم',
    row: 'الدروس وتركيز اليوم',
    rowHelp: 'ما تنظر إليه الملاحظات اليوم، وكيف يشارك كل طالب',
  },
  timers: {
    help: 'يستمر المؤقّت أثناء عمل أشياء أخرى، وحتى والتطبيق مغلق. ينبّه عند حلول وقت الانتهاء، ولا يقاطع أبدًا.',
    soft: 'بدء الختام عند',
    hard: 'الانتهاء عند',
    starts: (kind) => `بدء: ${apart(kind)}`,
    oneAtATime: 'يعمل مؤقّت واحد في كل مرة. بدء آخر يحل محله.',
    silent: 'صامت، بلا اهتزاز',
    rowHelp: 'لقاء، طاولة، مجموعة، وقت كتابة، شريكان',
  },
};
