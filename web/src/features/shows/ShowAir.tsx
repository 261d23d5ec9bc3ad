/* The ways to the pages beside a show on air: its plan, its board, the pad. */
import { Button } from "@mantine/core";
import { IconBroadcast, IconClipboardList, IconDeviceMobile, IconReportMoney } from "@tabler/icons-react";
import { Link } from "wouter";
import { levelIn, useMe } from "../../api/session";
import { useTranslate } from "../../i18n/translate";
import { to } from "../../paths/to";

export function ShowAir({ id }: { readonly id: string }) {
  const t = useTranslate();
  const me = useMe();
  const sales = levelIn(me, "sales");
  return (
    <>
      <Button component={Link} href={to.showPlan(id)} variant="default" leftSection={<IconClipboardList size={16} />}>
        {t("show.plan")}
      </Button>
      {sales >= 1 && (
        <Button component={Link} href={to.showBoard(id)} variant="default" leftSection={<IconBroadcast size={16} />}>
          {t("show.board")}
        </Button>
      )}
      {sales >= 2 && (
        <Button component={Link} href={to.showPad(id)} variant="default" leftSection={<IconDeviceMobile size={16} />}>
          {t("show.pad")}
        </Button>
      )}
      {sales >= 1 && levelIn(me, "finance") >= 1 && (
        <Button component={Link} href={to.showMoney(id)} variant="default" leftSection={<IconReportMoney size={16} />}>
          {t("show.money")}
        </Button>
      )}
    </>
  );
}
