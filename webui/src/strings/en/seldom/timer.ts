/** The timer, and the lens of the day: what of them stands on Today and in a note. */
import { count, decimal } from '../../format';

export const timer = {
  timer: {
    title: 'Timer',
    kinds: { conference: 'Conference', table: 'Table visit', group: 'Group', writing: 'Writing time', pair: 'Partners' } as { [kind: string]: string },
    lengths: (soft: number, hard: number) => (soft === hard ? `${decimal(hard)} min` : `${decimal(soft)}–${decimal(hard)} min`),
    start: (lengths: string) => `Start the timer, ${lengths}`,
    phases: { going: 'Running', soft: 'Time to come to an end', hard: 'Time is over' } as { [phase: string]: string },
    ran: (n: number) => count(n, { one: '1 minute', other: `${n} minutes` }),
    stop: 'Stop',
    stopInto: (n: number) => count(n, { one: 'Stop: 1 minute into the note', other: `Stop: ${n} minutes into the note` }),
    put: (n: number) => count(n, { one: 'Put 1 minute into the note', other: `Put ${n} minutes into the note` }),
    write: 'Write the note',
    drop: 'Drop the timer',
  },
};
