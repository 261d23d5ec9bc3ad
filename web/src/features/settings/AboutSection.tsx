/* What runs here, and what it does not do. */
import { useServer } from "../../api/server";
import { useTranslate } from "../../i18n/translate";
import { Panel } from "../../ui/Panel";

export function AboutSection() {
  const t = useTranslate();
  const server = useServer();
  return (
    <Panel title={server.data ? `${server.data.name} ${server.data.version}` : "Steward"}>
      <p>{t("about.own")}</p>
      <p>{t("about.keys")}</p>
    </Panel>
  );
}
