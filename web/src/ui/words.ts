/* The few words that the building blocks say themselves; whoever stands above provides them. */
import { createContext, useContext } from "react";

export interface UiWords {
  readonly cancel: string;
  readonly close: string;
  readonly loading: string;
  readonly retry: string;
  readonly selectAll: string;
  readonly selectRow: string;
  readonly sortBy: (column: string) => string;
  readonly noMatch: string;
  readonly notifications: string;
}

export const UiWordsContext = createContext<UiWords | null>(null);

export function useUiWords(): UiWords {
  const words = useContext(UiWordsContext);
  if (!words) throw new Error("useUiWords outside of UiWordsContext");
  return words;
}
