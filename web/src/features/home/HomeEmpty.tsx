/* A workspace without a sale: three ways to begin. */
import { Button, Progress } from "@mantine/core";
import { IconBroadcast, IconFileSpreadsheet, IconSparkles } from "@tabler/icons-react";
import { Link } from "wouter";
import { entityOf } from "../../api/rows";
import { useMe } from "../../api/session";
import { sentenceOf } from "../../i18n/sentence";
import { useTranslate } from "../../i18n/translate";
import { to } from "../../paths/to";
import { progressOf, useImportable, useLoadExample, useRunningImports } from "../../records/imports";
import { mayCreate } from "../../records/permission";
import { useFeedback } from "../../ui/feedback";
import classes from "./HomeEmpty.module.css";

export function HomeEmpty() {
  const t = useTranslate();
  const me = useMe();
  const importable = useImportable();
  const load = useLoadExample();
  const running = useRunningImports().data ?? [];
  const { done, total } = progressOf(running);
  const { toast } = useFeedback();

  if (running.length > 0)
    return (
      <section className={classes.running} aria-label={t("home.loading")}>
        <h2 className={classes.title}>{t("home.loading")}</h2>
        <p className={classes.body}>{t.count("home.loadingRows", done)}</p>
        <Progress value={total > 0 ? (done / total) * 100 : 0} aria-label={t("home.loading")} size="lg" animated />
      </section>
    );
  return (
    <div className={classes.start}>
      <p className={classes.lead}>{t("home.lead")}</p>
      <ul className={classes.ways}>
        {importable.includes("sale") && (
          <li className={classes.way}>
            <IconFileSpreadsheet size={26} aria-hidden />
            <h2 className={classes.title}>{t("home.import")}</h2>
            <p className={classes.body}>{t("home.importBody")}</p>
            <Button component={Link} href={to.imports("sale")}>
              {t("home.importDo")}
            </Button>
          </li>
        )}
        {importable.includes("sale") && importable.includes("live_session") && (
          <li className={classes.way}>
            <IconSparkles size={26} aria-hidden />
            <h2 className={classes.title}>{t("home.example")}</h2>
            <p className={classes.body}>{t("home.exampleBody")}</p>
            <Button
              variant="default"
              loading={load.isPending}
              onClick={() =>
                load.mutate(undefined, { onError: (error) => toast({ message: sentenceOf(error, t), tone: "bad" }) })
              }
            >
              {t("home.exampleDo")}
            </Button>
          </li>
        )}
        {mayCreate(me, entityOf("live_session")) && (
          <li className={classes.way}>
            <IconBroadcast size={26} aria-hidden />
            <h2 className={classes.title}>{t("home.show")}</h2>
            <p className={classes.body}>{t("home.showBody")}</p>
            <Button component={Link} href={to.create("live_session")} variant="default">
              {t("home.showDo")}
            </Button>
          </li>
        )}
      </ul>
    </div>
  );
}
