/* The head of a phone: workspace and search. */
import { ActionIcon } from "@mantine/core";
import { IconSearch } from "@tabler/icons-react";
import { useTranslate } from "../i18n/translate";
import classes from "./TopBar.module.css";
import { WorkspaceMenu } from "./WorkspaceMenu";

export function TopBar({ onSearch }: { readonly onSearch: () => void }) {
  const t = useTranslate();
  return (
    <div className={classes.bar}>
      <WorkspaceMenu />
      <ActionIcon
        variant="subtle"
        color="gray"
        c="inherit"
        size={44}
        aria-label={t("palette.title")}
        onClick={onSearch}
      >
        <IconSearch size={20} />
      </ActionIcon>
    </div>
  );
}
