/* What a browser says about a field that it does not accept, in the language of the page: the
   browser's own words are in the browser's language. */
import { useEffect } from "react";
import { useTranslate, type Translate } from "../i18n/translate";

type Field = HTMLInputElement | HTMLTextAreaElement | HTMLSelectElement;

const isField = (target: EventTarget | null): target is Field =>
  target instanceof HTMLInputElement || target instanceof HTMLTextAreaElement || target instanceof HTMLSelectElement;

function wordsOf(field: Field, t: Translate): string {
  const { validity } = field;
  if (validity.valueMissing) return t("field.missing");
  if (validity.typeMismatch && field.type === "email") return t("field.email");
  if (validity.tooShort && "minLength" in field) return t("field.short", { count: field.minLength });
  if (validity.tooLong && "maxLength" in field) return t("field.long", { count: field.maxLength });
  return t("field.wrong");
}

export function useValidityWords(): void {
  const t = useTranslate();
  useEffect(() => {
    const named = new Set<Field>();
    const name = ({ target }: Event) => {
      if (!isField(target)) return;
      target.setCustomValidity("");
      if (target.validity.valid) return;
      target.setCustomValidity(wordsOf(target, t));
      named.add(target);
    };
    // Words that were set count as an error until they are taken away; of a group of choices another one may change.
    const clear = () => {
      for (const field of named) field.setCustomValidity("");
      named.clear();
    };
    document.addEventListener("invalid", name, true);
    for (const kind of ["input", "change"]) document.addEventListener(kind, clear, true);
    return () => {
      clear();
      document.removeEventListener("invalid", name, true);
      for (const kind of ["input", "change"]) document.removeEventListener(kind, clear, true);
    };
  }, [t]);
}
