/* Which screen it is: the same widths as in the style sheets. */
import { useSyncExternalStore } from "react";

export const PHONE = "(max-width: 767px)";

export function useMedia(query: string): boolean {
  return useSyncExternalStore(
    (changed) => {
      const media = matchMedia(query);
      media.addEventListener("change", changed);
      return () => media.removeEventListener("change", changed);
    },
    () => matchMedia(query).matches,
  );
}

export const useIsPhone = () => useMedia(PHONE);
