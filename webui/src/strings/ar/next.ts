/** Whom to see next, and why, in Arabic. */
import { apart } from '../format';
import type { next as english } from '../en/next';

export const next: typeof english = {
  next: {
    title: 'من التالي؟',
    others: 'البقية',
    board: 'كل الطلبة: من شوهد ومن حان دوره',
    nobody: 'لا أحد ينتظر: شوهد كل الحاضرين اليوم.',
    why: {
      never: () => 'لا لقاء بعد',
      overdue: (day) => `تأخر الدور، كان موعده ${apart(day)}`,
      due: (day) => `حان الدور منذ ${apart(day)}`,
      soon: (day) => `الدور يوم ${apart(day)}`,
      away: (day) => `غياب يوم ${apart(day)}`,
      point: (day) => `نقطة تعليم مفتوحة منذ ${apart(day)}`,
      last: (day) => `آخر لقاء ${apart(day)}`,
    },
    dueToday: 'حان الدور اليوم',
    awayYesterday: 'غياب أمس',
  },
};
