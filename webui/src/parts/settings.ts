/** What this device alone remembers of its user: which class was open last, the language, the hand that holds it, a timer, a printer, and how long notes take. Nothing about anyone of the class. */

const NAMES = {
  class: 'backtable.class', // an opaque id
  language: 'backtable.language', hand: 'backtable.hand',
  entries: 'backtable.entries', // seconds
  labels: 'backtable.labels', nudge: 'backtable.nudge', // the sheets in use, and how the printer is off
  timer: 'backtable.timer', ends: 'backtable.ends', silent: 'backtable.silent', // the one that runs, the lengths chosen, no vibration
} as const;

export type Hand = 'left' | 'right';

export function setting(name: keyof typeof NAMES): string | null {
  try {
    return localStorage.getItem(NAMES[name]);
  } catch {
    return null; // storage is blocked: the browser's own language, and the right hand
  }
}

/** False: it could not be kept, and holds until the app is closed. */
export function keepSetting(name: keyof typeof NAMES, value: string): boolean {
  try {
    localStorage.setItem(NAMES[name], value);
    return true;
  } catch {
    return false;
  }
}

/** Where the main button stands, and with it what is under the thumb. */
export const hand = (): Hand => (setting('hand') === 'left' ? 'left' : 'right');

export function showHand(held = hand()): void {
  document.documentElement.dataset['hand'] = held;
}
