/* A period in which nothing was sold. */
import { Button } from "@mantine/core";
import { IconCalendarOff } from "@tabler/icons-react";
import { useTranslate } from "../../i18n/translate";
import { EmptyState } from "../../ui/EmptyState";

export function PeriodEmpty({ onWiden, mayWiden }: { readonly onWiden: () => void; readonly mayWiden: boolean }) {
  const t = useTranslate();
  return (
    <EmptyState
      icon={<IconCalendarOff size={26} />}
      title={t("home.emptyPeriod")}
      body={t("home.emptyPeriodBody")}
      actions={
        mayWiden && (
          <Button variant="default" onClick={onWiden}>
            {t("home.showYear")}
          </Button>
        )
      }
    />
  );
}
