/* What a filter says. */
import type { Field } from "../api/entity";
import type { Condition } from "../api/query";
import { isEntity } from "../api/rows";
import { describe } from "../fields/describe";
import { LinkedTitle } from "../fields/link/LinkedTitle";
import { useReader } from "../fields/useReader";
import { usePlace } from "../i18n/format";

interface Props {
  readonly field: Field;
  readonly conditions: readonly Condition[];
}

export function FilterText({ field, conditions }: Props) {
  const reader = useReader();
  const { timeZone } = usePlace();
  const [first] = conditions;
  const entity = field.to ?? "";
  if (field.type === "link" && first?.operator === "eq" && isEntity(entity))
    return <LinkedTitle entity={entity} id={first.value} />;
  return <>{first ? describe(field, conditions, reader, timeZone) : "…"}</>;
}
