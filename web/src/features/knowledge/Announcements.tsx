/* What the team should know now, until it was seen. */
import { Button, Group } from "@mantine/core";
import { IconCheck, IconPinned } from "@tabler/icons-react";
import { useQuery } from "@tanstack/react-query";
import { lazy, Suspense } from "react";
import { call } from "../../api/client";
import { keys } from "../../api/keys";
import { useTranslate } from "../../i18n/translate";
import { Panel } from "../../ui/Panel";
import { useDo } from "./knowledge";
import classes from "./Knowledge.module.css";

/* Most days there is nothing to read. */
const Markdown = lazy(async () => ({ default: (await import("./Markdown")).Markdown }));

interface Shown {
  readonly id: string;
  readonly title: string;
  readonly body: string | null;
  readonly is_pinned: boolean;
  readonly is_seen: boolean;
}

export function Announcements() {
  const t = useTranslate();
  const query = useQuery({
    queryKey: keys.named("announcement", "shown"),
    queryFn: async () => (await call("announcement_list", {})) as unknown as Shown[],
  });
  const see = useDo((id: string) => call("announcement_see", { id }));
  const shown = (query.data ?? []).filter(({ is_pinned, is_seen }) => is_pinned || !is_seen);
  if (shown.length === 0) return null;
  return (
    <div className={classes.announced}>
      {shown.map((one) => (
        <Panel
          key={one.id}
          title={one.title}
          actions={one.is_pinned && <IconPinned size={18} aria-label={t("knowledge.pinned")} />}
        >
          <Suspense>{one.body && <Markdown text={one.body} />}</Suspense>
          {!one.is_seen && (
            <Group justify="flex-end">
              <Button
                variant="default"
                size="xs"
                leftSection={<IconCheck size={14} />}
                loading={see.isPending}
                onClick={() => see.mutate(one.id)}
              >
                {t("knowledge.seen")}
              </Button>
            </Group>
          )}
        </Panel>
      ))}
    </div>
  );
}
