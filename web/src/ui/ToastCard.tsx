/* One toast: goes by itself after a while, but not under the pointer or the focus. */
import { useEffect, useEffectEvent, useState } from "react";
import { Button, CloseButton } from "@mantine/core";
import type { Toast } from "./feedback";
import classes from "./Toast.module.css";
import { useUiWords } from "./words";

const PLAIN_MS = 5000;
const ACTION_MS = 10_000;

interface Props {
  readonly toast: Toast;
  readonly onDismiss: () => void;
}

export function ToastCard({ toast, onDismiss }: Props) {
  const words = useUiWords();
  const [held, setHeld] = useState(false);
  const dismiss = useEffectEvent(onDismiss);
  const action = toast.action;

  useEffect(() => {
    if (held || toast.stays) return undefined;
    const timer = setTimeout(dismiss, action ? ACTION_MS : PLAIN_MS);
    return () => clearTimeout(timer);
  }, [held, toast.stays, action]);

  return (
    <div
      className={classes.card}
      data-tone={toast.tone ?? "plain"}
      onMouseEnter={() => setHeld(true)}
      onMouseLeave={() => setHeld(false)}
      onFocus={() => setHeld(true)}
      onBlur={() => setHeld(false)}
    >
      <span className={classes.message}>{toast.message}</span>
      {action && (
        <Button
          size="compact-sm"
          variant="white"
          className={classes.action}
          onClick={() => {
            action.run();
            onDismiss();
          }}
        >
          {action.label}
        </Button>
      )}
      <CloseButton size="sm" className={classes.close} aria-label={words.close} onClick={onDismiss} />
    </div>
  );
}
