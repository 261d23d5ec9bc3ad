/* How far below the top of the page an element begins. Whatever stands above it may grow or go (a
   banner, filters in a second line, a phone that is turned); then the page changes its size. */
import { useSyncExternalStore, type RefObject } from "react";

function watchPage(changed: () => void) {
  const watcher = new ResizeObserver(changed);
  watcher.observe(document.body);
  addEventListener("resize", changed);
  return () => {
    watcher.disconnect();
    removeEventListener("resize", changed);
  };
}

export const useTop = (element: RefObject<HTMLElement | null>): number =>
  useSyncExternalStore(watchPage, () =>
    element.current ? Math.round(element.current.getBoundingClientRect().top + window.scrollY) : 0,
  );
