/* The form of any entity: problems stand under the field that the check or the server names. */
import { useState, type FormEvent } from "react";
import { Alert, Button, Group } from "@mantine/core";
import type { EntityName } from "../api/entities.gen";
import type { Row } from "../api/entity";
import { helps } from "../api/helps.gen";
import { entityOf, type Values } from "../api/rows";
import { inputs } from "../fields/inputs";
import { sentenceOf } from "../i18n/sentence";
import { useTranslate } from "../i18n/translate";
import { useLeaveGuard } from "../ui/leaveGuard";
import { editableFields, isChanged, payloadOf, problemsOf, type Problems } from "./form";
import { useSave } from "./queries";
import classes from "./RecordForm.module.css";

interface Props {
  readonly entity: EntityName;
  /** as it was when the form was opened; null makes a new one */
  readonly row: Row | null;
  readonly start: Values;
  readonly onConflict?: () => void;
  readonly onSaved: (row: Row, values: Values, another: boolean) => void;
  readonly onCancel: () => void;
}

const without = (problems: Problems, name: string): Problems =>
  Object.fromEntries(Object.entries(problems).filter(([field]) => field !== name));

export function RecordForm({ entity: name, onSaved, onCancel, onConflict, ...opened }: Props) {
  const t = useTranslate();
  const [{ row, start }] = useState(opened);
  const entity = entityOf(name);
  const fields = editableFields(entity);
  const [values, setValues] = useState(start);
  const [problems, setProblems] = useState<Problems>({});
  const save = useSave(name, row);
  const named = save.error?.field ?? null;
  const isNamed = fields.some((field) => field.name === named);
  const release = useLeaveGuard(isChanged(start, values));

  const problemAt = (field: string) =>
    problems[field] ?? (field === named && save.error ? sentenceOf(save.error, t) : null);

  const submit = (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault();
    const found = problemsOf(entity, values, t);
    setProblems(found);
    const form = event.currentTarget;
    const first = fields.find((field) => found[field.name]);
    if (first) {
      form.querySelector<HTMLElement>(`[name="${first.name}"]`)?.focus();
      return;
    }
    const another = (event.nativeEvent as SubmitEvent).submitter?.dataset["another"] !== undefined;
    save.mutate(payloadOf(entity, values, row), {
      onSuccess: (saved) => {
        release();
        onSaved(saved, values, another);
      },
    });
  };

  return (
    <form noValidate onSubmit={submit} aria-label={t.label(entity.label)}>
      <div className={classes.grid}>
        {fields.map((field, at) => {
          const Input = inputs[field.type];
          const help = helps[name]?.[field.name];
          return (
            <div key={field.name} className={classes.field} data-wide={field.type === "longtext" || undefined}>
              <Input
                field={field}
                label={t.label(field.label)}
                value={values[field.name]}
                values={values}
                error={problemAt(field.name)}
                {...(help ? { help: t.label(help) } : {})}
                autoFocus={at === 0 && row === null}
                onChange={(value) => {
                  setValues((before) => ({ ...before, [field.name]: value }));
                  setProblems((before) => without(before, field.name));
                }}
              />
            </div>
          );
        })}
      </div>
      {save.error && !isNamed && (
        <Alert color="red" variant="light" mt="md" role="alert" title={sentenceOf(save.error, t)}>
          {save.error.kind === "conflict" && onConflict && (
            <Button size="compact-sm" variant="default" onClick={onConflict}>
              {t("form.loadTheirs")}
            </Button>
          )}
        </Alert>
      )}
      <Group mt="lg" gap="sm" className={classes.buttons ?? ""}>
        <Button type="submit" loading={save.isPending}>
          {t("action.save")}
        </Button>
        {!row && (
          <Button type="submit" variant="default" data-another disabled={save.isPending}>
            {t("form.saveAndNext")}
          </Button>
        )}
        <Button variant="subtle" color="gray" className={classes.cancel} onClick={onCancel}>
          {t("action.cancel")}
        </Button>
      </Group>
    </form>
  );
}
