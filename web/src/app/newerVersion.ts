/* A part of the app that cannot be loaded may be one of an older build that is gone from the server:
   then the page is fetched anew. Not when the line has failed for a moment, where what is on the screen
   works on; and not again and again. */
export const RELOADED_LATELY_MS = 60_000;

interface Page {
  /** Whether the page was fetched by a reload, and how long ago. */
  readonly isReloaded: boolean;
  readonly age: number;
}

export const mayReload = ({ isReloaded, age }: Page) => !(isReloaded && age < RELOADED_LATELY_MS);

const thisPage = (): Page => ({
  isReloaded: performance
    .getEntriesByType("navigation")
    .some((entry) => (entry as PerformanceNavigationTiming).type === "reload"),
  age: performance.now(),
});

const ownScript = () => document.querySelector('script[type="module"][src^="/assets/"]')?.getAttribute("src");

/** Whether the server has another build than this page: its service worker, which no cache keeps, names
    the script that a page begins with. */
export async function isNewerThere(own = ownScript()): Promise<boolean> {
  if (!own) return false;
  try {
    const answer = await fetch("/sw.js", { cache: "no-store" });
    return answer.ok && !(await answer.text()).includes(own);
  } catch {
    return false;
  }
}

let isMissing = false;

/** Whether a part could not be loaded since the page was fetched: trying again what needs it is a reload. */
export const isPartMissing = () => isMissing;

/** Returns the way to stop it. */
export function fetchNewerVersion(reload = () => location.reload()): () => void {
  const failed = async () => {
    isMissing = true;
    if (mayReload(thisPage()) && (await isNewerThere())) reload();
  };
  const listener = () => void failed();
  addEventListener("vite:preloadError", listener);
  return () => removeEventListener("vite:preloadError", listener);
}
