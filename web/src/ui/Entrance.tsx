/* The page before the app: sign-in, set-up and their kin. */
import { useEffect, type ReactNode } from "react";
import classes from "./Entrance.module.css";
import { Logo } from "./Logo";

interface Props {
  readonly title: string;
  readonly note?: ReactNode;
  readonly corner?: ReactNode;
  readonly children: ReactNode;
  readonly below?: ReactNode;
  readonly wide?: boolean;
}

export function Entrance({ title, note, corner, children, below, wide }: Props) {
  useEffect(() => {
    document.title = `${title} · Steward`;
  }, [title]);

  return (
    <div className={classes.page}>
      <header className={classes.top}>
        <span className={classes.brand}>
          <Logo /> Steward
        </span>
        {corner}
      </header>
      <main className={classes.main} data-wide={wide || undefined}>
        <h1 className={classes.title}>{title}</h1>
        {note && <div className={classes.note}>{note}</div>}
        <div className={classes.sheet}>{children}</div>
        {below && <div className={classes.below}>{below}</div>}
      </main>
    </div>
  );
}
