/** ما ينطوي خلف نموذج الملاحظة، ونقاط التعليم، وأسئلة الصف. */
import { count } from '../../format';
import type { capture as english } from '../../en/seldom/capture';

export const capture: typeof english = {
  capture: {
    askedBy: 'من طلب ذلك',
    askedByNames: { student: 'الطالب', teacher: 'أنا' },
    studentSaid: 'بكلمات الطفل نفسه',
    studentSaidHint: 'ما الذي يساعد وما الذي يصعب، كما قاله الطفل',
    context: 'متى جرى',
    contextNames: { independent: 'بينما كان الجميع يكتبون', group: 'داخل مجموعة' },
    noPiece: 'بلا نص',
    library: 'دُرّس من قبل',
    transferable: 'هل يصلح للنص القادم أيضًا؟',
    prompts: 'الأسئلة التي طُرحت',
    editPrompts: 'تعديل الأسئلة',
    addPrompts: 'إضافة أسئلة خاصة بك',
    about: (name) => `عن ${name} وحده`,
    script: 'ما تم فعله',
    scriptSteps: { compliment: 'ثناء', connect: 'ربط', name: 'تسمية النقطة', show: 'عرض', try: 'تجربة', close: 'ختام' },
    keepPlan: 'حفظ كخطة',
    planKept: 'حُفظت. تجدها في نقاط التعليم.',
    noProgressions: 'لا توجد تدرّجات بعد. ابدأ من تدرّجاتنا أو أنشئ تدرّجاتك.',
    whichProgression: 'اختر تدرّجًا',
  },

  plans: {
    title: 'نقاط التعليم',
    help: 'ما تدرّسه مرة بعد مرة مع ما يلزمه. المس واحدة لتدرّسها الآن.',
    none: 'لا شيء هنا بعد. ما تدرّسه في اللقاءات والمجموعات يتجمع هنا وحده، والخطة تضيف ما يجب أن يكون في متناولك.',
    add: 'خطة جديدة',
    edit: 'خطة',
    ofSkill: 'للمهارة',
    allSkills: 'كل المهارات',
    times: (n) => count(n, { zero: 'لم تُدرّس', one: 'دُرّست مرة واحدة', two: 'دُرّست مرتين', few: `دُرّست ${n} مرات`, many: `دُرّست ${n} مرة`, other: `دُرّست ${n} مرة` }),
    never: 'لم تُدرّس بعد',
    teach: 'تدريسها الآن',
    retire: 'عدم عرضها بعد الآن',
    unretire: 'عرضها من جديد',
    missing: 'اكتب نقطة التعليم أولًا.',
    open: 'من يعمل على ماذا',
    openHelp: 'كل نقطة تعليم مفتوحة، وما هو مخطط بعدها.',
    noOpen: 'لا توجد نقطة تعليم مفتوحة.',
    next: 'المخطط بعد ذلك',
    noNext: 'لا شيء مخطط.',
    teachNext: 'تدريس هذه الخطوة التالية الآن',
    since: (when) => `منذ ${when}`,
  },

  prompts: {
    title: 'أسئلة للطرح',
    help: 'لمسة واحدة في الملاحظة تقول إنك طرحته.',
    none: 'لا توجد أسئلة بعد. اكتب سؤالًا يفتح الحديث أو خذ أسئلتنا.',
    add: 'سؤال',
    opener: 'يفتح الحديث',
    research: 'يكشف المزيد',
    takeOurs: 'إضافة أسئلتنا الافتتاحية',
    used: (n, when) => count(n, { zero: 'لم يُطرح', one: `طُرح مرة واحدة، ${when}`, two: `طُرح مرتين، آخرها ${when}`, few: `طُرح ${n} مرات، آخرها ${when}`, many: `طُرح ${n} مرة، آخرها ${when}`, other: `طُرح ${n} مرة، آخرها ${when}` }),
    unused: 'لم يُطرح بعد',
    retired: 'لم تعد معروضة',
  },

  genres: {
    narrative: 'سردي', opinion: 'رأي', information: 'معلوماتي', poetry: 'شعر', letter: 'رسالة', response: 'استجابة لنص', free: 'كتابة حرة',
  },
};
