// The service worker of tours' pages: it answers from what a page asked it to keep when there is no network, and knows of nothing else.
const store = 'beltmap-tours';
type Waiting = { waitUntil(done: Promise<unknown>): void };
type Asked = Waiting & { request: Request; respondWith(answer: Promise<Response>): void };
type Told = Waiting & { data?: { keep?: string[] }; ports: readonly MessagePort[] };
const worker = self as unknown as {
  skipWaiting(): Promise<void>;
  clients: { claim(): Promise<void> };
  addEventListener<E>(type: string, listener: (event: E) => void): void;
};

worker.addEventListener<Waiting>('install', (event) => event.waitUntil(worker.skipWaiting()));
worker.addEventListener<Waiting>('activate', (event) => event.waitUntil(worker.clients.claim()));
worker.addEventListener<Told>('message', (event) => {
  const urls = event.data?.keep ?? [];
  event.waitUntil(keep(urls).then(() => event.ports[0]?.postMessage('kept')));
});
worker.addEventListener<Asked>('fetch', (event) => {
  const { request } = event;
  if (request.method === 'GET' && new URL(request.url).origin === location.origin) event.respondWith(answer(request));
});

async function keep(urls: string[]): Promise<void> {
  const cache = await caches.open(store);
  for (const url of urls.filter((u) => new URL(u).origin === location.origin)) {
    const got = await fetch(url);
    if (got.ok) await cache.put(url, got);
  }
}

/** Parts have the hash of their content in their name and never change. Of a page the network knows best, as long as there is one: whoever withdrew a tour
 * wants it gone here, too. */
async function answer(request: Request): Promise<Response> {
  const cache = await caches.open(store);
  const url = request.url.replace(/#.*/, '');
  const kept = await cache.match(url, { ignoreVary: true }); // the language is in the address
  if (kept && new URL(url).pathname.includes('/assets/')) return kept;
  let fresh: Response;
  try {
    fresh = await fetch(request);
  } catch (error) {
    if (kept) return kept;
    throw error;
  }
  if (kept && fresh.ok) await cache.put(url, fresh.clone());
  if (fresh.status === 404 || fresh.status === 410) await forget(cache, new URL(url).pathname);
  return fresh;
}

async function forget(cache: Cache, pathname: string): Promise<void> {
  for (const request of await cache.keys()) if (new URL(request.url).pathname === pathname) await cache.delete(request);
}

export {};
