/* An address or a view that names fields which this person does not meet opens without them, and says so. */
import { Text } from "@mantine/core";
import type { EntityName } from "../api/entities.gen";
import { fieldCalled } from "../api/rows";
import { useTranslate } from "../i18n/translate";

interface Props {
  readonly entity: EntityName;
  readonly columns: readonly string[];
}

export function LeftOut({ entity, columns }: Props) {
  const t = useTranslate();
  const names = columns.map((column) => {
    const field = fieldCalled(entity, column);
    return field ? t.label(field.label) : column;
  });
  return (
    <Text role="status" size="sm" c="dimmed">
      {t("list.leftOut", { fields: names.join(t("list.and")) })}
    </Text>
  );
}
