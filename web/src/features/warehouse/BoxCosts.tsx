/* What the pieces of a box cost, for those who may know; it is booked with them. */
import { useState } from "react";
import { Button, Group, TextInput } from "@mantine/core";
import { useQuery } from "@tanstack/react-query";
import { anyEntity, answer, call } from "../../api/client";
import { keys } from "../../api/keys";
import { levelIn, useMe } from "../../api/session";
import { useFormat, usePlace } from "../../i18n/format";
import { moneyFromText } from "../../i18n/money";
import { useTranslate } from "../../i18n/translate";
import { useRow } from "../../records/queries";
import { Panel } from "../../ui/Panel";
import { useAct, useBoxLines, type BoxLine } from "./counts";
import classes from "./Warehouse.module.css";

interface Cost {
  readonly inbound_line_id: string;
  readonly unit_cost: number;
  readonly currency: string;
}

function CostInput({ line, name }: { readonly line: BoxLine; readonly name: string }) {
  const t = useTranslate();
  const { currency } = usePlace();
  const [typed, setTyped] = useState("");
  const unitCost = moneyFromText(typed, currency);
  const save = useAct(
    () => call("inbound_cost_set", { inbound_line_id: line.id, unit_cost: unitCost ?? 0, currency }),
    () => setTyped(""),
  );
  return (
    <form
      onSubmit={(event) => {
        event.preventDefault();
        if (unitCost !== null && unitCost >= 0) save.mutate(undefined);
      }}
    >
      <Group gap="xs" wrap="nowrap">
        <TextInput
          aria-label={t("box.costOf", { name })}
          placeholder={currency}
          inputMode="decimal"
          value={typed}
          w={96}
          onChange={(event) => setTyped(event.currentTarget.value)}
        />
        <Button type="submit" size="compact-sm" variant="default" disabled={unitCost === null} loading={save.isPending}>
          {t("box.set")}
        </Button>
      </Group>
    </form>
  );
}

export function BoxCosts({ box }: { readonly box: string }) {
  const t = useTranslate();
  const me = useMe();
  const format = useFormat();
  const lines = useBoxLines(box).data ?? [];
  const status = useRow("inbound_box", box).data?.["status"];
  const mayEdit = levelIn(me, "finance") >= 2 && status !== "booked";
  const costs = useQuery({
    queryKey: keys.named("inbound_line", "costs", box),
    enabled: levelIn(me, "finance") >= 1,
    queryFn: () =>
      answer<Cost[]>(
        anyEntity
          .from("inbound_cost")
          .select("inbound_line_id,unit_cost,currency,inbound_line!inner(inbound_box_id)")
          .eq("inbound_line.inbound_box_id", box),
      ),
  });
  if (!costs.data || lines.length === 0) return null;
  const known = new Map(costs.data.map((cost) => [cost.inbound_line_id, cost]));
  return (
    <Panel title={t("box.cost")}>
      <ul className={classes.list}>
        {lines.map((line) => {
          const cost = known.get(line.id);
          const name = [line.name ?? line.description, line.size].filter(Boolean).join(" · ");
          return (
            <li key={line.id} className={classes.item}>
              <span>
                {name}
                {!cost && <span className={classes.dim}> · {t("box.noCost")}</span>}
                {cost && <span className={classes.dim}> · {format.money(cost.unit_cost, cost.currency)}</span>}
              </span>
              {mayEdit && <CostInput line={line} name={name} />}
            </li>
          );
        })}
      </ul>
    </Panel>
  );
}
