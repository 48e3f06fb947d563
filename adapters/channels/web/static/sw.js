// Lets the page open without a signal. Keeps the page and its files, never an answer of the chat.

const CACHE = `frontdoor-${VERSION}`;

self.addEventListener("install", (event) => {
  event.waitUntil(caches.open(CACHE).then((cache) => cache.addAll(SHELL)).then(() => self.skipWaiting()));
});

self.addEventListener("activate", (event) => {
  event.waitUntil((async () => {
    for (const name of await caches.keys()) {
      if (name.startsWith("frontdoor-") && name !== CACHE) await caches.delete(name);
    }
    await self.clients.claim();
  })());
});

self.addEventListener("fetch", (event) => {
  const url = new URL(event.request.url);
  if (event.request.method !== "GET" || url.origin !== location.origin) return;
  if (event.request.mode === "navigate" && url.pathname === "/chat") event.respondWith(page(event.request));
  else if (SHELL.includes(url.pathname) && url.pathname !== "/chat") event.respondWith(part(event.request));
});

// The page itself: fresh when there is a signal, else as it was kept.
async function page(request) {
  try {
    return await fetch(request);
  } catch (lost) {
    const kept = await (await caches.open(CACHE)).match("/chat");
    if (kept) return kept;
    throw lost;
  }
}

// Its files never change at one address.
async function part(request) {
  return (await (await caches.open(CACHE)).match(request)) ?? fetch(request);
}
