/** The language of the app, and the hand that holds the phone. */
import type { settings as english } from '../../en/seldom/settings';

export const settings: typeof english = {
  settings: {
    title: 'اللغة واليد',
    help: 'لهذا الهاتف وحده',
    language: 'لغة التطبيق',
    languageHelp: 'يُفتح التطبيق بها من جديد. تبقى الملاحظات والأسماء كما كُتبت.',
    hand: 'اليد التي تمسك الهاتف',
    hands: { left: 'اليسرى', right: 'اليمنى' },
    handHelp: 'يقف الزر الرئيسي والأقلام في جهة إبهامها.',
    notKept: 'هذا المتصفح لا يحفظ الإعدادات. يسري هذا حتى إغلاق التطبيق.',
  },
};
