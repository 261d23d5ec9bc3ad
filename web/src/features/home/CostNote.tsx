/* Says when the profit is too friendly: pieces whose cost nobody entered. */
import { Alert } from "@mantine/core";
import { IconInfoCircle } from "@tabler/icons-react";
import { useTranslate } from "../../i18n/translate";
import classes from "./Home.module.css";
import { totalOf } from "./total";
import type { Dashboard } from "./useDashboard";

export function CostNote({ dashboard: { overview, currency } }: { readonly dashboard: Dashboard }) {
  const t = useTranslate();
  const total = overview.data && totalOf(overview.data, currency);
  if (!total?.units_without_cost) return null;
  return (
    <Alert
      className={classes.full ?? ""}
      color="yellow"
      variant="light"
      icon={<IconInfoCircle size={18} />}
      title={t.count("home.withoutCost", total.units_without_cost)}
    />
  );
}
