/* The corner where toasts appear; read aloud without taking the focus. */
import type { Toast } from "./feedback";
import { ToastCard } from "./ToastCard";
import classes from "./Toast.module.css";
import { useUiWords } from "./words";

interface Props {
  readonly toasts: readonly (Toast & { readonly id: number })[];
  readonly onDismiss: (id: number) => void;
}

export function ToastRegion({ toasts, onDismiss }: Props) {
  const words = useUiWords();
  return (
    <section className={classes.region} aria-label={words.notifications} aria-live="polite">
      {toasts.map((toast) => (
        <ToastCard key={toast.id} toast={toast} onDismiss={() => onDismiss(toast.id)} />
      ))}
    </section>
  );
}
