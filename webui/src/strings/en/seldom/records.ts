/** What types, members and choices of records are called, beside those that the shell names. */
export const records = {
  types: {
  } as { [type: string]: string },

  members: {
  } as { [member: string]: string },

  choices: {
  } as { [choice: string]: string },
};
