/* Whether the server tells changes as they happen. */
import { useSyncExternalStore } from "react";

export interface LiveState {
  readonly isUp: boolean;
  /** false: the first attempt is still under way */
  readonly hasBeenUp: boolean;
}

let state: LiveState = { isUp: false, hasBeenUp: false };
const listeners = new Set<() => void>();

export function setLive(isUp: boolean): void {
  if (state.isUp === isUp) return;
  state = { isUp, hasBeenUp: true };
  listeners.forEach((listener) => listener());
}

const subscribe = (listener: () => void) => {
  listeners.add(listener);
  return () => listeners.delete(listener);
};

export const useLiveState = (): LiveState => useSyncExternalStore(subscribe, () => state);
