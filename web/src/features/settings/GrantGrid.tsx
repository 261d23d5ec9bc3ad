/* Module by module, how far somebody may go. */
import { NativeSelect } from "@mantine/core";
import type { GrantableModule, Grants, Level } from "../../api/entity";
import { useMe } from "../../api/session";
import { moduleLabel } from "../../i18n/labels";
import { useTranslate } from "../../i18n/translate";
import classes from "./GrantGrid.module.css";
import { levels, modulesInUse } from "./members";

interface Props {
  readonly name: string;
  /** null: an admin, who may do everything */
  readonly grants: Grants | null;
  readonly onChange?: (module: GrantableModule, level: Level) => void;
}

export function GrantGrid({ name, grants, onChange }: Props) {
  const t = useTranslate();
  const { off } = useMe();
  if (grants === null) return <div className={classes.all}>{t("grants.everything")}</div>;
  return (
    <div className={classes.grid} role="group" aria-label={`${t("grants.title")}: ${name}`}>
      {modulesInUse
        .filter((module) => !off.includes(module))
        .map((module) => {
          const label = moduleLabel(module, t);
          const level = grants[module] ?? 0;
          return onChange ? (
            <NativeSelect
              key={module}
              size="xs"
              label={label}
              value={String(level)}
              data={levels.map((one) => ({ value: String(one), label: t(`grants.${one}`) }))}
              onChange={(event) => onChange(module, Number(event.currentTarget.value) as Level)}
            />
          ) : (
            <div key={module}>
              <div className={classes.module}>{label}</div>
              <div>{t(`grants.${level}`)}</div>
            </div>
          );
        })}
    </div>
  );
}
