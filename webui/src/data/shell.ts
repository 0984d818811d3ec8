/**
 * The app's own files on this phone: the service worker, and whether a newer version of them waits for a tap.
 */
const CHECK_EVERY_MS = 60 * 60 * 1000; // an app that stays open for days still hears of a newer one

export interface Shell {
  updateReady(): boolean;
  subscribe(changed: () => void): () => void;
  /** Lets the waiting version take over, and opens the app anew with it. */
  applyUpdate(): void;
}

export function startShell(): Shell {
  const listeners = new Set<() => void>();
  let waiting: ServiceWorker | null = null;
  let reloading = false;

  function watch(registration: ServiceWorkerRegistration): void {
    // Without a controller this is the first visit: nothing older is running that a tap would have to replace.
    const look = () => {
      waiting = navigator.serviceWorker.controller ? registration.waiting : null;
      listeners.forEach((listener) => listener());
    };
    registration.addEventListener('updatefound', () => registration.installing?.addEventListener('statechange', look));
    look();
    // Without a connection there is no newer version to hear of.
    setInterval(() => { registration.update().catch(() => undefined); }, CHECK_EVERY_MS);
  }

  if ('serviceWorker' in navigator) {
    navigator.serviceWorker.addEventListener('controllerchange', () => { if (reloading) location.reload(); });
    navigator.serviceWorker.register('/sw.js').then(watch, reportError);
  }
  return {
    updateReady: () => waiting !== null,
    subscribe(changed) {
      listeners.add(changed);
      return () => void listeners.delete(changed);
    },
    applyUpdate() {
      reloading = true;
      waiting?.postMessage('SKIP_WAITING');
    },
  };
}
