/* Which count a scan goes into: the open ones of places, or those of boxes that are one's own. */
import { Button, Group, Select } from "@mantine/core";
import { Link } from "wouter";
import { useMe } from "../../api/session";
import { useTranslate } from "../../i18n/translate";
import { to } from "../../paths/to";
import { nameOfSheet, useSheets } from "./counts";
import classes from "./Warehouse.module.css";

interface Props {
  readonly of: "box" | "place";
  readonly value: string | null;
  readonly onChange: (sheet: string | null) => void;
  readonly isFigure: boolean;
  readonly onFigure: (isFigure: boolean) => void;
}

export function SheetSelect({ of, value, onChange, isFigure, onFigure }: Props) {
  const t = useTranslate();
  const me = useMe();
  const sheets = (useSheets().data ?? []).filter(
    (sheet) =>
      sheet.state === "open" &&
      (of === "place" ? sheet.location !== null : sheet.created_by === me.account && !sheet.location),
  );
  return (
    <div className={classes.fields}>
      <Select
        className={classes.wide ?? ""}
        label={t(of === "box" ? "scan.whichBox" : "scan.whichCount")}
        placeholder={t(sheets.length > 0 ? "scan.chooseSheet" : "scan.noSheet")}
        data={sheets.map((sheet) => ({ value: sheet.id, label: nameOfSheet(sheet) }))}
        value={sheets.some(({ id }) => id === value) ? value : null}
        onChange={onChange}
      />
      <Select
        label={t("scan.howCounted")}
        allowDeselect={false}
        data={[
          { value: "each", label: t("scan.each") },
          { value: "figure", label: t("scan.figure") },
        ]}
        value={isFigure ? "figure" : "each"}
        onChange={(next) => onFigure(next === "figure")}
      />
      <Group align="end" gap="sm">
        <Button component={Link} href={of === "box" ? to.list("inbound_box") : to.stockCounts()} variant="default">
          {t(of === "box" ? "scan.toBoxes" : "stock.counts")}
        </Button>
        {value && (
          <Button component={Link} href={to.stockCount(value)} variant="default">
            {t("count.differences")}
          </Button>
        )}
      </Group>
    </div>
  );
}
