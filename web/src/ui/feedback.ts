/* What the app says back: toasts that can be undone, and questions before something final. */
import { createContext, useContext } from "react";

export interface Toast {
  readonly message: string;
  readonly tone?: "plain" | "bad";
  readonly action?: { readonly label: string; readonly run: () => void };
  /** stays until it is answered */
  readonly stays?: boolean;
}

export interface Question {
  readonly title: string;
  readonly body?: string;
  readonly confirm: string;
  readonly danger?: boolean;
}

export interface Feedback {
  readonly toast: (toast: Toast) => void;
  readonly ask: (question: Question) => Promise<boolean>;
}

export const FeedbackContext = createContext<Feedback | null>(null);

export function useFeedback(): Feedback {
  const feedback = useContext(FeedbackContext);
  if (!feedback) throw new Error("useFeedback outside of FeedbackProvider");
  return feedback;
}
