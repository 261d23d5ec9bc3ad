/* Sales, payout, money and stock of a show against each other. What differs stays until it has a
   cause; then the show is closed out. */
import { useState } from "react";
import { Button, Group } from "@mantine/core";
import { IconCheck, IconPlus, IconUpload } from "@tabler/icons-react";
import { Link } from "wouter";
import { levelIn, useMe } from "../../api/session";
import { useFormat } from "../../i18n/format";
import { useTranslate } from "../../i18n/translate";
import { to } from "../../paths/to";
import { ReportPanel } from "../../records/ReportPanel";
import { CloseShow } from "./CloseShow";
import { ExplainDialog } from "./ExplainDialog";
import classes from "./Finance.module.css";
import { useCloseOut, type Check } from "./show";

export function CloseOutPanel({ id }: { readonly id: string }) {
  const t = useTranslate();
  const me = useMe();
  const format = useFormat();
  const query = useCloseOut(id);
  const [explaining, setExplaining] = useState<Check | null>(null);
  const may = levelIn(me, "finance") >= 2;
  const given = `?live_session_id=${encodeURIComponent(id)}`;
  return (
    <ReportPanel
      title={t("closeout.title")}
      note={t("closeout.note")}
      query={query}
      isEmpty={() => false}
      actions={query.data && <CloseShow closeOut={query.data} />}
    >
      {(data) => {
        const open = data.checks.filter((check) => check.open !== 0).length;
        const value = (check: Check, number: number) =>
          check.about === "stock" ? t.count("closeout.pieces", number) : format.money(number, data.currency);
        return (
          <>
            {may && !data.is_closed && (
              <Group gap="sm" mb="md">
                <Button
                  component={Link}
                  href={to.imports("payout_line")}
                  variant="default"
                  size="sm"
                  leftSection={<IconUpload size={16} />}
                >
                  {t("closeout.importPayout")}
                </Button>
                <Button
                  component={Link}
                  href={to.create("payout_line") + given}
                  variant="default"
                  size="sm"
                  leftSection={<IconPlus size={16} />}
                >
                  {t("closeout.typePayout")}
                </Button>
                <Button
                  component={Link}
                  href={to.create("cash_receipt") + given}
                  variant="default"
                  size="sm"
                  leftSection={<IconPlus size={16} />}
                >
                  {t("closeout.typeCash")}
                </Button>
              </Group>
            )}
            {!data.is_closed && open > 0 && <p className={classes.open}>{t.count("closeout.stillOpen", open)}</p>}
            {!data.is_closed && open > 0 && data.payout_lines === 0 && (
              <p className={classes.open}>{t("closeout.noPayout")}</p>
            )}
            <ul className={classes.checks} aria-label={t("closeout.title")}>
              {data.checks.map((check) => (
                <li key={check.about} className={classes.check} data-open={check.open !== 0 || undefined}>
                  <div className={classes.checkName}>
                    {check.open === 0 && <IconCheck size={16} aria-hidden />} {t(`closeout.${check.about}`)}
                  </div>
                  <dl className={classes.sides}>
                    <div>
                      <dt>{t(`closeout.${check.about}.expected`)}</dt>
                      <dd>{value(check, check.expected)}</dd>
                    </div>
                    <div>
                      <dt>{t(`closeout.${check.about}.found`)}</dt>
                      <dd>{value(check, check.found)}</dd>
                    </div>
                    <div>
                      <dt>{t("closeout.explained")}</dt>
                      <dd>{value(check, check.explained)}</dd>
                    </div>
                    <div>
                      <dt>{t("closeout.open")}</dt>
                      <dd>{value(check, check.open)}</dd>
                    </div>
                  </dl>
                  {may && check.open !== 0 && !data.is_closed && (
                    <Button size="sm" variant="light" onClick={() => setExplaining(check)}>
                      {t("closeout.explain")}
                    </Button>
                  )}
                </li>
              ))}
            </ul>
            {data.orders.length > 0 && (
              <>
                <h3 className={classes.orders}>{t("closeout.orders")}</h3>
                <ul className={classes.orderList}>
                  {data.orders.map((order) => (
                    <li key={order.external_ref} className={classes.line}>
                      <span>
                        {order.external_ref} · {t(`closeout.order.${order.state}`)}
                      </span>
                      <span>
                        {format.money(order.sold, data.currency)} / {format.money(order.paid, data.currency)}
                      </span>
                    </li>
                  ))}
                </ul>
                {data.has_more_orders && <p className={classes.hint}>{t("closeout.moreOrders")}</p>}
              </>
            )}
            {data.foreign_lines > 0 && (
              <p className={classes.hint}>{t.count("closeout.foreign", data.foreign_lines)}</p>
            )}
            <p className={classes.hint}>
              <Link href={to.list("show_explanation")}>{t("closeout.explanations")}</Link>
              {" · "}
              <Link href={to.list("show_close")}>{t("closeout.history")}</Link>
            </p>
            {explaining && (
              <ExplainDialog
                show={id}
                currency={data.currency}
                check={explaining}
                onClose={() => setExplaining(null)}
              />
            )}
          </>
        );
      }}
    </ReportPanel>
  );
}
