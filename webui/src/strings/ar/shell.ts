/** Arabic, modern standard. Nouns of action instead of imperatives, so that it speaks to a woman as to a man; what is inserted is set apart (U+2068, U+2069). */
import { apart, count } from '../format';
import type { shell as english } from '../en/shell';

export const shell: typeof english = {
  app: 'Backtable',
  skipToContent: 'الانتقال إلى المحتوى',
  back: 'رجوع',
  done: 'تم',
  close: 'إغلاق',
  undo: 'تراجع',
  someone: 'شخص ما',
  you: 'أنت',
  youInside: 'أنت',
  noName: 'بلا اسم بعد',
  card: { noStudent: 'لم يُختر طالب بعد', empty: 'لا كلمات بعد' },
  notThere: 'لم يكن هذا موجودًا في ذلك اليوم، أو لا يمكن عرضه في الماضي.',
  loading: 'جارٍ فتح ملاحظاتك…',
  notFound: 'هذا ليس على هذا الهاتف. ربما حُذف، أو لم يصل بعد.',
  toToday: 'إلى شاشة اليوم',
  wentWrong: 'حدث خطأ على هذا الهاتف. ما حُفظ ما زال هنا. يُرجى إغلاق التطبيق وفتحه من جديد.',

  later: {
    missing: 'هذا الجزء من Backtable ليس على هذا الهاتف بعد.',
    missingHelp: 'يصل مع أول اتصال. يُرجى الاتصال بالشبكة وفتح التطبيق من جديد؛ ملاحظاتك في أمان.',
    again: 'فتحه من جديد',
  },

  lens: {
    title: 'تركيز اليوم',
    choose: 'درس اليوم',
    genre: 'نوع النص',
    timers: 'المؤقّتات',
  },

  tabs: { label: 'الرئيسية', today: 'اليوم', students: 'الطلبة', questions: 'الأسئلة', class: 'الصف' },

  state: {
    label: 'أين ملاحظاتك',
    saved: 'محفوظ على هذا الهاتف',
    sharing: (n) => count(n, { zero: 'لا تغييرات قيد المشاركة', one: 'تجري مشاركة تغيير واحد', two: 'تجري مشاركة تغييرين', few: `تجري مشاركة ${n} تغييرات`, many: `تجري مشاركة ${n} تغييرًا`, other: `تجري مشاركة ${n} تغيير` }),
    photos: (n) => count(n, { zero: 'لا صور في الطريق', one: 'صورة واحدة في الطريق', two: 'صورتان في الطريق', few: `${n} صور في الطريق`, many: `${n} صورة في الطريق`, other: `${n} صورة في الطريق` }),
    shared: (when) => `تمت المشاركة مع الفريق، ${apart(when)}`,
    notYetShared: 'لم يُشارَك مع الفريق بعد',
    offline: 'العمل جارٍ دون اتصال',
    offlineUnsent: (n) => count(n, { zero: 'لا تغييرات بانتظار المشاركة', one: 'تغيير واحد محفوظ على هذا الهاتف', two: 'تغييران محفوظان على هذا الهاتف', few: `${n} تغييرات محفوظة على هذا الهاتف`, many: `${n} تغييرًا محفوظًا على هذا الهاتف`, other: `${n} تغيير محفوظ على هذا الهاتف` }),
    oldest: (when) => `، أقدمها من ${apart(when)}`,
    needLook: (n) => count(n, { zero: 'لا شيء للمراجعة', one: 'واحد للمراجعة', two: 'اثنان للمراجعة', few: `${n} للمراجعة`, many: `${n} للمراجعة`, other: `${n} للمراجعة` }),
    syncNow: 'المشاركة الآن',
  },
  place: { private: 'أنت فقط، على أجهزتك', privatePhone: 'أنت فقط، على هذا الهاتف', phone: 'محفوظ على هذا الهاتف', sending: 'تجري مشاركته', shared: 'مشارَك مع الفريق', refused: 'غير مشارَك: للمراجعة' },

  today: {
    title: 'اليوم',
    note: 'ملاحظة',
    writers: 'الطلبة',
    search: 'البحث',
    order: 'الترتيب',
    bySeen: 'الأطول انتظارًا أولًا',
    byName: 'حسب الاسم',
    noteAbout: (name) => `ملاحظة عن ${apart(name)}`,
    latest: 'آخر الملاحظات',
    noNotes: 'لا ملاحظات بعد. زر «ملاحظة» لكل ما يستحق الحفظ.',
    noStudents: 'قائمة صفك فارغة.',
    noStudentsHelp: 'تُلصق قائمة الصف مرة واحدة، ثم تصير كل ملاحظة على بُعد لمستين. ويمكن كتابة ملاحظة الآن وإضافة الطالب لاحقًا.',
    paste: 'لصق قائمة الصف',
    questions: (n) => count(n, { zero: 'لا أسئلة بانتظار جواب', one: 'سؤال واحد ينتظر جوابًا', two: 'سؤالان ينتظران جوابًا', few: `${n} أسئلة تنتظر جوابًا`, many: `${n} سؤالًا ينتظر جوابًا`, other: `${n} سؤال ينتظر جوابًا` }),
    unfinished: (n) => count(n, { zero: 'لا ملاحظات للإكمال', one: 'ملاحظة واحدة للإكمال', two: 'ملاحظتان للإكمال', few: `${n} ملاحظات للإكمال`, many: `${n} ملاحظة للإكمال`, other: `${n} ملاحظة للإكمال` }),
    unfinishedHelp: 'وُضعت جانبًا، أو بلا طالب بعد',
  },
  seen: {
    never: 'لا ملاحظة بعد', today: 'آخر ملاحظة اليوم', yesterday: 'آخر ملاحظة أمس',
    days: (n) => count(n, { zero: 'آخر ملاحظة اليوم', one: 'آخر ملاحظة أمس', two: 'آخر ملاحظة قبل يومين', few: `آخر ملاحظة قبل ${n} أيام`, many: `آخر ملاحظة قبل ${n} يومًا`, other: `آخر ملاحظة قبل ${n} يوم` }),
  },

  types: {
    observation: 'مشاهدة', conference: 'لقاء', session: 'جلسة مجموعة', student: 'طالب', skill: 'مهارة', group: 'مجموعة', person: 'شخص',
    classroom: 'صف',
  },

  members: {
    student_said: 'بكلمات الطفل نفسه', suggestion: 'اقتراح', tell: 'قل', ask: 'اسأل', ask_again: 'سؤال آخر', give: 'أعطِ', compliment: 'الإشادة',
    teaching_point: 'نقطة التعليم', next_step: 'الخطوة التالية',
  },

  choices: {
    not_yet: 'ليس بعد', emerging: 'بدأ يظهر', secure: 'راسخ', got_it: 'أتقنه', almost: 'كاد',
  },
};
