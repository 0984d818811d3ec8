/**
 * The service worker: the app's own files, kept on the phone so that it opens without a network.
 *
 * It never touches /api: what teachers write lives in IndexedDB and travels by the page's own requests.
 * A new version is fetched whole and then waits; the page tells it to take over when the teacher taps.
 */
export {};
declare const self: ServiceWorkerGlobalScope;
declare const SHELL_FILES: readonly string[]; // put in by build.mjs
declare const SHELL_VERSION: string;

const PREFIX = 'shell-';
const SHELL = PREFIX + SHELL_VERSION;

/** `reload` goes past the browser's own cache: a mixture of two versions must not be kept. */
async function fetchShell(): Promise<void> {
  const cache = await caches.open(SHELL);
  await cache.addAll(SHELL_FILES.map((path) => new Request(path, { cache: 'reload', credentials: 'same-origin' })));
}

async function dropOlderShells(): Promise<void> {
  for (const name of await caches.keys()) {
    if (name.startsWith(PREFIX) && name !== SHELL) await caches.delete(name);
  }
  await self.clients.claim();
}

async function answer(request: Request): Promise<Response> {
  const path = request.mode === 'navigate' ? '/' : request;
  const cache = await caches.open(SHELL);
  return (await cache.match(path, { ignoreVary: true })) ?? fetch(request);
}

self.addEventListener('install', (event) => event.waitUntil(fetchShell()));
self.addEventListener('activate', (event) => event.waitUntil(dropOlderShells()));

self.addEventListener('message', (event) => {
  if (event.data === 'SKIP_WAITING') event.waitUntil(self.skipWaiting());
});

self.addEventListener('fetch', (event) => {
  const url = new URL(event.request.url);
  const ours = event.request.method === 'GET' && url.origin === self.location.origin;
  if (ours && !url.pathname.startsWith('/api/')) event.respondWith(answer(event.request));
});
