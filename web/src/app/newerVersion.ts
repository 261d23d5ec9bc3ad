/* A part of the app that cannot be loaded is, as a rule, one of an older build that is gone from the
   server: the page is fetched anew. Not without a line, where nothing newer is to be had and what is
   on the screen works on; and not again and again. */
export const RELOADED_LATELY_MS = 60_000;

interface Page {
  readonly isOnline: boolean;
  /** Whether the page was fetched by a reload, and how long ago. */
  readonly isReloaded: boolean;
  readonly age: number;
}

export const mayReload = ({ isOnline, isReloaded, age }: Page) => isOnline && !(isReloaded && age < RELOADED_LATELY_MS);

const thisPage = (): Page => ({
  isOnline: navigator.onLine,
  isReloaded: performance
    .getEntriesByType("navigation")
    .some((entry) => (entry as PerformanceNavigationTiming).type === "reload"),
  age: performance.now(),
});

/** Returns the way to stop it. */
export function fetchNewerVersion(): () => void {
  const failed = () => {
    if (mayReload(thisPage())) location.reload();
  };
  addEventListener("vite:preloadError", failed);
  return () => removeEventListener("vite:preloadError", failed);
}
