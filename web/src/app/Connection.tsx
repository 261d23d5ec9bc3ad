/* Says when the line is lost, and when a newer version of the app is ready. */
import { useEffect, useSyncExternalStore } from "react";
import { useTranslate } from "../i18n/translate";
import { useFeedback } from "../ui/feedback";
import classes from "./Connection.module.css";
import { watchForUpdate } from "./shellWorker";

const subscribe = (changed: () => void) => {
  addEventListener("online", changed);
  addEventListener("offline", changed);
  return () => {
    removeEventListener("online", changed);
    removeEventListener("offline", changed);
  };
};

export function Connection() {
  const t = useTranslate();
  const { toast } = useFeedback();
  const isOnline = useSyncExternalStore(subscribe, () => navigator.onLine);

  useEffect(
    () =>
      watchForUpdate((takeOver) =>
        toast({ message: t("update.ready"), stays: true, action: { label: t("update.load"), run: takeOver } }),
      ),
    [t, toast],
  );

  return isOnline ? null : (
    <div role="status" className={classes.offline}>
      {t("shell.offline")}
    </div>
  );
}
