/* What is wrong in which row, as the program that made the file counts rows. */
import { useFormat } from "../../i18n/format";
import { useTranslate } from "../../i18n/translate";
import { Panel } from "../../ui/Panel";
import type { Fault } from "./file";
import classes from "./Imports.module.css";

interface Props {
  readonly faults: readonly Fault[];
  readonly count: number;
}

export function FaultList({ faults, count }: Props) {
  const t = useTranslate();
  const format = useFormat();
  return (
    <Panel
      title={t.count("import.errors", count)}
      note={
        faults.length < count
          ? t("import.errorsShown", { count: format.number(faults.length) })
          : t("import.errorsNote")
      }
    >
      <div className={classes.faults} tabIndex={0} role="region" aria-label={t.count("import.errors", count)}>
        <ul className={classes.faultList}>
          {faults.map((fault) => (
            <li key={`${fault.row} ${fault.field} ${fault.message}`}>
              <span className={classes.faultRow}>{t("import.row", { row: format.number(fault.row) })}</span>
              {fault.column && <span className={classes.faultColumn}>{fault.column}</span>}
              {fault.value && <code className={classes.sample}>{fault.value}</code>}
              <span className={classes.faultText}>{fault.message}</span>
            </li>
          ))}
        </ul>
      </div>
    </Panel>
  );
}
