/* Everything around the pages: words, look, cache, feedback, addresses. */
import { useEffect, useState } from "react";
import { QueryClientProvider } from "@tanstack/react-query";
import { forgetKept } from "../api/kept";
import { useSession } from "../api/session";
import { FeedbackProvider } from "../ui/FeedbackProvider";
import { Themed } from "../ui/Themed";
import { UiWordsContext } from "../ui/words";
import { makeCache } from "./cache";
import { Connection } from "./Connection";
import { GuardedRouter } from "./GuardedRouter";
import { Routes } from "./Routes";
import { useValidityWords } from "./useValidityWords";
import { useWordsForUi } from "./useWordsForUi";

export function App({ env }: { readonly env?: "test" }) {
  const words = useWordsForUi();
  useValidityWords();
  const session = useSession();
  /* What one account read in one workspace is never shown to another. */
  const who = session.status === "in" ? `${session.me.account} ${session.me.workspace}` : "";
  const [cache, setCache] = useState(() => ({ who, client: makeCache() }));
  if (cache.who !== who) setCache({ who, client: makeCache() });
  useEffect(() => {
    if (session.status === "out") void forgetKept();
  }, [session.status]);

  return (
    <Themed {...(env ? { env } : {})}>
      <UiWordsContext value={words}>
        <QueryClientProvider client={cache.client}>
          <FeedbackProvider>
            <GuardedRouter>
              <Connection />
              <Routes key={who} />
            </GuardedRouter>
          </FeedbackProvider>
        </QueryClientProvider>
      </UiWordsContext>
    </Themed>
  );
}
