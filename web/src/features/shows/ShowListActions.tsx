/* Above the list of shows: the way to what they earned. */
import { Button } from "@mantine/core";
import { IconChartBar, IconColumns } from "@tabler/icons-react";
import { Link } from "wouter";
import { useTranslate } from "../../i18n/translate";
import { to } from "../../paths/to";
import { useReportGrants } from "../../records/reports";

export function ShowListActions() {
  const t = useTranslate();
  const grants = useReportGrants();
  if (!grants.shows) return null;
  return (
    <>
      <Button component={Link} href={to.showRanking()} variant="default" leftSection={<IconChartBar size={16} />}>
        {t("show.ranking")}
      </Button>
      <Button component={Link} href={to.showCompare()} variant="default" leftSection={<IconColumns size={16} />}>
        {t("show.compare")}
      </Button>
    </>
  );
}
