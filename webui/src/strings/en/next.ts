/** Whom to see next, and why: on Today, and where all are shown. */
export const next = {
  next: {
    title: 'Who next',
    others: 'Everyone else',
    board: 'All students: who was seen, who is due',
    nobody: 'Nobody is waiting: everyone here was seen today.',
    why: {
      never: () => 'Never seen',
      overdue: (day) => `Overdue, due since ${day}`,
      due: (day) => `Due since ${day}`,
      soon: (day) => `Due on ${day}`,
      away: (day) => `Absent on ${day}`,
      point: (day) => `Teaching point open since ${day}`,
      last: (day) => `Last seen ${day}`,
    } as { [why: string]: (day: string) => string },
    dueToday: 'Due today',
    awayYesterday: 'Absent yesterday',
  },
};
