/** Who was seen and who is due, writing days, and one's own practice, in Arabic. */
import { apart, count } from '../../format';
import type { coverage as english } from '../../en/seldom/coverage';

const students = (n: number): string => count(n, { zero: 'لا طلبة', one: 'طالب واحد', two: 'طالبان', few: `${n} طلبة`, many: `${n} طالبًا`, other: `${n} طالب` });
const conferences = (n: number): string => count(n, { zero: 'لا محادثات', one: 'محادثة واحدة', two: 'محادثتان', few: `${n} محادثات`, many: `${n} محادثة`, other: `${n} محادثة` });
const groups = (n: number): string => count(n, { zero: 'لا مجموعات', one: 'مجموعة واحدة', two: 'مجموعتان', few: `${n} مجموعات`, many: `${n} مجموعة`, other: `${n} مجموعة` });
const contacts = (n: number): string => count(n, { zero: 'لا لقاءات', one: 'لقاء واحد', two: 'لقاءان', few: `${n} لقاءات`, many: `${n} لقاءً`, other: `${n} لقاء` });
const minutes = (n: number): string => count(n, { zero: 'لا دقائق', one: 'دقيقة واحدة', two: 'دقيقتان', few: `${n} دقائق`, many: `${n} دقيقة`, other: `${n} دقيقة` });
const adults = (n: number): string => count(n, { zero: 'لم يلتقِ به أحد', one: 'التقى به راشد واحد', two: 'التقى به راشدان', few: `التقى به ${n} راشدين`, many: `التقى به ${n} راشدًا`, other: `التقى به ${n} راشد` });
const notes = (n: number): string => count(n, { zero: 'لا ملاحظات', one: 'ملاحظة واحدة', two: 'ملاحظتان', few: `${n} ملاحظات`, many: `${n} ملاحظة`, other: `${n} ملاحظة` });
const writingDays = (n: number): string => count(n, { zero: 'لا أيام كتابة', one: 'يوم كتابة واحد', two: 'يوما كتابة', few: `${n} أيام كتابة`, many: `${n} يوم كتابة`, other: `${n} يوم كتابة` });

export const coverage: typeof english = {
  coverage: {
    title: 'من شوهد',
    row: 'من شوهد ومن حان دوره',
    states: { none: 'بلا وتيرة', never: 'لا لقاء بعد', calm: 'لم يحن الدور', soon: 'يوم الكتابة التالي', due: 'حان الدور', overdue: 'تأخر الدور' },
    show: 'عرض',
    filters: { all: 'الكل', due: 'حان دورهم', never: 'بلا طلب قط', only: 'عند الطلب فقط', share: 'بلا مشاركة', goal: 'حسب الهدف', by: 'حسب الراشد' },
    filtersHelp: {
      all: '', due: 'من حان يومهم، ومن لم يلتقِ بهم أحد بعد.',
      never: 'جرت لقاءات، لكن لم يكن أيٌّ منها بطلب منهم. بعض من يحتاج إلى العون لا يطلبه.',
      only: 'كل لقاء كان بطلب منهم. لم يأتِ إليهم أحد بعد.',
      share: 'الأقل مشاركة أمام الصف. زر النجمة لمن شارك اليوم.',
      goal: 'من لم ينظر أحد في هذا الهدف معهم.', by: 'من لم يلتقِ بهم هذا الراشد بعد.',
    },
    goals: 'الهدف',
    adults: 'الراشد',
    none: 'لا أحد هنا، وهذا خبر سار.',
    size: students,
    last: (day) => `آخر لقاء ${apart(day)}`,
    today: 'لقاء اليوم',
    week: (n) => `${contacts(n)} هذا الأسبوع`,
    shared: (day) => `آخر مشاركة ${apart(day)}`,
    neverShared: 'لا مشاركة بعد',
    nobodyOn: (n, goals) => `${adults(n)}، ولا أحد في ${apart(goals)}`,
    away: 'غياب اليوم',
    markAway: (name) => `غياب اليوم: ${apart(name)}`,
    markShared: (name) => `مشاركة اليوم: ${apart(name)}`,
    isAway: 'سُجّل الغياب اليوم.',
    isHere: 'أُلغي تسجيل الغياب.',
    isShared: 'سُجّلت المشاركة اليوم.',
    notShared: 'أُلغي تسجيل المشاركة.',
    cadence: 'وتيرة اللقاء بكل طالب',
    cadenceOwn: 'وتيرة اللقاء بهذا الطالب',
    cadenceOfClass: (often) => `كما في الصف: ${often}`,
    every: (n) => (n === 1 ? 'كل يوم كتابة' : `مرة كل ${writingDays(n)}`),
    noCadence: 'بلا وتيرة',
    absences: (n) => count(n, { zero: 'لا غياب حتى الآن', one: 'غياب يوم واحد حتى الآن', two: 'غياب يومين حتى الآن', few: `غياب ${n} أيام حتى الآن`, many: `غياب ${n} يومًا حتى الآن`, other: `غياب ${n} يوم حتى الآن` }),
  },

  pace: {
    title: 'وتيرة هذا الأسبوع',
    planned: 'المخطط',
    soFar: 'حتى الآن',
    plan: (time, single, small, seen) => `${minutes(time)}: ${conferences(single)}، أو ${groups(small)} فيها ${contacts(seen)}`,
    done: (time, single, small, seen) => `في ${minutes(time)}: ${conferences(single)}، ${groups(small)}، ${contacts(seen)}`,
    untimed: (n) => `${notes(n)} بلا دقائق`,
    seen: 'من شوهد هذا الأسبوع',
    seenOf: (once, twice, all) => `${once} من ${all}، منهم ${twice} مرتين أو أكثر`,
    round: 'هذه الجولة',
    left: (n) => `بقي ${students(n)}`,
    closes: (day) => `يكتمل اللقاء بالجميع في ${apart(day)}`,
    never: 'ينتهي التقويم قبل اللقاء بالجميع',
    takes: (days, weeks) => `${writingDays(days)} (${apart(weeks)} من الأسابيع)`,
    sources: { round: 'بوتيرة هذه الجولة', before: 'بوتيرة الجولة السابقة', plan: 'حسب الخطة' },
    change: 'تغيير الخطة',
  },

  calendar: {
    title: 'أيام الكتابة',
    row: 'أيام الكتابة والوتيرة',
    rowHelp: 'الفصول والعطل ووتيرة اللقاء بكل طالب',
    help: 'يُحسب الدور بأيام الكتابة. لا تُحسب العطل ولا أيام التوقف ولا أيام غياب الطالب.',
    week: 'أيام الأسبوع التي فيها كتابة',
    rhythm: 'التناوب',
    from: { alternate_weeks: 'يوم من أسبوع فيه كتابة', ab_days: 'يوم من أيام A' },
    days: 'الأسابيع القادمة',
    daysHelp: 'لمسة على يوم تحذفه أو تضيفه.',
    terms: 'الفصول الدراسية',
    termsHelp: 'بلا فصول تُحسب السنة كلها.',
    addTerm: 'إضافة فصل',
    holidays: 'العطل',
    addHoliday: 'إضافة عطلة',
    name: 'الاسم',
    first: 'اليوم الأول',
    last: 'اليوم الأخير',
    remove: (name) => `حذف ${apart(name)}`,
    removed: 'تم الحذف.',
    unnamed: 'بلا اسم',
    plan: 'الدقائق',
    planHelp: 'المأمول. تقارن الوتيرة بينه وبين ما جرى فعلًا.',
    untouched: 'يُحفظ كل تغيير فورًا',
  },

  practice: {
    title: 'ممارستي',
    row: 'ممارستي',
    rowHelp: 'لصاحب هذا الهاتف وحده',
    help: 'تُقرأ من الملاحظات والدروس الخاصة في الأسابيع الأربعة الأخيرة على هذا الهاتف. لا يرى هذه الصفحة أحد آخر.',
    balance: 'الصف كله، مجموعات صغيرة، فرديًا',
    parts: { whole: 'الصف كله', groups: 'مجموعات صغيرة', single: 'فرديًا' },
    part: (n, time) => `العدد ${n} · ${minutes(time)}`,
    share: (percent) => `${percent} %`,
    untimed: (n) => count(n, { zero: 'الدقائق معروفة كلها.', one: 'واحدة منها بلا دقائق، فالنسب تقريبية.', two: 'اثنتان منها بلا دقائق، فالنسب تقريبية.', few: `${n} منها بلا دقائق، فالنسب تقريبية.`, many: `${n} منها بلا دقائق، فالنسب تقريبية.`, other: `${n} منها بلا دقائق، فالنسب تقريبية.` }),
    feedback: 'كم مرة يسمع الطالب منك',
    perChild: (often) => `${apart(often)} مرة في الأسبوع وسطيًا`,
    said: 'ما قيل',
    compliments: (n) => `${notes(n)} فيها ثناء`,
    points: (n) => `${notes(n)} فيها نقطة تعليم`,
    answered: (n) => `سُئل مجددًا عن ${n} منها`,
    entry: 'التدوين',
    seconds: (n, of) => `نحو ${count(n, { zero: 'أقل من ثانية', one: 'ثانية واحدة', two: 'ثانيتين', few: `${n} ثوانٍ`, many: `${n} ثانية`, other: `${n} ثانية` })} غالبًا من فتح الملاحظة إلى «تم» (آخر ${of})`,
    noSeconds: 'ستظهر هنا ثواني الملاحظات القادمة. لا يُحفظ غير الثواني، وعلى هذا الهاتف فقط.',
    forget: 'محوها',
    forgotten: 'تم المحو.',
    none: 'لا ملاحظات لك في هذه الأسابيع الأربعة بعد.',
  },

  details: {
    grade: 'السنة الدراسية',
    consent: 'الموافقة',
    consentHelp: 'من دونها تبقى الكاميرا مغلقة لهذا الطالب.',
    photo: 'يجوز تصوير العمل',
    share: 'يجوز عرض العمل نموذجًا',
    until: 'آخر يوم للموافقة',
  },
};
