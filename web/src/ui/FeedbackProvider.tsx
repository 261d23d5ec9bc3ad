/* Holds the open question and the toasts on screen. */
import { lazy, Suspense, useCallback, useMemo, useRef, useState, type ReactNode } from "react";
import { FeedbackContext, type Question, type Toast } from "./feedback";
import { ToastRegion } from "./ToastRegion";

const ConfirmDialog = lazy(async () => ({ default: (await import("./ConfirmDialog")).ConfirmDialog }));

interface Shown extends Toast {
  readonly id: number;
}

export function FeedbackProvider({ children }: { readonly children: ReactNode }) {
  const [toasts, setToasts] = useState<readonly Shown[]>([]);
  const [question, setQuestion] = useState<Question | null>(null);
  const [asked, setAsked] = useState(false);
  const answerTo = useRef<(yes: boolean) => void>(() => undefined);
  const nextId = useRef(1);

  const toast = useCallback((one: Toast) => {
    const shown = { ...one, id: nextId.current++ };
    setToasts((before) => [...before.slice(-2), shown]);
  }, []);

  const ask = useCallback((one: Question) => {
    answerTo.current(false);
    setQuestion(one);
    setAsked(true);
    return new Promise<boolean>((resolve) => {
      answerTo.current = resolve;
    });
  }, []);

  const answer = useCallback((yes: boolean) => {
    answerTo.current(yes);
    setQuestion(null);
  }, []);

  const dismiss = useCallback((id: number) => {
    setToasts((before) => before.filter((one) => one.id !== id));
  }, []);

  const feedback = useMemo(() => ({ toast, ask }), [toast, ask]);
  return (
    <FeedbackContext value={feedback}>
      {children}
      <Suspense>{asked && <ConfirmDialog question={question} onAnswer={answer} />}</Suspense>
      <ToastRegion toasts={toasts} onDismiss={dismiss} />
    </FeedbackContext>
  );
}
