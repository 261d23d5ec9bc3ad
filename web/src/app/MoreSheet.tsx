/* What does not fit under the thumb. */
import { Button, Group, Stack } from "@mantine/core";
import { IconFileImport, IconLogout, IconServer, IconSettings } from "@tabler/icons-react";
import { Link } from "wouter";
import { leave, useMe } from "../api/session";
import { useTranslate } from "../i18n/translate";
import { to } from "../paths/to";
import { useImportable } from "../records/imports";
import { LanguageSwitch } from "../records/LanguageSwitch";
import { SchemeSwitch } from "../records/SchemeSwitch";
import { Sheet } from "../ui/Sheet";
import type { Place } from "./navigation";

interface Props {
  readonly places: readonly Place[];
  readonly onClose: () => void;
}

export function MoreSheet({ places, onClose }: Props) {
  const t = useTranslate();
  const me = useMe();
  const importable = useImportable();
  const row = { variant: "default", justify: "flex-start", fullWidth: true, size: "md" } as const;
  return (
    <Sheet opened onClose={onClose} title={me.name}>
      <Stack gap="xs" pb="md">
        {places.map(({ id, href, label, icon: Icon }) => (
          <Button key={id} {...row} component={Link} href={href} onClick={onClose} leftSection={<Icon size={18} />}>
            {label}
          </Button>
        ))}
        {importable.length > 0 && (
          <Button
            {...row}
            component={Link}
            href={to.imports()}
            onClick={onClose}
            leftSection={<IconFileImport size={18} />}
          >
            {t("import.title")}
          </Button>
        )}
        <Button
          {...row}
          component={Link}
          href={to.settings()}
          onClick={onClose}
          leftSection={<IconSettings size={18} />}
        >
          {t("settings.title")}
        </Button>
        {me.isOperator && (
          <Button {...row} component={Link} href={to.server()} onClick={onClose} leftSection={<IconServer size={18} />}>
            {t("server.title")}
          </Button>
        )}
        <Button {...row} leftSection={<IconLogout size={18} />} onClick={() => void leave("local")}>
          {t("session.leave")}
        </Button>
        <Group justify="space-between" mt="xs">
          <LanguageSwitch />
          <SchemeSwitch />
        </Group>
      </Stack>
    </Sheet>
  );
}
