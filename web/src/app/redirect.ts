/* Who is sent on from an address that is not for them. */
import type { SessionState } from "../api/session";
import { isOwnPath, to } from "../paths/to";
import type { Guard } from "./pages";

/** Where to go instead, or null to stay. */
export function redirectOf(guard: Guard, status: SessionState["status"], here: string, next: string | null) {
  if (guard === "member" && status === "out") return to.signIn(here);
  if (guard === "guest" && status === "in") return isOwnPath(next) ? next : to.home();
  return null;
}
