/** Finding names and notes by words. */
import { count } from '../../format';
import type { search as english } from '../../en/seldom/search';

export const search: typeof english = {
  search: {
    title: 'البحث',
    what: 'كلمات أو أسماء',
    hint: 'يجب أن ترد كلها. لا أثر للتشكيل والهمزات والأحرف الكبيرة.',
    inNotes: 'البحث في الملاحظات',
    found: (n) => count(n, { zero: 'لا ملاحظات', one: 'ملاحظة واحدة', two: 'ملاحظتان', few: `${n} ملاحظات`, many: `${n} ملاحظة`, other: `${n} ملاحظة` }),
    looking: 'جارٍ البحث…',
    none: 'لا شيء يقول ذلك. يمكن تجربة كلمات أقل، أو بداية كلمة.',
  },
};
