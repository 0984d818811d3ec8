/** The texts that a note may hold, and how an outcome is drawn: what a card shows of any note, whatever form it was written in. */

/** In reading order; the child's own words before the rest. A test holds them to the fields of forms.ts. */
export const TEXTS: readonly string[] = [
  'compliment', 'teaching_point', 'next_step', 'suggestion', 'tell', 'ask', 'ask_again', 'give', 'student_said', 'words',
];

/** The shape and colour of an outcome are those of the mark that says as much: far, near, there. */
export const OUTCOME_MARKS: { readonly [outcome: string]: 'not_yet' | 'emerging' | 'secure' } = { not_yet: 'not_yet', almost: 'emerging', got_it: 'secure' };
