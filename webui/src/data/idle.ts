/**
 * Locks a phone that nobody touches. A form that somebody has written in is waited for as long as it can be seen: a teacher who
 * listens is not idle. Out of view it is saved, and the lock comes; opening it leads back to the same note.
 */
import type { Vault } from './vault';

const LOOK_EVERY_MS = 5_000;
const MINUTE_MS = 60_000;
const TOUCHES = ['pointerdown', 'keydown', 'input', 'wheel'] as const;

export function watchIdle(vault: Vault): void {
  let touchedMs = Date.now();
  let isLocking = false;
  const touched = () => { touchedMs = Date.now(); };

  async function look(waits: boolean): Promise<void> {
    const { isSet, locked, minutes } = vault.state();
    // A clock that was set back counts as time gone by: too early is better than never.
    if (!isSet || locked || isLocking || Math.abs(Date.now() - touchedMs) < minutes * MINUTE_MS) return;
    if (waits && [...vault.forms].some((form) => form.isBegun())) return;
    isLocking = true;
    try {
      await vault.lock();
    } finally {
      isLocking = false;
    }
  }

  for (const touch of TOUCHES) document.addEventListener(touch, touched, { capture: true, passive: true });
  setInterval(() => { look(document.visibilityState !== 'hidden').catch(reportError); }, LOOK_EVERY_MS);
  // Coming back: a phone that slept had no timer, and what it shows may be seen by somebody else.
  document.addEventListener('visibilitychange', () => { look(false).catch(reportError); });
}
