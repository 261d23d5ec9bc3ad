/* A page in parts: their names above, the one that is open below. */
import type { ReactNode } from "react";
import { Link } from "wouter";
import classes from "./Sections.module.css";

interface Props {
  readonly label: string;
  readonly sections: readonly { readonly name: string; readonly label: string; readonly href: string }[];
  readonly current: string;
  readonly children: ReactNode;
}

export function Sections({ label, sections, current, children }: Props) {
  return (
    <>
      <nav className={classes.sections} aria-label={label}>
        {sections.map((section) => (
          <Link
            key={section.name}
            href={section.href}
            className={classes.section}
            aria-current={section.name === current ? "page" : undefined}
          >
            {section.label}
          </Link>
        ))}
      </nav>
      <div className={classes.content}>{children}</div>
    </>
  );
}
