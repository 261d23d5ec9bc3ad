/* The service worker keeps the shell (page, code, icon) so that the app opens without a network.
   It never sees data: every request outside the shell goes to the server untouched. */
const VERSION = "steward-shell-__VERSION__";
const SHELL = __SHELL__;

self.addEventListener("install", (event) => {
    event.waitUntil(caches.open(VERSION).then((cache) => cache.addAll(SHELL)));
});

self.addEventListener("message", (event) => {
    if (event.data === "take over") self.skipWaiting();
});

async function forgetOldVersions() {
    for (const name of await caches.keys()) if (name !== VERSION) await caches.delete(name);
    await self.clients.claim();
}

self.addEventListener("activate", (event) => {
    event.waitUntil(forgetOldVersions());
});

async function pageOrShell(request) {
    try {
        return await fetch(request);
    } catch (error) {
        const kept = await caches.match("/");
        if (kept) return kept;
        throw error;
    }
}

/* Files under /assets/ carry their hash in the name: once fetched, they never change. */
async function assetOnce(request) {
    const kept = await caches.match(request);
    if (kept) return kept;
    const answer = await fetch(request);
    if (answer.ok) {
        const cache = await caches.open(VERSION);
        await cache.put(request, answer.clone());
    }
    return answer;
}

const OWN_PAGES =
    /^\/($|index\.html|signin|signup|recover|reset|setup|join|security|home|records|settings|server|shows|warehouse|finance|knowledge|activity|import)/;

self.addEventListener("fetch", (event) => {
    const { request } = event;
    const url = new URL(request.url);
    if (request.method !== "GET" || url.origin !== self.location.origin) return;
    if (request.mode === "navigate" && OWN_PAGES.test(url.pathname)) event.respondWith(pageOrShell(request));
    else if (url.pathname.startsWith("/assets/") || SHELL.includes(url.pathname)) event.respondWith(assetOnce(request));
});
