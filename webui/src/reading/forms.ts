/**
 * The forms a note is written in: which fields each template shows, in which order, and what a kind of talk begins with.
 * Tables alone; a new form is a row (practices 0.26, 0.29, 1.4, 2.12-2.14).
 */
import { textOf, type Members, type NoteType } from '../parts/records';

/** A field of words, or a row of choices that belongs to the words above it. */
export interface Field { member: string; max: number; choices?: readonly string[] }

const words = (member: string, max = 8000): Field => ({ member, max });
const chips = (member: string, choices: readonly string[]): Field => ({ member, max: 0, choices });

export const TRAITS = ['ideas', 'organization', 'voice', 'word_choice', 'fluency', 'conventions', 'presentation'];

/** `quick`: words alone, which every form ends with. */
export const TEMPLATES: { readonly [template: string]: readonly Field[] } = {
  quick: [],
  compliment_teach: [words('compliment'), words('teaching_point'), words('next_step')],
  three_step: [words('compliment'), chips('trait', TRAITS), words('suggestion'), chips('suggestion_for', ['revise', 'edit']), words('next_step')],
  tag: [words('tell'), words('ask', 4000), words('ask_again', 4000), words('give'), chips('give_for', ['add', 'remove', 'change'])],
  progression: [words('compliment'), words('teaching_point'), words('next_step')],
};
export const TEMPLATE_NAMES = ['quick', 'compliment_teach', 'three_step', 'tag', 'progression'] as const;

export const ALL_FIELDS: readonly Field[] = Object.values(TEMPLATES).flat().filter((field, at, all) => all.findIndex(({ member }) => member === field.member) === at);

export const templateOf = (type: string, note: Members): string => {
  const chosen = textOf(note['template']);
  if (type === 'observation') return 'quick';
  return chosen in TEMPLATES ? chosen : 'compliment_teach';
};

/** The fields to show: those of the form, and every other that says something, for nothing written is hidden by a change of form. */
export function fieldsOf(type: string, note: Members): readonly Field[] {
  const own = TEMPLATES[templateOf(type, note)] ?? [];
  const more = ALL_FIELDS.filter((field) => !own.includes(field) && !own.some(({ member }) => member === field.member) && textOf(note[field.member]) !== '');
  return [...own, ...more];
}

/** What a kind of talk begins with. `minutes`: planned, from practices section 3 (field numbers). */
export interface Kind { type: NoteType; template: string; minutes: number }

/** The lesson types of practices 1.4; what the class calls them is in the words. */
export const KINDS: { readonly [kind: string]: Kind } = {
  coaching: { type: 'conference', template: 'compliment_teach', minutes: 5 },
  goal_setting: { type: 'conference', template: 'progression', minutes: 7 },
  inquiry: { type: 'conference', template: 'quick', minutes: 7 },
  partner_feedback: { type: 'conference', template: 'tag', minutes: 5 },
  partner_rehearsal: { type: 'conference', template: 'quick', minutes: 5 },
};
export const SESSION_KINDS: { readonly [kind: string]: Kind } = {
  table: { type: 'session', template: 'quick', minutes: 4 },
  strategy: { type: 'session', template: 'compliment_teach', minutes: 10 },
  student_led: { type: 'session', template: 'compliment_teach', minutes: 10 },
  guided: { type: 'session', template: 'compliment_teach', minutes: 10 },
  shared: { type: 'session', template: 'quick', minutes: 10 },
  interactive: { type: 'session', template: 'quick', minutes: 10 },
  inquiry: { type: 'session', template: 'quick', minutes: 10 },
  reflection: { type: 'session', template: 'quick', minutes: 10 },
  intervention: { type: 'session', template: 'compliment_teach', minutes: 10 },
};

export const kindsOf = (type: string): { readonly [kind: string]: Kind } => (type === 'session' ? SESSION_KINDS : type === 'conference' ? KINDS : {});

export const OUTCOMES = ['got_it', 'almost', 'not_yet'] as const;
export const SOURCES = ['observed', 'talked', 'read'] as const;
export const STAGES = ['plan', 'draft', 'revise', 'edit', 'publish'] as const;
export const METHODS = ['mentor_text', 'teacher_text', 'student_text', 'shared_writing', 'none'] as const;
export const SCRIPT = ['compliment', 'connect', 'name', 'show', 'try', 'close'] as const;
