/* Whether the server tells changes as they happen, and since when. */
import { useSyncExternalStore } from "react";

export interface LiveState {
  readonly isUp: boolean;
  readonly since: number;
}

let state: LiveState = { isUp: false, since: Date.now() };
const listeners = new Set<() => void>();

export function setLive(isUp: boolean): void {
  if (state.isUp === isUp) return;
  state = { isUp, since: Date.now() };
  listeners.forEach((listener) => listener());
}

const subscribe = (listener: () => void) => {
  listeners.add(listener);
  return () => listeners.delete(listener);
};

export const useLiveState = (): LiveState => useSyncExternalStore(subscribe, () => state);
