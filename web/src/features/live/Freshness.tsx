/* How old the figures are: told as they happen, asked for now and then, or from before the line
   was lost. */
import { useSyncExternalStore } from "react";
import { useLiveState } from "../../api/liveState";
import { clockOf, usePlace } from "../../i18n/format";
import { useTranslate } from "../../i18n/translate";
import classes from "./Live.module.css";

const subscribe = (changed: () => void) => {
  addEventListener("online", changed);
  addEventListener("offline", changed);
  return () => {
    removeEventListener("online", changed);
    removeEventListener("offline", changed);
  };
};

export const useIsOnline = () => useSyncExternalStore(subscribe, () => navigator.onLine);

interface Props {
  /** when they were read last */
  readonly at: number;
  readonly hasFailed: boolean;
}

export function Freshness({ at, hasFailed }: Props) {
  const t = useTranslate();
  const { timeZone } = usePlace();
  const { isUp, hasBeenUp } = useLiveState();
  const isOnline = useIsOnline();
  const time = new Intl.DateTimeFormat(t.locale, {
    ...clockOf(t.locale),
    second: "2-digit",
    timeZone,
  }).format(at);
  const state = !isOnline || hasFailed ? "stale" : isUp ? "live" : hasBeenUp ? "asking" : "joining";
  const words = { live: "live.now", asking: "live.asking", joining: "live.joining", stale: "live.stale" } as const;
  return (
    <span role="status" className={classes.fresh} data-state={state}>
      {t(words[state], { time })}
    </span>
  );
}
