/* Nothing here yet, and what to do about it. */
import type { ReactNode } from "react";
import classes from "./EmptyState.module.css";

interface Props {
  readonly icon: ReactNode;
  readonly title: string;
  readonly body: string;
  readonly actions?: ReactNode;
}

export function EmptyState({ icon, title, body, actions }: Props) {
  return (
    <div className={classes.empty}>
      <div className={classes.icon} aria-hidden>
        {icon}
      </div>
      <h2 className={classes.title}>{title}</h2>
      <p className={classes.body}>{body}</p>
      {actions && <div className={classes.actions}>{actions}</div>}
    </div>
  );
}
