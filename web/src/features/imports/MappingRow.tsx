/* One field and where it comes from, with what stands there. */
import { NativeSelect, TextInput } from "@mantine/core";
import type { Field, Label } from "../../api/entity";
import { useTranslate } from "../../i18n/translate";
import { takes, type FileColumn, type Origin } from "./file";
import classes from "./Imports.module.css";
import { chosenOf, columnsOf, FIXED, fixedOf, joinedOf, NOWHERE, originOf, takenOf, takingOf } from "./mapping";

interface Props {
  readonly label: string;
  readonly field: Field | undefined;
  readonly help: Label | undefined;
  readonly required: boolean;
  readonly origin: Origin | undefined;
  readonly columns: readonly FileColumn[];
  readonly onChange: (origin: Origin | null) => void;
}

export function MappingRow({ label, field, help, required, origin, columns, onChange }: Props) {
  const t = useTranslate();
  const chosen = chosenOf(origin);
  const [first, second] = columnsOf(origin);
  const names = columns.map(({ name }) => ({ value: name, label: name }));
  const samples = columns.find((column) => column.name === first)?.samples ?? [];
  const fixed = fixedOf(origin);
  const taken = takenOf(origin);
  const isMissing = required && chosen === NOWHERE;

  return (
    <li className={classes.mapping} data-used={chosen !== NOWHERE || undefined}>
      <div className={classes.field}>
        <span className={classes.fieldName}>
          {label}
          {required && (
            <span className={classes.star} aria-hidden>
              {" *"}
            </span>
          )}
        </span>
        {help && <span className={classes.fieldHelp}>{t.label(help)}</span>}
      </div>
      <div className={classes.from}>
        <NativeSelect
          aria-label={label}
          error={isMissing ? t("import.needed") : null}
          value={chosen}
          data={[{ value: NOWHERE, label: t("import.nowhere") }, { value: FIXED, label: t("import.fixed") }, ...names]}
          onChange={(event) => onChange(originOf(event.currentTarget.value, origin))}
        />
        {fixed !== null &&
          (field?.choices ? (
            <NativeSelect
              aria-label={t("import.fixedOf", { field: label })}
              value={fixed}
              data={[
                { value: "", label: "–" },
                ...field.choices.map((one) => ({ value: one.value, label: t.label(one.label) })),
              ]}
              onChange={(event) => onChange({ value: event.currentTarget.value })}
            />
          ) : (
            <TextInput
              aria-label={t("import.fixedOf", { field: label })}
              value={fixed}
              onChange={(event) => onChange({ value: event.currentTarget.value })}
            />
          ))}
        {first !== undefined && taken !== null && (
          <NativeSelect
            aria-label={t("import.partOf", { field: label })}
            value={taken}
            data={takes.map((take) => ({ value: take, label: t(`import.take.${take}`) }))}
            onChange={(event) =>
              onChange(takingOf(first, takes.find((take) => take === event.currentTarget.value) ?? "all"))
            }
          />
        )}
        {first !== undefined && (field?.type === "instant" || second !== undefined) && (
          <NativeSelect
            aria-label={t("import.secondOf", { field: label })}
            value={second ?? NOWHERE}
            data={[{ value: NOWHERE, label: t("import.noSecond") }, ...names.filter(({ value }) => value !== first)]}
            onChange={(event) => onChange(joinedOf(first, event.currentTarget.value))}
          />
        )}
      </div>
      <div className={classes.samples}>
        {samples.slice(0, 3).map((sample, at) => (
          <code key={`${at} ${sample}`} className={classes.sample}>
            {sample}
          </code>
        ))}
      </div>
    </li>
  );
}
