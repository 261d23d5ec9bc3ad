/* The whole app at an address, or one part of it with what it needs around it. */
import { Suspense, type ReactNode } from "react";
import { render } from "@testing-library/react";
import userEvent from "@testing-library/user-event";
import { QueryClientProvider } from "@tanstack/react-query";
import { App } from "../app/App";
import { makeCache } from "../app/cache";
import { useWordsForUi } from "../app/useWordsForUi";
import { PlaceContext, type Place } from "../i18n/format";
import { LanguageProvider } from "../i18n/LanguageProvider";
import type { Language } from "../i18n/translate";
import { FeedbackProvider } from "../ui/FeedbackProvider";
import { Themed } from "../ui/Themed";
import { UiWordsContext } from "../ui/words";
import { rowOf, serve, serveList } from "./http";
import { rights } from "./who";
import { words } from "./words";

const shanghai: Place = { timeZone: "Asia/Shanghai", currency: "USD", weekStart: 1 };

/** What every signed-in page asks for. */
export function serveFrame() {
  const workspace = rowOf("workspace", "workspace-7", {
    name: "Sole Stage",
    time_zone: "Asia/Shanghai",
    currency: "USD",
    week_start: 1,
    negative_stock: "warn",
    second_counter: "another",
  });
  serveList("workspace", () => [workspace]);
  serveList("saved_view", () => []);
  serveList("member", () => [
    rowOf("member", "member-1", { account_id: "account-1", display_name: "Mei Lin", username: "mei", ...rights }),
  ]);
  /* Nothing sold yet: the dashboard and the page of a show ask. */
  for (const report of ["summary", "sales", "size_run"])
    serve(`POST /rest/v1/rpc/report_${report}`, () => ({ body: [] }));
  serve("POST /rest/v1/rpc/report_best_worst", () => ({ body: { currency: "USD", best: [], worst: [] } }));
  serveList("import_run", () => []);
  serveList("sale", () => []);
  serve("POST /rest/v1/rpc/workspace_list", () => ({
    body: [{ workspace_id: 7, name: "Sole Stage", role: "admin", current: true }],
  }));
  serve("POST /rest/v1/rpc/setup_state", () => ({
    body: { needed: false, name: "Steward", version: "1.2.3", sign_up: "open" },
  }));
}

export function renderApp(path: string, language: Language = "en") {
  history.replaceState(null, "", path);
  localStorage.setItem("steward.language", language);
  const user = userEvent.setup({ delay: null });
  const page = render(
    <LanguageProvider language={language} words={words[language]}>
      <App env="test" />
    </LanguageProvider>,
  );
  return { user, ...page };
}

function Around({ children, place }: { readonly children: ReactNode; readonly place: Place }) {
  return (
    <Themed env="test">
      <UiWordsContext value={useWordsForUi()}>
        <QueryClientProvider client={makeCache()}>
          <PlaceContext value={place}>
            <FeedbackProvider>
              <Suspense>{children}</Suspense>
            </FeedbackProvider>
          </PlaceContext>
        </QueryClientProvider>
      </UiWordsContext>
    </Themed>
  );
}

export function renderPart(part: ReactNode, { language = "en" as Language, place = shanghai } = {}) {
  const user = userEvent.setup({ delay: null });
  const page = render(
    <LanguageProvider language={language} words={words[language]}>
      <Around place={place}>{part}</Around>
    </LanguageProvider>,
  );
  return { user, ...page };
}
