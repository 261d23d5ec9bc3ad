/* How much something changed, with its direction as a sign, not only as a colour. */
import classes from "./ChangeText.module.css";

interface Props {
  readonly change: { readonly text: string; readonly trend: "up" | "down" | "flat" } | null;
}

const arrows = { up: "↑", down: "↓", flat: "→" } as const;

export function ChangeText({ change }: Props) {
  if (!change) return null;
  return (
    <span className={classes.change} data-trend={change.trend}>
      <span aria-hidden>{arrows[change.trend]}</span> {change.text}
    </span>
  );
}
