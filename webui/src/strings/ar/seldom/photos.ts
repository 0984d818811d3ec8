/** Photos of the work: taking, looking at, and whether they may be taken. */
import { count } from '../../format';

export const photos = {
  photos: {
    title: 'صور العمل',
    take: 'صورة للعمل',
    notFaces: 'صوّر العمل لا الوجوه.',
    making: 'يجري تصغير الصورة. واصل الكتابة.',
    kept: 'حُفظت الصورة.',
    removed: 'أُزيلت الصورة.',
    remove: 'إزالة هذه الصورة',
    caption: 'ما الذي تُظهره',
    model: 'يجوز عرضها نموذجًا',
    noModel: (names: string) => `لا تُعرض نموذجًا: كان الجواب عن عرض عمل ${names} بالرفض، أو انتهت مدته.`,
    refused: (names: string) => `لا صورة هنا: كان الجواب عن تصوير عمل ${names} بالرفض.`,
    over: (names: string) => `لا صورة هنا: انتهت مدة الموافقة الخاصة بـ ${names}.`,
    change: (name: string) => `الموافقة في بيانات ${name}`,
    of: (names: string, day: string) => `عمل ${names}، ${day}`,
    ofDay: (day: string) => `عمل يوم ${day}`,
    open: (what: string) => `عرض الصورة: ${what}`,
    all: (n: number) => count(n, { zero: 'لا صور', one: 'عرض الصورة الوحيدة', two: 'عرض الصورتين', few: `عرض كل الصور وعددها ${n}`, many: `عرض كل الصور وعددها ${n}`, other: `عرض كل الصور وعددها ${n}` }),
    places: { phone: 'محفوظة على هذا الهاتف', shared: 'مشتركة مع الفريق', refused: 'لم تقبلها الخدمة', away: 'محفوظة لدى الخدمة' },
    coming: 'تظهر الصورة عند توفر الاتصال.',
    errors: {
      no_picture: 'هذه ليست صورة يمكن قراءتها هنا. التقط الصورة مرة أخرى.',
      no_photos: 'وصلت هذه الصفحة بدون اتصال آمن، ولا يمكن حفظ الصور فيها. افتح التطبيق من عنوانه الآمن.',
      unknown_photo: 'لم تصل هذه الصورة إلى الخدمة بعد. تأتي من الهاتف الذي التقطها.',
    } as { [code: string]: string },
  },
};
