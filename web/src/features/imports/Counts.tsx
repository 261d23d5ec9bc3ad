/* A few numbers side by side. */
import { useFormat } from "../../i18n/format";
import classes from "./Imports.module.css";

interface Count {
  readonly label: string;
  readonly value: number;
  readonly tone: "good" | "bad" | "plain";
}

export function Counts({ counts }: { readonly counts: readonly Count[] }) {
  const format = useFormat();
  return (
    <dl className={classes.counts}>
      {counts.map(({ label, value, tone }) => (
        <div key={label} className={classes.count} data-tone={value > 0 ? tone : "plain"}>
          <dt>{label}</dt>
          <dd>{format.number(value)}</dd>
        </div>
      ))}
    </dl>
  );
}
