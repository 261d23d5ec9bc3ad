/* A figure over time, with the time before as a thin line. Read by pointer, touch, arrow keys, or
   as a table. */
import { useState, type KeyboardEvent, type PointerEvent } from "react";
import { ChartTable } from "./ChartTable";
import { labelledOf, linePath, ticksOf } from "./scale";
import classes from "./TrendChart.module.css";
import { useWidth } from "./useWidth";

export interface TrendPoint {
  /** on the axis */
  readonly label: string;
  /** in full, where it is read */
  readonly name: string;
  readonly value: number;
  readonly before: number | null;
}

interface Props {
  readonly label: string;
  readonly points: readonly TrendPoint[];
  readonly valueName: string;
  readonly beforeName: string;
  readonly timeName: string;
  readonly format: (value: number) => string;
  readonly formatAxis: (value: number) => string;
}

const HEIGHT = 248;
const TOP = 10;
const BOTTOM = 24;
const LEFT = 52;
const RIGHT = 8;
const LABEL_PX = 64;

export function TrendChart({ label, points, valueName, beforeName, timeName, format, formatAxis }: Props) {
  const [box, width] = useWidth<HTMLDivElement>(640);
  const [at, setAt] = useState<number | null>(null);
  const last = points.length - 1;
  const hasBefore = points.some((point) => point.before !== null && point.before !== 0);
  const all = points.flatMap((point) => [point.value, hasBefore ? (point.before ?? 0) : 0]);
  const ticks = ticksOf(Math.min(...all, 0), Math.max(...all, 0));
  const low = ticks[0] ?? 0;
  const high = ticks[ticks.length - 1] ?? 1;
  const inner = Math.max(10, width - LEFT - RIGHT);
  const x = (index: number) => LEFT + (last > 0 ? (index / last) * inner : inner / 2);
  const y = (value: number) => TOP + (1 - (value - low) / (high - low)) * (HEIGHT - TOP - BOTTOM);
  const line = points.map((point, index) => [x(index), y(point.value)] as const);
  const before = points.map((point, index) => [x(index), y(point.before ?? 0)] as const);
  const shown = labelledOf(points.length, inner / LABEL_PX);
  const read = at === null ? null : points[at];
  const textOf = (point: TrendPoint) =>
    `${point.name}: ${format(point.value)}${hasBefore && point.before !== null ? `, ${beforeName}: ${format(point.before)}` : ""}`;

  const point = (event: PointerEvent<HTMLDivElement>) => {
    const from = event.currentTarget.getBoundingClientRect().left;
    setAt(Math.max(0, Math.min(last, Math.round(((event.clientX - from - LEFT) / inner) * last))));
  };
  const press = (event: KeyboardEvent) => {
    const now = at ?? last;
    const next = { ArrowLeft: now - 1, ArrowRight: now + 1, Home: 0, End: last }[event.key];
    if (next === undefined) return;
    event.preventDefault();
    setAt(Math.max(0, Math.min(last, next)));
  };
  const current = points[at ?? last];

  return (
    <>
      <div
        ref={box}
        className={classes.chart}
        role="slider"
        tabIndex={0}
        aria-label={label}
        aria-valuemin={0}
        aria-valuemax={Math.max(0, last)}
        aria-valuenow={at ?? last}
        aria-valuetext={current ? textOf(current) : ""}
        onPointerMove={point}
        onPointerDown={point}
        onPointerLeave={() => setAt(null)}
        onFocus={(event) => event.currentTarget.matches(":focus-visible") && setAt((now) => now ?? last)}
        onBlur={() => setAt(null)}
        onKeyDown={press}
      >
        <svg width={width} height={HEIGHT} aria-hidden focusable="false">
          {ticks.map((tick) => (
            <g key={tick}>
              <line
                className={classes.grid}
                data-zero={tick === 0 || undefined}
                x1={LEFT}
                x2={width - RIGHT}
                y1={y(tick)}
                y2={y(tick)}
              />
              <text className={classes.axis} x={LEFT - 8} y={y(tick) + 4} textAnchor="end">
                {formatAxis(tick)}
              </text>
            </g>
          ))}
          {points.map((one, index) =>
            shown.has(index) ? (
              <text
                key={one.name}
                className={classes.axis}
                x={x(index)}
                y={HEIGHT - 5}
                textAnchor={index === 0 && last > 0 ? "start" : "middle"}
              >
                {one.label}
              </text>
            ) : null,
          )}
          {points.length > 1 && (
            <path className={classes.area} d={`${linePath(line)}L${x(last)} ${y(0)}L${x(0)} ${y(0)}Z`} />
          )}
          {hasBefore && <path className={classes.before} d={linePath(before)} />}
          <path className={classes.line} d={linePath(line)} />
          {points.length === 1 && line[0] && <circle className={classes.dot} cx={line[0][0]} cy={line[0][1]} r={4} />}
          {at !== null && read && (
            <>
              <line className={classes.cursor} x1={x(at)} x2={x(at)} y1={TOP} y2={HEIGHT - BOTTOM} />
              {hasBefore && <circle className={classes.dotBefore} cx={x(at)} cy={y(read.before ?? 0)} r={3.5} />}
              <circle className={classes.dot} cx={x(at)} cy={y(read.value)} r={4.5} />
            </>
          )}
        </svg>
        {at !== null && read && (
          <div className={classes.tip} data-left={x(at) > width / 2 || undefined} style={{ left: x(at) }} aria-hidden>
            <div className={classes.tipTime}>{read.name}</div>
            <div className={classes.tipValue}>{format(read.value)}</div>
            {hasBefore && read.before !== null && (
              <div className={classes.tipBefore}>
                {beforeName} {format(read.before)}
              </div>
            )}
          </div>
        )}
      </div>
      {hasBefore && (
        <p className={classes.legend} aria-hidden>
          <span>{valueName}</span>
          <span data-before>{beforeName}</span>
        </p>
      )}
      <ChartTable
        label={label}
        columns={hasBefore ? [timeName, valueName, beforeName] : [timeName, valueName]}
        rows={points.map((one) => [
          one.name,
          format(one.value),
          ...(hasBefore ? [one.before === null ? "" : format(one.before)] : []),
        ])}
      />
    </>
  );
}
