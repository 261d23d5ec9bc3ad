/* A page: its name, what can be done there, and the content below. */
import { useEffect, type ReactNode } from "react";
import classes from "./Page.module.css";

interface Props {
  readonly title: string;
  /** what is open of a page in parts: stands first in the title of the window */
  readonly part?: string;
  readonly above?: ReactNode;
  readonly note?: ReactNode;
  readonly actions?: ReactNode;
  readonly children: ReactNode;
  /** the content scrolls inside the page instead of with it */
  readonly fills?: boolean;
  readonly narrow?: boolean;
}

export function Page({ title, part, above, note, actions, children, fills, narrow }: Props) {
  useEffect(() => {
    document.title = [part, title, "Steward"].filter(Boolean).join(" · ");
  }, [part, title]);

  return (
    <div className={classes.page} data-fills={fills || undefined} data-narrow={narrow || undefined}>
      <header className={classes.header} data-noted={note ? true : undefined}>
        <div className={classes.heading}>
          {above && <div className={classes.above}>{above}</div>}
          <h1 className={classes.title}>{title}</h1>
          {note && <div className={classes.note}>{note}</div>}
        </div>
        {actions && <div className={classes.actions}>{actions}</div>}
      </header>
      {children}
    </div>
  );
}
