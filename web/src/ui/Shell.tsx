/* The frame: a side on a desk, a bar above and below on a phone, and the page. */
import type { ReactNode } from "react";
import classes from "./Shell.module.css";

interface Props {
  readonly skip: string;
  readonly side: ReactNode;
  readonly top: ReactNode;
  readonly bottom: ReactNode;
  readonly children: ReactNode;
}

export function Shell({ skip, side, top, bottom, children }: Props) {
  return (
    <div className={classes.shell}>
      <a className={classes.skip} href="#page">
        {skip}
      </a>
      <div className={classes.side}>{side}</div>
      <div className={classes.top}>{top}</div>
      <main id="page" className={classes.main} tabIndex={-1}>
        {children}
      </main>
      <div className={classes.bottom}>{bottom}</div>
    </div>
  );
}
