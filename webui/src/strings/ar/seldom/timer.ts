/** المؤقّت وتركيز اليوم: ما يظهر منهما في «اليوم» وفي الملاحظة. */
import type { timer as english } from '../../en/seldom/timer';
import { apart, count, decimal } from '../../format';

const minutes = (n: number) => count(n, { zero: 'أقل من دقيقة', one: 'دقيقة واحدة', two: 'دقيقتان', few: `${n} دقائق`, many: `${n} دقيقة`, other: `${n} دقيقة` });

export const timer: typeof english = {
  timer: {
    title: 'المؤقّت',
    kinds: { conference: 'لقاء', table: 'جولة على طاولة', group: 'مجموعة', writing: 'وقت الكتابة', pair: 'زميلان' },
    lengths: (soft, hard) => (soft === hard ? `${decimal(hard)} د` : `${decimal(soft)}–${decimal(hard)} د`),
    start: (lengths) => `بدء المؤقّت، ${apart(lengths)}`,
    phases: { going: 'يعمل', soft: 'حان وقت الختام', hard: 'انتهى الوقت' },
    ran: minutes,
    stop: 'إيقاف',
    stopInto: (n) => `إيقاف وإضافة المدة إلى الملاحظة: ${minutes(n)}`,
    put: (n) => `إضافة المدة إلى الملاحظة: ${minutes(n)}`,
    write: 'كتابة الملاحظة',
    drop: 'تجاهل المؤقّت',
  },
};
