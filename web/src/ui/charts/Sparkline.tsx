/* The shape of a figure over time, without numbers: they stand beside it. */
import { linePath } from "./scale";
import classes from "./Sparkline.module.css";

const WIDTH = 120;
const HEIGHT = 30;

export function Sparkline({ values }: { readonly values: readonly number[] }) {
  if (values.length < 2) return null;
  const low = Math.min(...values, 0);
  const high = Math.max(...values);
  const span = high - low || 1;
  const points = values.map(
    (value, at) => [(at / (values.length - 1)) * WIDTH, HEIGHT - 2 - ((value - low) / span) * (HEIGHT - 4)] as const,
  );
  return (
    <svg
      className={classes.spark}
      viewBox={`0 0 ${WIDTH} ${HEIGHT}`}
      preserveAspectRatio="none"
      aria-hidden
      focusable="false"
    >
      <path className={classes.area} d={`${linePath(points)}L${WIDTH} ${HEIGHT}L0 ${HEIGHT}Z`} />
      <path className={classes.line} d={linePath(points)} vectorEffect="non-scaling-stroke" />
    </svg>
  );
}
