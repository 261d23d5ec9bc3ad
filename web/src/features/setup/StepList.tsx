/* How far the set-up is. */
import { useTranslate } from "../../i18n/translate";
import { steps } from "./setup";
import classes from "./StepList.module.css";

export function StepList({ at }: { readonly at: number }) {
  const t = useTranslate();
  return (
    <ol className={classes.steps} aria-label={t("setup.progress", { at: at + 1, of: steps.length })}>
      {steps.map((step, index) => (
        <li
          key={step}
          className={classes.step}
          data-done={index <= at || undefined}
          aria-current={index === at ? "step" : undefined}
        >
          {t(`setup.${step}Short`)}
        </li>
      ))}
    </ol>
  );
}
