/* Nothing here yet, and what to do about it. */
import { useEffect, type ReactNode } from "react";
import classes from "./EmptyState.module.css";

interface Props {
  readonly icon: ReactNode;
  readonly title: string;
  readonly body: string;
  readonly actions?: ReactNode;
  /** it is all there is on the page */
  readonly isPage?: boolean;
}

export function EmptyState({ icon, title, body, actions, isPage }: Props) {
  useEffect(() => {
    if (isPage) document.title = `${title} · Steward`;
  }, [isPage, title]);
  const Heading = isPage ? "h1" : "h2";
  return (
    <div className={classes.empty}>
      <div className={classes.icon} aria-hidden>
        {icon}
      </div>
      <Heading className={classes.title}>{title}</Heading>
      <p className={classes.body}>{body}</p>
      {actions && <div className={classes.actions}>{actions}</div>}
    </div>
  );
}
