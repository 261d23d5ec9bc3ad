/* Which workspace one is in, the others, and a new one. */
import { lazy, Suspense, useState } from "react";
import { Menu, UnstyledButton } from "@mantine/core";
import { IconCheck, IconPlus, IconSelector } from "@tabler/icons-react";
import { useMutation } from "@tanstack/react-query";
import { useLocation } from "wouter";
import { switchWorkspace, useWorkspace, useWorkspaces } from "../api/workspace";
import { sentenceOf } from "../i18n/sentence";
import { useTranslate } from "../i18n/translate";
import { to } from "../paths/to";
import { useFeedback } from "../ui/feedback";
import { Logo } from "../ui/Logo";
import classes from "./WorkspaceMenu.module.css";

const NewWorkspaceDialog = lazy(async () => ({ default: (await import("./NewWorkspaceDialog")).NewWorkspaceDialog }));

export function WorkspaceMenu() {
  const t = useTranslate();
  const [, navigate] = useLocation();
  const { toast } = useFeedback();
  const workspace = useWorkspace();
  const workspaces = useWorkspaces();
  const [making, setMaking] = useState(false);
  const change = useMutation({
    mutationFn: switchWorkspace,
    onSuccess: () => navigate(to.home()),
    onError: (error) => toast({ message: sentenceOf(error, t), tone: "bad" }),
  });

  return (
    <>
      <Menu position="bottom-start" width={230}>
        <Menu.Target>
          <UnstyledButton
            className={classes.current}
            aria-label={`${t("workspace.title")}: ${workspace.data?.name ?? ""}`}
          >
            <Logo size={26} />
            <span className={classes.name}>{workspace.data?.name ?? "Steward"}</span>
            <IconSelector size={15} aria-hidden />
          </UnstyledButton>
        </Menu.Target>
        <Menu.Dropdown>
          <Menu.Label>{t("workspace.switch")}</Menu.Label>
          {workspaces.data?.map((one) => (
            <Menu.Item
              key={one.workspace_id}
              leftSection={one.current ? <IconCheck size={15} /> : <span className={classes.gap} />}
              onClick={() => {
                if (!one.current) change.mutate(one.workspace_id);
              }}
            >
              {one.name}
            </Menu.Item>
          ))}
          <Menu.Divider />
          <Menu.Item leftSection={<IconPlus size={15} />} onClick={() => setMaking(true)}>
            {t("workspace.new")}
          </Menu.Item>
        </Menu.Dropdown>
      </Menu>
      <Suspense>{making && <NewWorkspaceDialog onClose={() => setMaking(false)} />}</Suspense>
    </>
  );
}
