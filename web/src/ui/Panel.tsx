/* A sheet of paper on the page. */
import { useId, type ReactNode } from "react";
import classes from "./Panel.module.css";

interface Props {
  readonly title?: string;
  readonly note?: ReactNode;
  readonly actions?: ReactNode;
  readonly children: ReactNode;
  readonly flush?: boolean;
}

export function Panel({ title, note, actions, children, flush }: Props) {
  const id = useId();
  return (
    <section className={classes.panel} data-flush={flush || undefined} {...(title ? { "aria-labelledby": id } : {})}>
      {title && (
        <div className={classes.head}>
          <div className={classes.heading}>
            <h2 id={id} className={classes.title}>
              {title}
            </h2>
            {note && <div className={classes.note}>{note}</div>}
          </div>
          {actions}
        </div>
      )}
      {children}
    </section>
  );
}
