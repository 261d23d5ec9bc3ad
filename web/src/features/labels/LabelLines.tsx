/* Each size with its code, and how many labels of it. */
import { WholeInput } from "../../fields/WholeInput";
import { useTranslate } from "../../i18n/translate";
import type { LabelLine } from "./labels";
import classes from "./Labels.module.css";

interface Props {
  readonly lines: readonly (Omit<LabelLine, "copies"> & { readonly copies: number | null })[];
  readonly onCopies: (id: string, copies: number | null) => void;
}

export function LabelLines({ lines, onCopies }: Props) {
  const t = useTranslate();
  return (
    <>
      <div className={classes.names} aria-hidden>
        <span>{t("labels.product")}</span>
        <span>{t("labels.size")}</span>
        <span>{t("labels.code")}</span>
        <span>{t("labels.copies")}</span>
      </div>
      <ul className={classes.list}>
        {lines.map((line) => {
          const size = [line.size_system, line.size].filter(Boolean).join(" ");
          return (
            <li key={line.product_variant_id} className={classes.item}>
              <span className={classes.what}>
                <strong>{line.name}</strong>
                <span className={classes.dim}>{[line.brand, line.colour].filter(Boolean).join(" · ")}</span>
              </span>
              <span className={classes.size}>{size}</span>
              <span className={line.code ? classes.code : classes.none}>{line.code ?? t("labels.noCode")}</span>
              <WholeInput
                className={classes.copies}
                aria-label={`${t("labels.copies")}: ${line.name} ${size}`.trim()}
                value={line.copies}
                min={0}
                max={2000}
                clampBehavior="strict"
                onChange={(next) => onCopies(line.product_variant_id, next)}
              />
            </li>
          );
        })}
      </ul>
    </>
  );
}
