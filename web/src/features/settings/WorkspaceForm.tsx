/* Name, time zone, currency, first day of the week and rules of the stock; an admin changes them. */
import { useState } from "react";
import { Alert, Button, Group, NativeSelect, Stack, TextInput } from "@mantine/core";
import { useMutation, useQueryClient } from "@tanstack/react-query";
import { answer, client } from "../../api/client";
import type { ApiError } from "../../api/errors";
import { helps } from "../../api/helps.gen";
import { entityOf } from "../../api/rows";
import { useMe } from "../../api/session";
import type { Workspace } from "../../api/workspace";
import { sentenceOf } from "../../i18n/sentence";
import { useTranslate } from "../../i18n/translate";
import { PlaceInputs } from "../../records/PlaceInputs";
import { useFeedback } from "../../ui/feedback";
import classes from "./WorkspaceForm.module.css";
import { weekdayNames } from "./weekdays";

type Values = Pick<Workspace, "name" | "time_zone" | "currency" | "week_start" | "negative_stock" | "second_counter">;

/** What the server takes from a list of its own. */
type Choice = "negative_stock" | "second_counter";
const isChoice = (name: string): name is Choice => name === "negative_stock" || name === "second_counter";

export function WorkspaceForm({ workspace }: { readonly workspace: Workspace }) {
  const t = useTranslate();
  const me = useMe();
  const cache = useQueryClient();
  const { toast } = useFeedback();
  const { name, time_zone, currency, week_start, negative_stock, second_counter } = workspace;
  const [values, setValues] = useState<Values>({
    name,
    time_zone,
    currency,
    week_start,
    negative_stock,
    second_counter,
  });
  const helpAt = (field: string) => {
    const help = helps["workspace"]?.[field];
    return help && t.label(help);
  };
  const choices = entityOf("workspace").fields.filter((field) => isChoice(field.name));
  const change = (part: Partial<Values>) => setValues((before) => ({ ...before, ...part }));
  const save = useMutation<unknown, ApiError>({
    mutationFn: () => answer(client.from("workspace").update(values).eq("id", workspace.id).select()),
    onSuccess: async () => {
      /* Dates and amounts everywhere are read in the workspace's terms. */
      await cache.invalidateQueries();
      toast({ message: t("settings.saved") });
    },
  });
  const errorAt = (column: keyof Values) => (save.error?.field === column ? sentenceOf(save.error, t) : null);
  const isNamed = save.error !== null && (save.error.field ?? "") in values;

  return (
    <form
      onSubmit={(event) => {
        event.preventDefault();
        save.mutate();
      }}
    >
      <fieldset className={classes.plain} disabled={me.role !== "admin"}>
        <Stack maw={420}>
          {save.error && !isNamed && <Alert color="red" role="alert" title={sentenceOf(save.error, t)} />}
          <TextInput
            label={t("workspace.name")}
            required
            withAsterisk={false}
            maxLength={80}
            error={errorAt("name")}
            value={values.name}
            onChange={(event) => change({ name: event.currentTarget.value })}
          />
          <PlaceInputs values={values} errorAt={errorAt} onChange={change} />
          <NativeSelect
            label={t("workspace.weekStart")}
            error={errorAt("week_start")}
            value={String(values.week_start)}
            data={weekdayNames(t.locale)}
            onChange={(event) => change({ week_start: Number(event.currentTarget.value) })}
          />
          {choices.map((field) => (
            <NativeSelect
              key={field.name}
              label={t.label(field.label)}
              description={helpAt(field.name)}
              error={isChoice(field.name) ? errorAt(field.name) : null}
              value={isChoice(field.name) ? values[field.name] : ""}
              data={(field.choices ?? []).map(({ value, label }) => ({ value, label: t.label(label) }))}
              onChange={(event) => change({ [field.name]: event.currentTarget.value })}
            />
          ))}
          {me.role === "admin" ? (
            <Group>
              <Button type="submit" loading={save.isPending}>
                {t("action.save")}
              </Button>
            </Group>
          ) : (
            <p>{t("workspace.adminsOnly")}</p>
          )}
        </Stack>
      </fieldset>
    </form>
  );
}
