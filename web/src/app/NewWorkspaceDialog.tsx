/* Another workspace: its own members, records and currency. */
import { useState } from "react";
import { Alert, Button, Group, Stack, TextInput } from "@mantine/core";
import { useMutation } from "@tanstack/react-query";
import { useLocation } from "wouter";
import { call } from "../api/client";
import { switchWorkspace } from "../api/workspace";
import { Input as CurrencyInput } from "../fields/currency/Input";
import { Input as TimeZoneInput } from "../fields/time_zone/Input";
import { usePlace } from "../i18n/format";
import { sentenceOf } from "../i18n/sentence";
import { useTranslate } from "../i18n/translate";
import { to } from "../paths/to";
import { Sheet } from "../ui/Sheet";

const blank = { en: "", zh: "" };

export function NewWorkspaceDialog({ onClose }: { readonly onClose: () => void }) {
  const t = useTranslate();
  const place = usePlace();
  const [, navigate] = useLocation();
  const [values, setValues] = useState({ name: "", time_zone: place.timeZone, currency: place.currency });
  const make = useMutation({
    mutationFn: async () => {
      const made = await call("workspace_create", values);
      await switchWorkspace(made.workspace_id);
    },
    onSuccess: () => {
      onClose();
      navigate(to.home());
    },
  });

  return (
    <Sheet opened onClose={onClose} title={t("workspace.new")}>
      <form
        onSubmit={(event) => {
          event.preventDefault();
          make.mutate();
        }}
      >
        <Stack>
          {make.error && <Alert color="red" role="alert" title={sentenceOf(make.error, t)} />}
          <TextInput
            data-autofocus
            label={t("workspace.name")}
            required
            withAsterisk={false}
            maxLength={80}
            value={values.name}
            onChange={(event) => setValues({ ...values, name: event.currentTarget.value })}
          />
          <TimeZoneInput
            field={{ name: "time_zone", type: "time_zone", label: blank }}
            label={t("workspace.timeZone")}
            value={values.time_zone}
            values={values}
            error={null}
            onChange={(zone) => setValues({ ...values, time_zone: String(zone) })}
          />
          <CurrencyInput
            field={{ name: "currency", type: "currency", label: blank, required: true }}
            label={t("workspace.currency")}
            value={values.currency}
            values={values}
            error={null}
            onChange={(code) => setValues({ ...values, currency: String(code) })}
          />
          <Group justify="flex-end">
            <Button type="submit" loading={make.isPending}>
              {t("workspace.make")}
            </Button>
          </Group>
        </Stack>
      </form>
    </Sheet>
  );
}
