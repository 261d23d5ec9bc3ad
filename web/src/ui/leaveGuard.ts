/* Unsaved work: asks before the page goes, by the browser or by the app's own links. */
import { useCallback, useEffect, useRef } from "react";

const unsaved = new Set<object>();

export const hasUnsavedWork = () => unsaved.size > 0;

const stop = (event: BeforeUnloadEvent) => event.preventDefault();

function settle() {
  if (hasUnsavedWork()) addEventListener("beforeunload", stop);
  else removeEventListener("beforeunload", stop);
}

/** Guards while `dirty`; call what it returns when the work has been saved. */
export function useLeaveGuard(dirty: boolean): () => void {
  const own = useRef({});
  const release = useCallback(() => {
    unsaved.delete(own.current);
    settle();
  }, []);

  useEffect(() => {
    if (!dirty) return undefined;
    unsaved.add(own.current);
    settle();
    return release;
  }, [dirty, release]);
  return release;
}
