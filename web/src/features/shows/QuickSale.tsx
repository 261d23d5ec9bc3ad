/* A sale while the show runs: brand, type, size, price; the next one keeps what rarely changes. */
import { useState } from "react";
import { Button, Group } from "@mantine/core";
import type { Row } from "../../api/entity";
import { entityOf, type Values } from "../../api/rows";
import { inputs } from "../../fields/inputs";
import { sentenceOf } from "../../i18n/sentence";
import { useTranslate } from "../../i18n/translate";
import { payloadOf, problemsOf, type Problems } from "../../records/form";
import { useSave } from "../../records/queries";
import { ErrorState } from "../../ui/ErrorState";
import { useFeedback } from "../../ui/feedback";
import { Sheet } from "../../ui/Sheet";
import classes from "./Show.module.css";

interface Props {
  readonly show: Row;
  readonly onClose: () => void;
}

const asked = ["brand", "shoe_type", "size", "size_system", "quantity", "price", "cost"] as const;

/* A sale after the show belongs to its time on the air. */
function soldAt(show: Row, now: Date): string {
  const end = typeof show["ends_at"] === "string" ? show["ends_at"] : null;
  return end !== null && Date.parse(end) < now.getTime() ? end : now.toISOString();
}

export function QuickSale({ show, onClose }: Props) {
  const t = useTranslate();
  const { toast } = useFeedback();
  const entity = entityOf("sale");
  const start: Values = { live_session_id: show.id, currency: show["currency"], quantity: 1 };
  const [values, setValues] = useState(start);
  const [problems, setProblems] = useState<Problems>({});
  const [series, setSeries] = useState(0);
  const save = useSave("sale", null);
  const named = save.error?.field ?? null;

  const submit = () => {
    const whole = { ...values, sold_at: soldAt(show, new Date()) };
    const found = problemsOf(entity, whole, t);
    setProblems(found);
    if (Object.keys(found).length > 0) return;
    save.mutate(payloadOf(entity, whole, null), {
      onSuccess: () => {
        toast({ message: t("form.saved", { name: t.label(entity.label) }) });
        setValues({
          ...start,
          brand: values["brand"],
          shoe_type: values["shoe_type"],
          size_system: values["size_system"],
        });
        setSeries((before) => before + 1);
      },
    });
  };

  return (
    <Sheet opened onClose={onClose} title={t("show.quickSale")}>
      <form
        noValidate
        onSubmit={(event) => {
          event.preventDefault();
          submit();
        }}
      >
        <div className={classes.quick}>
          {asked.map((name) => {
            const field = entity.fields.find((one) => one.name === name);
            if (!field) return null;
            const Input = inputs[field.type];
            const problem = problems[name] ?? (name === named && save.error ? sentenceOf(save.error, t) : null);
            return (
              <Input
                key={`${series} ${name}`}
                field={field}
                label={t.label(field.label)}
                value={values[name] ?? null}
                values={values}
                error={problem}
                autoFocus={name === (series === 0 ? "brand" : "size")}
                onChange={(value) => setValues((before) => ({ ...before, [name]: value }))}
              />
            );
          })}
        </div>
        {save.error && !asked.some((name) => name === named) && <ErrorState message={sentenceOf(save.error, t)} />}
        <Group mt="lg" gap="sm" pb="xs">
          <Button type="submit" loading={save.isPending}>
            {t("show.saveSale")}
          </Button>
          <Button variant="subtle" color="gray" onClick={onClose}>
            {t("action.close")}
          </Button>
        </Group>
      </form>
    </Sheet>
  );
}
