/** What types, members and choices of records are called, beside those that the shell names. */
import type { records as english } from '../../en/seldom/records';

export const records: typeof english = {
  types: {
    assessment: 'تقييم', checklist: 'قائمة تحقق', goal: 'هدف', label_sheet: 'ورقة ملصقات', lesson: 'درس',
    peer_conference: 'لقاء بين الطلبة', piece: 'نص', plan: 'خطة', progression: 'تدرّج', prompt: 'سؤال توجيهي',
    sample: 'عيّنة عمل', session: 'جلسة مجموعة', share: 'عرض أمام الصف',
  },

  members: {
    on: 'اليوم', prompt: 'المهمة', phase: 'قبل الوحدة أو بعدها', genre: 'نوع النص', score: 'الدرجة', title: 'العنوان',
    objectives: 'الأهداف', text: 'الكلمات', marks: 'الرموز', states: 'حسب الهدف', state: 'الرمز',
    genres: 'أنواع النصوص', cadence: 'أيام الكتابة بين لقاء ولقاء', week: 'أيام الكتابة في الأسبوع', rhythm: 'الإيقاع',
    rhythm_from: 'بداية حساب الإيقاع', terms: 'الفصول الدراسية', holidays: 'العطل', days_off: 'أيام بلا كتابة', days_on: 'أيام كتابة إضافية',
    conference_minutes: 'دقائق اللقاء', group_minutes: 'دقائق المجموعة', group_size: 'عدد طلبة المجموعة', week_minutes: 'دقائق اللقاءات في الأسبوع',
    lesson: 'الدرس', piece: 'النص', stage: 'المرحلة', progression: 'التدرّج', step: 'الخطوة', asked_by: 'بطلب من',
    student_said: 'بكلمات الطالب نفسه', unfinished: 'للإكمال لاحقًا', volume: 'مقدار ما كُتب', volume_unit: 'وحدة العد',
    prompts: 'الأسئلة المطروحة', transferable: 'يصلح للنص القادم', plan: 'الخطة', method: 'طريقة العرض', template: 'النموذج',
    outcome: 'كيف سار الأمر', status: 'هل ترسّخ؟', status_on: 'يوم الجواب', transfer: 'بأي قدر من المساعدة', context: 'أثناء',
    session: 'جلسة المجموعة', trait: 'السمة', suggestion: 'اقتراح', suggestion_for: 'الاقتراح لأجل', tell: 'قول', ask: 'سؤال', ask_again: 'سؤال ثانٍ',
    give: 'اقتراح فكرة', give_for: 'أثر الفكرة في النص', opened: 'وُضع في', review: 'إعادة النظر في', met: 'تحقق في', earlier: 'عضويات سابقة',
    student: 'الطالب', first: 'أول ملصق فارغ', notes: 'الملاحظات', routine: 'الطريقة المعتادة', lens: 'المشاركة في الدرس', container: 'مكان الورقة',
    stages: 'المراحل حتى الآن', response_to: 'استجابة لـ', reading_group: 'مجموعة القراءة', finished: 'اكتمل في', materials: 'المواد',
    mentor_text: 'النص النموذج', mentor_place: 'الموضع فيه', own_example: 'مثال شخصي', band: 'الصفوف', steps: 'الخطوات', photo: 'الصورة', bytes: 'الحجم',
    width: 'العرض', height: 'الارتفاع', note: 'الملاحظة', exemplar: 'يجوز عرضها نموذجًا', group: 'المجموعة', script: 'الخطوات المنجزة', close: 'كيف انتهت',
    place: 'مكان الاجتماع', led_by: 'بقيادة', absences: 'أيام الغياب', consent_photo: 'يجوز تصوير عمله', consent_share: 'يجوز عرض عمله نموذجًا',
    consent_until: 'الموافقة حتى', support: 'الدعم', level: 'المستوى',
  },

  choices: {
    on_demand: 'كتابة عند الطلب', baseline: 'خط الأساس', before: 'قبل', after: 'بعد', struggling: 'يواجه صعوبة', absent: 'غائب',
    mon: 'الاثنين', tue: 'الثلاثاء', wed: 'الأربعاء', thu: 'الخميس', fri: 'الجمعة', sat: 'السبت', sun: 'الأحد',
    every_week: 'كل أسبوع', alternate_weeks: 'أسبوع بعد أسبوع', ab_days: 'أيام أ وأيام ب',
    partner_feedback: 'ملاحظات بين شريكين', partner_rehearsal: 'تدرّب شفوي مع شريك',
    plan: 'تخطيط', draft: 'مسودة', revise: 'مراجعة', edit: 'تصحيح', publish: 'نشر',
    student: 'الطالب', teacher: 'المعلّم', words: 'كلمات', lines: 'أسطر', pages: 'صفحات',
    mentor_text: 'نص نموذج', teacher_text: 'نص المعلّم', student_text: 'نص طالب', shared_writing: 'كتابة مشتركة', none: 'بلا نموذج، توجيه فقط',
    quick: 'سريعة', three_step: 'ثلاث خطوات', compliment_teach: 'إشادة ثم تعليم ثم الخطوة التالية', tag: 'قول، سؤال، اقتراح', progression: 'خطوة من تدرّج',
    got_it: 'أتقن', almost: 'كاد يتقن', open: 'مفتوح', practising: 'قيد التدرّب', transferred: 'انتقل إلى كتابته', dropped: 'متروك',
    guided: 'بتوجيه', prompted: 'بتذكير', independent: 'باستقلال', group: 'ضمن مجموعة',
    organization: 'التنظيم', voice: 'الصوت', fluency: 'سلاسة الجمل', conventions: 'قواعد الكتابة', presentation: 'العرض',
    add: 'إضافة', remove: 'حذف', change: 'تغيير',
    shares_readily: 'يشارك بسهولة', holds_back: 'يتردد', needs_daily: 'يحتاج مساعدة يومية', not_transferring: 'لا ينقل ما تعلّمه بعد',
    notebook: 'الدفتر', in_progress: 'قيد العمل', finished: 'مكتمل', response_journal: 'يوميات الاستجابة',
    k2: 'من الروضة إلى الصف الثاني', g35: 'من الصف الثالث إلى الخامس', g68: 'من الصف السادس إلى الثامن', opener: 'سؤال افتتاحي', research: 'سؤال استكشافي',
    strategy: 'درس استراتيجية', student_led: 'بقيادة الطلبة', shared: 'كتابة مشتركة', interactive: 'كتابة تفاعلية', reflection: 'تأمّل',
    compliment: 'الإشادة', connect: 'الربط بعمل الصف', name: 'تسمية النقطة', show: 'العرض', try: 'التجربة', close: 'الختام',
    keep_writing: 'متابعة الكتابة', restate: 'إعادة قول النقطة', most: 'أكثر دعم', medium: 'دعم متوسط', least: 'أقل دعم',
  },
};
