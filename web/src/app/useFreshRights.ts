/* What one may do changes while the token lives: the server follows at once, the menus have to ask.
   They do on load, when one comes back to the window, and when something was refused. Only where
   the answer differs from what the token says is another token taken, so this ends by itself. */
import { useEffect, useEffectEvent, useRef } from "react";
import { useQueryClient } from "@tanstack/react-query";
import { answer, client, renewSession, watchRefusals } from "../api/client";
import type { Grants, Role } from "../api/entity";
import { ApiError } from "../api/errors";
import { forgetKept } from "../api/kept";
import { hasSameRights, useMe, type Me } from "../api/session";

/* Coming back, or being refused, asks at most once in this time; a refusal is not forgotten in it. */
const BACK_MS = 10_000;
const REFUSED_MS = 2_000;

interface Rights {
  readonly role: Role;
  readonly grants: Grants;
}

/** null: no member of the workspace any more. */
async function readRights(me: Me): Promise<Rights | null> {
  try {
    const rows = await answer(client.from("member").select("role,grants").eq("account_id", me.account));
    const [own] = rows as unknown as readonly Rights[];
    return own ?? null;
  } catch (error) {
    if (error instanceof ApiError && error.kind === "refused") return null;
    throw error;
  }
}

export function useFreshRights() {
  const me = useMe();
  const cache = useQueryClient();
  const asked = useRef(-Infinity);
  const known = useRef(me);

  const check = useEffectEvent(async (pause: number) => {
    if (me.workspace === 0 || performance.now() - asked.current < pause) return;
    /* What is refused while it asks is no reason to ask again. */
    asked.current = Infinity;
    const rights = await readRights(me).catch(() => me);
    if (!rights || !hasSameRights({ ...rights, off: me.off }, me)) await renewSession();
    asked.current = performance.now();
  });

  useEffect(() => {
    const back = () => {
      if (document.visibilityState === "visible") void check(BACK_MS);
    };
    void check(BACK_MS);
    let later: number | undefined;
    const forget = watchRefusals(() => {
      if (asked.current === Infinity) return;
      clearTimeout(later);
      later = window.setTimeout(() => void check(0), Math.max(asked.current + REFUSED_MS - performance.now(), 0));
    });
    addEventListener("focus", back);
    document.addEventListener("visibilitychange", back);
    return () => {
      forget();
      clearTimeout(later);
      removeEventListener("focus", back);
      document.removeEventListener("visibilitychange", back);
    };
  }, []);

  /* What was refused before may be there now, and the other way round: what no page asks for any more
     is forgotten, the rest is read again. */
  useEffect(() => {
    if (!hasSameRights(known.current, me)) {
      for (const query of cache.getQueryCache().findAll({ type: "inactive" })) query.reset();
      void cache.invalidateQueries();
      void forgetKept();
    }
    known.current = me;
  }, [me, cache]);
}
