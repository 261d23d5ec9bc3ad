/* Gives the present filters, order and columns a name. */
import { useState } from "react";
import { Button, Group, Stack, Switch, TextInput } from "@mantine/core";
import type { EntityName } from "../api/entities.gen";
import type { ListQuery } from "../api/query";
import { sentenceOf } from "../i18n/sentence";
import { useTranslate } from "../i18n/translate";
import { Sheet } from "../ui/Sheet";
import { useSaveView } from "./savedViews";

interface Props {
  readonly entity: EntityName;
  readonly query: ListQuery;
  readonly onClose: () => void;
}

export function SaveViewDialog({ entity, query, onClose }: Props) {
  const t = useTranslate();
  const [name, setName] = useState("");
  const [shared, setShared] = useState(false);
  const save = useSaveView(entity);

  return (
    <Sheet opened onClose={onClose} title={t("views.save")} size="sm">
      <form
        onSubmit={(event) => {
          event.preventDefault();
          save.mutate({ name: name.trim(), shared, query }, { onSuccess: onClose });
        }}
      >
        <Stack>
          <TextInput
            data-autofocus
            label={t("views.name")}
            required
            maxLength={80}
            value={name}
            error={save.error ? sentenceOf(save.error, t) : null}
            onChange={(event) => setName(event.currentTarget.value)}
          />
          <Switch
            label={t("views.share")}
            checked={shared}
            onChange={(event) => setShared(event.currentTarget.checked)}
          />
          <Group justify="flex-end">
            <Button type="submit" loading={save.isPending} disabled={name.trim() === ""}>
              {t("action.save")}
            </Button>
          </Group>
        </Stack>
      </form>
    </Sheet>
  );
}
