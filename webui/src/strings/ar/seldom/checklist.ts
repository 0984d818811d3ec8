/** الكتّاب حسب أهداف النص. */
import type { checklist as english } from '../../en/seldom/checklist';
import { count } from '../../format';

export const checklist: typeof english = {
  checklist: {
    all: 'قوائم الرصد',
    rowHelp: (n) => count(n, { zero: 'الأسماء حسب الأهداف، وX لمن يواجه صعوبة', one: 'قائمة واحدة', two: 'قائمتان', few: `${n} قوائم`, many: `${n} قائمة`, other: `${n} قائمة` }),
    help: 'الكتّاب حسب أهداف النص. X لمن يواجه صعوبة؛ وتكوين مجموعة منهم على بُعد لمستين.',
    none: 'لا قوائم رصد بعد. يمكن إعداد واحدة للنص الذي يعمل عليه الصف.',
    add: 'قائمة رصد جديدة',
    titleHint: 'النص أو الوحدة، مثل: تضييق القصة',
    untouched: 'القائمة تحتاج إلى عنوان',
    objective: 'هدف',
    objectives: (n) => count(n, { zero: 'بلا أهداف', one: 'هدف واحد', two: 'هدفان', few: `${n} أهداف`, many: `${n} هدفًا`, other: `${n} هدف` }),
    one: 'هدف واحد في كل مرة',
    tapHelp: 'لمس الاسم: X، ثم راسخ، ثم فارغ.',
    table: 'كل الأهداف',
    symbols: { struggling: 'X', secure: '✓', absent: '–' },
    blank: 'فارغ',
    counts: (x, secure) => `X: ${x} · راسخ: ${secure}`,
    makeGroup: (n) => count(n, { zero: 'لا أحد عليه X', one: 'تكوين مجموعة ممن عليه X', two: 'تكوين مجموعة من الاثنين اللذين عليهما X', few: `تكوين مجموعة من ${n} عليهم X`, many: `تكوين مجموعة من ${n} عليهم X`, other: `تكوين مجموعة من ${n} عليهم X` }),
    absent: 'الغائبون',
    absentHelp: 'تُملأ الخانات الفارغة للطالب ويبقى ما رُصد. واللمسة نفسها مرة أخرى تفرغها.',
    change: 'تغيير القائمة',
    noSkill: 'بلا مهارة',
    takeOut: 'إخراجه من القائمة',
    delete: 'حذف هذه القائمة',
    deleted: 'حُذفت القائمة.',
  },
};
