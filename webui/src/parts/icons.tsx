/** Line icons on a 24-unit grid, drawn here so that nothing is fetched. Decoration only: the words beside them carry the meaning. */
export const PATHS = {
  today: 'M4 6h16v14H4zM4 10h16M8 3v4M16 3v4',
  students: 'M9 11a3.5 3.5 0 1 0 0-7 3.5 3.5 0 0 0 0 7zM2.5 20c0-3.6 2.9-6 6.5-6s6.5 2.4 6.5 6M16 4.5a3.5 3.5 0 0 1 0 6.5M18 14.500c2.200.8 3.500 2.800 3.500 5.500',
  questions: 'M4 5h16v11H12l-5 4v-4H4zM9.800 9a2.200 2.200 0 1 1 3 2c-.6.300-.8.700-.8 1.200M12 14.200v.1',
  class: 'M3 5h18v12H3zM8 21l4-4 4 4M7 9h6M7 12.500h9',
  pen: 'M4 20l1-4.500L16.500 4 20 7.500 8.500 19zM14 6.500l3.500 3.500',
  back: 'M14.500 5l-7 7 7 7',
  next: 'M9.500 5l7 7-7 7',
  up: 'M5 14.500l7-7 7 7',
  down: 'M5 9.500l7 7 7-7',
  plus: 'M12 5v14M5 12h14',
  close: 'M6 6l12 12M18 6L6 18',
  check: 'M4.500 12.500l5 5 10-11',
  phone: 'M7.500 3h9v18h-9zM11 18h2',
  cloud: 'M7 18a4 4 0 0 1-.5-8A5.500 5.500 0 0 1 17 8.500 4.800 4.800 0 0 1 17 18zM9.500 13.500l2 2 3.500-4',
  offline: 'M3 3l18 18M7 18a4 4 0 0 1-.5-8M10 6.500A5.500 5.500 0 0 1 17 8.500 4.800 4.800 0 0 1 19.500 16.500',
  alert: 'M12 4l9 16H3zM12 10v4.500M12 17.200v.1',
  trash: 'M5 7h14M9 7V4h6v3M7 7l1 13h8l1-13',
  history: 'M4 12a8 8 0 1 0 2.500-5.800L4 8.500M4 4v4.500h4.500M12 8v4.500l3 2',
  search: 'M10.500 4a6.500 6.500 0 1 0 0 13 6.500 6.500 0 0 0 0-13zM15.500 15.500L20 20',
  share: 'M12 15V4M8 8l4-4 4 4M5 12v8h14v-8',
  later: 'M12 4a8 8 0 1 0 0 16 8 8 0 0 0 0-16zM12 8v4.500l3 2',
  not_yet: 'M12 4a8 8 0 1 0 0 16 8 8 0 0 0 0-16z',
  emerging: 'M12 4a8 8 0 1 0 0 16 8 8 0 0 0 0-16zM12 5v14',
  globe: 'M12 4a8 8 0 1 0 0 16 8 8 0 0 0 0-16zM4 12h16M12 4c-5 5-5 11 0 16M12 4c5 5 5 11 0 16',
  lock: 'M6 11h12v9H6zM8.500 11V8a3.500 3.500 0 0 1 7 0v3',
  camera: 'M4 8h4l1.500-2.500h5L16 8h4v11H4zM12 10a3.500 3.500 0 1 0 0 7 3.500 3.500 0 0 0 0-7z',
  timer: 'M12 6a7.500 7.500 0 1 0 0 15 7.500 7.500 0 0 0 0-15zM12 9.500v4l2.500 1.500M9.500 3h5',
  rest: 'M7 12h10',
  star: 'M12 4l2.400 5.200 5.600.600-4.200 3.800 1.200 5.600-5-2.900-5 2.900 1.200-5.600L4 9.800l5.600-.600z',
  away: 'M10 11a3.500 3.500 0 1 0 0-7 3.500 3.500 0 0 0 0 7zM3.500 20c0-3.600 2.900-6 6.500-6M15 15l5 5M20 15l-5 5',
  print: 'M7 8V3.500h10V8M7 17H4V8h16v9h-3M7 13.500h10v7H7z',
  secure: 'M12 4a8 8 0 1 0 0 16 8 8 0 0 0 0-16zM8.200 12.200l2.600 2.600 5-5.400',
} as const;

export type IconName = keyof typeof PATHS;

export function Icon({ name }: { name: IconName }) {
  // Arrows point the other way where reading does.
  const turns = name === 'back' || name === 'next' ? ' icon-turns' : '';
  return (
    <svg class={`icon${turns}`} viewBox="0 0 24 24" aria-hidden="true" focusable="false">
      <path d={PATHS[name]} />
    </svg>
  );
}
