/* All rows of the list as a spreadsheet. */
import { Button, Menu } from "@mantine/core";
import { IconDownload } from "@tabler/icons-react";
import type { EntityName } from "../api/entities.gen";
import type { ListQuery } from "../api/query";
import { useTranslate } from "../i18n/translate";
import { useExport } from "./useExport";

export function ExportMenu({ entity, query }: { readonly entity: EntityName; readonly query: ListQuery }) {
  const t = useTranslate();
  const exporting = useExport(entity, query);
  return (
    <Menu position="bottom-end">
      <Menu.Target>
        <Button variant="default" size="sm" leftSection={<IconDownload size={15} />} loading={exporting.isPending}>
          {t("list.export")}
        </Button>
      </Menu.Target>
      <Menu.Dropdown>
        <Menu.Item onClick={() => exporting.mutate("xlsx")}>{t("list.exportXlsx")}</Menu.Item>
        <Menu.Item onClick={() => exporting.mutate("csv")}>{t("list.exportCsv")}</Menu.Item>
      </Menu.Dropdown>
    </Menu>
  );
}
