/* The service worker of the shell: registered once, asked to take over when the user says so. */

let registration: ServiceWorkerRegistration | null = null;
const watchers = new Set<() => void>();

const tell = () => watchers.forEach((watcher) => watcher());

function follow(found: ServiceWorkerRegistration) {
  registration = found;
  found.addEventListener("updatefound", () => {
    const next = found.installing;
    next?.addEventListener("statechange", () => {
      if (next.state === "installed" && navigator.serviceWorker.controller) tell();
    });
  });
  if (found.waiting) tell();
}

export async function registerShellWorker(): Promise<void> {
  if (!import.meta.env.PROD || !("serviceWorker" in navigator)) return;
  try {
    follow(await navigator.serviceWorker.register("/sw.js"));
  } catch {
    /* Without it the app works all the same, only not without a line. */
  }
}

/** Calls `ready` with the way to change to a newer version, when there is one. */
export function watchForUpdate(ready: (takeOver: () => void) => void): () => void {
  const watcher = () =>
    ready(() => {
      navigator.serviceWorker.addEventListener("controllerchange", () => location.reload(), { once: true });
      registration?.waiting?.postMessage("take over");
    });
  watchers.add(watcher);
  if (registration?.waiting) watcher();
  return () => {
    watchers.delete(watcher);
  };
}
