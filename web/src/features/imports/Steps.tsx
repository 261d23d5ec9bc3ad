/* How far the import is. */
import { useTranslate } from "../../i18n/translate";
import classes from "./Imports.module.css";

export const steps = ["choose", "columns", "check", "run"] as const;
export type Step = (typeof steps)[number];

export function Steps({ at }: { readonly at: Step }) {
  const t = useTranslate();
  const here = steps.indexOf(at);
  return (
    <ol className={classes.steps} aria-label={t("import.progress", { at: here + 1, of: steps.length })}>
      {steps.map((step, index) => (
        <li key={step} data-done={index < here || undefined} aria-current={index === here ? "step" : undefined}>
          {t(`import.step.${step}`)}
        </li>
      ))}
    </ol>
  );
}
