/* A few fields of a row in a sheet: the others are given. */
import { useState, type ReactNode } from "react";
import { Button, Group } from "@mantine/core";
import type { EntityName } from "../../api/entities.gen";
import type { Row } from "../../api/entity";
import { entityOf, type Values } from "../../api/rows";
import { inputs } from "../../fields/inputs";
import { sentenceOf } from "../../i18n/sentence";
import { useTranslate } from "../../i18n/translate";
import { payloadOf, problemsOf, type Problems } from "../../records/form";
import { useSave } from "../../records/queries";
import { ErrorState } from "../../ui/ErrorState";
import { Sheet } from "../../ui/Sheet";
import classes from "./Plan.module.css";

interface Props {
  readonly entity: EntityName;
  readonly title: string;
  readonly asked: readonly string[];
  /** null makes a new one */
  readonly row: Row | null;
  readonly start: Values;
  /** more values that follow from one that was chosen */
  readonly follow?: (name: string, value: unknown) => Promise<Values>;
  readonly more?: ReactNode;
  readonly onClose: () => void;
}

export function FieldsForm({ entity: name, title, asked, row, start, follow, more, onClose }: Props) {
  const t = useTranslate();
  const entity = entityOf(name);
  const [values, setValues] = useState(start);
  const [problems, setProblems] = useState<Problems>({});
  const [series, setSeries] = useState(0);
  const save = useSave(name, row);
  const named = save.error?.field ?? null;

  const change = (field: string, value: unknown) => {
    setValues((before) => ({ ...before, [field]: value }));
    void follow?.(field, value).then((more) => {
      if (Object.keys(more).length === 0) return;
      setValues((before) => ({ ...before, ...more }));
      setSeries((now) => now + 1);
    });
  };
  const submit = () => {
    const found = problemsOf(entity, values, t);
    setProblems(found);
    if (Object.keys(found).length === 0) save.mutate(payloadOf(entity, values, row), { onSuccess: onClose });
  };

  return (
    <Sheet opened onClose={onClose} title={title}>
      <form
        noValidate
        onSubmit={(event) => {
          event.preventDefault();
          submit();
        }}
      >
        <div className={classes.form}>
          {asked.map((one, at) => {
            const field = entity.fields.find((each) => each.name === one);
            if (!field) return null;
            const Input = inputs[field.type];
            return (
              <Input
                key={`${series} ${one}`}
                field={field}
                label={t.label(field.label)}
                value={values[one] ?? null}
                values={values}
                error={problems[one] ?? (one === named && save.error ? sentenceOf(save.error, t) : null)}
                autoFocus={at === 0 && series === 0}
                onChange={(value) => change(one, value)}
              />
            );
          })}
        </div>
        {more}
        {save.error && !asked.some((one) => one === named) && <ErrorState message={sentenceOf(save.error, t)} />}
        <Group mt="lg" gap="sm" pb="xs">
          <Button type="submit" loading={save.isPending}>
            {t("action.save")}
          </Button>
          <Button variant="subtle" color="gray" onClick={onClose}>
            {t("action.cancel")}
          </Button>
        </Group>
      </form>
    </Sheet>
  );
}
