/* From a record, or a page beside its list, back to the list. */
import { IconChevronLeft } from "@tabler/icons-react";
import { Link } from "wouter";
import type { EntityName } from "../api/entities.gen";
import { entityOf } from "../api/rows";
import { useTranslate } from "../i18n/translate";
import { to } from "../paths/to";
import classes from "./BackLink.module.css";

export function BackLink({ entity }: { readonly entity: EntityName }) {
  const t = useTranslate();
  return (
    <Link href={to.list(entity)} className={classes.back ?? ""}>
      <IconChevronLeft size={14} aria-hidden /> {t.label(entityOf(entity).plural)}
    </Link>
  );
}
