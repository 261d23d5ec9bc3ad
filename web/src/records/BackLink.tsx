/* From a record, or a page beside its list, back to the list. */
import type { EntityName } from "../api/entities.gen";
import { entityOf } from "../api/rows";
import { useTranslate } from "../i18n/translate";
import { to } from "../paths/to";
import { BackTo } from "./BackTo";

export function BackLink({ entity }: { readonly entity: EntityName }) {
  const t = useTranslate();
  return <BackTo href={to.list(entity)}>{t.label(entityOf(entity).plural)}</BackTo>;
}
