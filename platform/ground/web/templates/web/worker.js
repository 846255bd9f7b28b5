// The service worker: pages always from the network; the shell of what works offline from the cache.
// It keeps nothing of anybody: no page of a person, no answer of the API.
const { version, addresses, stand_ins: standIns } = {{ kept|safe }};
const SHELL = `shell-${version}`;
const PATIENCE = 8000; // a network that does not answer for so long is none
const kept = new Set(addresses);

self.addEventListener("install", (event) => {
  event.waitUntil((async () => {
    const cache = await caches.open(SHELL);
    await cache.addAll(addresses.map((one) => new Request(one, { cache: "reload", credentials: "omit" })));
    await self.skipWaiting();
  })());
});

self.addEventListener("activate", (event) => {
  event.waitUntil((async () => {
    for (const name of await caches.keys()) if (name !== SHELL) await caches.delete(name);
    await self.clients.claim();
  })());
});

async function within(request, wait) {
  const stop = new AbortController();
  const timer = setTimeout(() => stop.abort(), wait);
  try { return await fetch(request, { signal: stop.signal }); } finally { clearTimeout(timer); }
}

const fromShell = async (address) => (await caches.open(SHELL)).match(address);

async function page(request, path) {
  const shell = standIns[path];
  try {
    return await (shell ? within(request, PATIENCE) : fetch(request));
  } catch {
    return (await fromShell(shell ?? "{% url 'web:offline' %}")) ?? Response.error();
  }
}

async function piece(request, path) {
  try {
    return await within(request, PATIENCE);
  } catch (lost) {
    const found = await fromShell(path);
    if (found) return found;
    throw lost;
  }
}

self.addEventListener("fetch", (event) => {
  const { request } = event;
  const url = new URL(request.url);
  if (request.method !== "GET" || url.origin !== self.location.origin) return;
  if (request.mode === "navigate") event.respondWith(page(request, url.pathname));
  else if (kept.has(url.pathname)) event.respondWith(piece(request, url.pathname));
});
