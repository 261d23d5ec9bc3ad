/* The table of a phone: one card a row, scrolling with the page. */
import { useRef, type ReactNode } from "react";
import { Checkbox } from "@mantine/core";
import { useWindowVirtualizer } from "@tanstack/react-virtual";
import { Link } from "wouter";
import classes from "./DataCards.module.css";
import { toggled } from "./table";
import { useTop } from "./useTop";
import { useUiWords } from "./words";

export interface CardParts {
  readonly title: ReactNode;
  readonly value?: ReactNode;
  readonly lines: readonly { readonly label: string; readonly hidesLabel: boolean; readonly value: ReactNode }[];
}

interface Props<T> {
  readonly label: string;
  readonly rows: readonly T[];
  readonly rowId: (row: T) => string;
  readonly rowName: (row: T) => string;
  readonly hrefOf: (row: T) => string;
  readonly partsOf: (row: T) => CardParts;
  /** null: not selecting */
  readonly selected: ReadonlySet<string> | null;
  readonly onSelect: (ids: ReadonlySet<string>) => void;
  readonly busy?: boolean;
}

const CARD_PX = 76;

export function DataCards<T>({ label, rows, rowId, rowName, hrefOf, partsOf, selected, onSelect, busy }: Props<T>) {
  const words = useUiWords();
  const list = useRef<HTMLUListElement>(null);
  const top = useTop(list);
  const virtual = useWindowVirtualizer({
    count: rows.length,
    estimateSize: () => CARD_PX,
    overscan: 8,
    scrollMargin: top,
  });

  return (
    <ul
      ref={list}
      className={classes.list}
      aria-label={label}
      aria-busy={busy || undefined}
      style={{ height: virtual.getTotalSize() }}
    >
      {virtual.getVirtualItems().map((item) => {
        const row = rows[item.index];
        if (row === undefined) return null;
        const id = rowId(row);
        const { title, value, lines } = partsOf(row);
        return (
          <li
            key={id}
            ref={virtual.measureElement}
            data-index={item.index}
            className={classes.item}
            style={{ transform: `translateY(${item.start - top}px)` }}
          >
            {selected && (
              <Checkbox
                className={classes.check}
                aria-label={`${words.selectRow}: ${rowName(row)}`}
                checked={selected.has(id)}
                onChange={() => onSelect(toggled(selected, id))}
              />
            )}
            <Link href={hrefOf(row)} className={classes.card}>
              <span className={classes.head}>
                <span className={classes.title}>{title}</span>
                {value && <span className={classes.value}>{value}</span>}
              </span>
              <span className={classes.lines}>
                {lines.map((line) => (
                  <span key={line.label} className={classes.line}>
                    {!line.hidesLabel && <span className={classes.label}>{line.label} </span>}
                    {line.value}
                  </span>
                ))}
              </span>
            </Link>
          </li>
        );
      })}
    </ul>
  );
}
