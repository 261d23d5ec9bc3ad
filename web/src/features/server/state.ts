/* How the states of checks look: never by colour alone. */
import { IconAlertTriangle, IconBulb, IconCheck } from "@tabler/icons-react";
import type { WordKey } from "../../i18n/translate";

const looks = {
  fine: { color: "pine", ink: undefined, icon: IconCheck, word: "server.stateFine" },
  advice: { color: "gray", ink: undefined, icon: IconBulb, word: "server.stateAdvice" },
  fault: { color: "red", ink: "var(--steward-bad)", icon: IconAlertTriangle, word: "server.stateFault" },
} as const satisfies Record<string, { color: string; ink: string | undefined; icon: typeof IconCheck; word: WordKey }>;

export type CheckState = keyof typeof looks;

export const isState = (state: string): state is CheckState => state in looks;
export const lookOf = (state: CheckState) => looks[state];
