/* Pages by address. Lazy: the first screen brings only itself. */
import { lazy, type ComponentType, type ReactNode } from "react";
import { withWords } from "../i18n/language";
import { to } from "../paths/to";
import { EntityGate } from "./EntityGate";
import { knowledgePages } from "./knowledgePages";

export type Guard = "anybody" | "guest" | "member";

export interface PageProps {
  readonly params: Readonly<Record<string, string | undefined>>;
}

export interface RouteEntry {
  readonly path: string;
  readonly guard: Guard;
  readonly page: ComponentType<PageProps>;
}

const SignIn = lazy(async () => ({ default: (await import("../features/auth/SignInPage")).SignInPage }));
const SignUp = lazy(async () => ({ default: (await import("../features/auth/SignUpPage")).SignUpPage }));
const Recover = lazy(async () => ({ default: (await import("../features/auth/RecoverPage")).RecoverPage }));
const Reset = lazy(async () => ({ default: (await import("../features/auth/ResetPage")).ResetPage }));
const Join = lazy(async () => ({ default: (await import("../features/auth/JoinPage")).JoinPage }));
const Setup = lazy(async () => ({
  default: (await withWords("setup", import("../features/setup/SetupPage"))).SetupPage,
}));
const Example = lazy(async () => ({
  default: (await withWords("setup", import("../features/setup/ExamplePage"))).ExamplePage,
}));
const Settings = lazy(async () => ({
  default: (await withWords("settings", import("../features/settings/SettingsPage"))).SettingsPage,
}));
const Server = lazy(async () => ({
  default: (await withWords("server", import("../features/server/ServerPage"))).ServerPage,
}));
const Report = lazy(async () => ({
  default: (await withWords("server", import("../features/server/ReportPage"))).ReportPage,
}));
const List = lazy(async () => ({ default: (await import("./ListRoute")).ListRoute }));
const Create = lazy(async () => ({ default: (await import("./CreateRoute")).CreateRoute }));
const Single = lazy(async () => ({ default: (await import("./RecordRoute")).RecordRoute }));
const Edit = lazy(async () => ({ default: (await import("./EditRoute")).EditRoute }));
const Imports = lazy(async () => ({
  default: (await withWords("imports", import("../features/imports/ImportPage"))).ImportPage,
}));
const Presets = lazy(async () => ({
  default: (await withWords("imports", import("../features/imports/PresetsPage"))).PresetsPage,
}));
const ShowRanking = lazy(async () => ({
  default: (await withWords("shows", import("../features/shows/ShowRankingPage"))).ShowRankingPage,
}));
const ShowCompare = lazy(async () => ({
  default: (await withWords("shows", import("../features/shows/ComparePage"))).ComparePage,
}));
const ShowPlan = lazy(async () => ({
  default: (await withWords("live", import("../features/live/PlanPage"))).PlanPage,
}));
const ShowBoard = lazy(async () => ({
  default: (await withWords("live", import("../features/live/BoardPage"))).BoardPage,
}));
const ShowPad = lazy(async () => ({
  default: (await withWords("live", import("../features/live/PadPage"))).PadPage,
}));
const FinanceMonth = lazy(async () => ({
  default: (await withWords("finance", import("../features/finance/MonthPage"))).MonthPage,
}));
const ShowMoney = lazy(async () => ({
  default: (await withWords("finance", import("../features/finance/ShowMoneyPage"))).ShowMoneyPage,
}));
const Scan = lazy(async () => ({
  default: (await withWords("warehouse", import("../features/warehouse/ScanPage"))).ScanPage,
}));
const Stock = lazy(async () => ({
  default: (await withWords("warehouse", import("../features/warehouse/StockPage"))).StockPage,
}));
const Journal = lazy(async () => ({
  default: (await withWords("warehouse", import("../features/warehouse/JournalPage"))).JournalPage,
}));
const Labels = lazy(async () => ({
  default: (await withWords("labels", import("../features/labels/LabelsPage"))).LabelsPage,
}));
const Counts = lazy(async () => ({
  default: (await withWords("warehouse", import("../features/warehouse/CountsPage"))).CountsPage,
}));
const Count = lazy(async () => ({
  default: (await withWords("warehouse", import("../features/warehouse/CountPage"))).CountPage,
}));
const Watch = lazy(async () => ({
  default: (await withWords("warehouse", import("../features/warehouse/WatchPage"))).WatchPage,
}));
const Start = lazy(async () => ({ default: (await import("./StartPage")).StartPage }));

/* A show on air is its sales, too. */
const OnAir = ({ children }: { readonly children: () => ReactNode }) => (
  <EntityGate entity="live_session">{() => <EntityGate entity="sale">{children}</EntityGate>}</EntityGate>
);

export const routes: readonly RouteEntry[] = [
  { path: "/signin", guard: "guest", page: () => <SignIn /> },
  { path: "/signup", guard: "guest", page: () => <SignUp /> },
  { path: "/recover", guard: "guest", page: () => <Recover /> },
  { path: "/reset", guard: "anybody", page: () => <Reset /> },
  { path: "/join", guard: "anybody", page: () => <Join /> },
  { path: "/security", guard: "anybody", page: () => <Report /> },
  { path: "/setup", guard: "guest", page: () => <Setup importPath={to.imports("sale")} /> },
  { path: "/setup/example", guard: "member", page: () => <Example /> },
  { path: "/", guard: "member", page: () => <Start /> },
  { path: "/records/:entity", guard: "member", page: ({ params }) => <List entity={params["entity"] ?? ""} /> },
  { path: "/records/:entity/new", guard: "member", page: ({ params }) => <Create entity={params["entity"] ?? ""} /> },
  {
    path: "/records/:entity/:id",
    guard: "member",
    page: ({ params }) => <Single entity={params["entity"] ?? ""} id={params["id"] ?? ""} />,
  },
  {
    path: "/records/:entity/:id/edit",
    guard: "member",
    page: ({ params }) => <Edit entity={params["entity"] ?? ""} id={params["id"] ?? ""} />,
  },
  { path: "/shows/profit", guard: "member", page: () => <OnAir>{() => <ShowRanking />}</OnAir> },
  { path: "/shows/compare", guard: "member", page: () => <OnAir>{() => <ShowCompare />}</OnAir> },
  {
    path: "/shows/:id/plan",
    guard: "member",
    page: ({ params }) => <EntityGate entity="show_item">{() => <ShowPlan id={params["id"] ?? ""} />}</EntityGate>,
  },
  {
    path: "/shows/:id/live",
    guard: "member",
    page: ({ params }) => <OnAir>{() => <ShowBoard id={params["id"] ?? ""} />}</OnAir>,
  },
  {
    path: "/shows/:id/pad",
    guard: "member",
    page: ({ params }) => <OnAir>{() => <ShowPad id={params["id"] ?? ""} />}</OnAir>,
  },
  {
    path: "/finance",
    guard: "member",
    page: () => <EntityGate entity="cost_item">{() => <FinanceMonth />}</EntityGate>,
  },
  {
    path: "/shows/:id/money",
    guard: "member",
    page: ({ params }) => (
      <EntityGate entity="cost_item">{() => <OnAir>{() => <ShowMoney id={params["id"] ?? ""} />}</OnAir>}</EntityGate>
    ),
  },
  {
    path: "/warehouse/scan",
    guard: "member",
    page: () => <EntityGate entity="stock_level">{() => <Scan />}</EntityGate>,
  },
  {
    path: "/warehouse/stock",
    guard: "member",
    page: () => <EntityGate entity="stock_level">{() => <Stock />}</EntityGate>,
  },
  {
    path: "/warehouse/journal",
    guard: "member",
    page: () => <EntityGate entity="stock_level">{() => <Journal />}</EntityGate>,
  },
  { path: "/import/presets", guard: "member", page: () => <Presets /> },
  {
    path: "/warehouse/labels",
    guard: "member",
    page: () => <EntityGate entity="product_variant">{() => <Labels />}</EntityGate>,
  },
  ...knowledgePages,
  {
    path: "/warehouse/counts",
    guard: "member",
    page: () => <EntityGate entity="stock_level">{() => <Counts />}</EntityGate>,
  },
  {
    path: "/warehouse/counts/:id",
    guard: "member",
    page: ({ params }) => <EntityGate entity="stock_level">{() => <Count id={params["id"] ?? ""} />}</EntityGate>,
  },
  {
    path: "/warehouse/watch",
    guard: "member",
    page: () => <EntityGate entity="stock_level">{() => <Watch />}</EntityGate>,
  },
  { path: "/import", guard: "member", page: () => <Imports /> },
  { path: "/server", guard: "member", page: () => <Server /> },
  { path: "/server/:section", guard: "member", page: ({ params }) => <Server {...sectionOf(params)} /> },
  { path: "/settings", guard: "member", page: () => <Settings /> },
  { path: "/settings/:section", guard: "member", page: ({ params }) => <Settings {...sectionOf(params)} /> },
];

function sectionOf({ section }: PageProps["params"]) {
  return section ? { section } : {};
}
