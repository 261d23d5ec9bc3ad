/* Every address of the app. Paths are built here and nowhere else. */

export const settingsSections = ["profile", "sessions", "workspace", "members", "about"] as const;
export type SettingsSection = (typeof settingsSections)[number];

export const serverSections = ["checks", "backups", "reports"] as const;
export type ServerSection = (typeof serverSections)[number];

/* Where to go once signed in; only ever an address of this app. */
const withNext = (path: string, next?: string | null) =>
  next && next !== "/" ? `${path}?next=${encodeURIComponent(next)}` : path;

const queryOf = (values: Record<string, string>) => {
  const query = new URLSearchParams(values).toString();
  return query ? `?${query}` : "";
};

export const isOwnPath = (path: string | null): path is string => path !== null && /^\/(?![/\\])/.test(path);

export const to = {
  home: () => "/",
  signIn: (next?: string | null) => withNext("/signin", next),
  signUp: (next?: string | null) => withNext("/signup", next),
  /* The guard of the page follows `next` as soon as one is signed in. */
  setup: (next: string) => withNext("/setup", next),
  example: () => "/setup/example",
  recover: () => "/recover",
  join: (token: string) => `/join?token=${encodeURIComponent(token)}`,
  list: (entity: string, query = "") => `/records/${entity}${query ? `?${query}` : ""}`,
  record: (entity: string, id: string) => `/records/${entity}/${encodeURIComponent(id)}`,
  create: (entity: string) => `/records/${entity}/new`,
  edit: (entity: string, id: string) => `/records/${entity}/${encodeURIComponent(id)}/edit`,
  finance: (month = "") => `/finance${month ? `?month=${month}` : ""}`,
  scan: () => "/warehouse/scan",
  stock: () => "/warehouse/stock",
  stockJournal: () => "/warehouse/journal",
  showPlan: (id: string) => `/shows/${encodeURIComponent(id)}/plan`,
  showBoard: (id: string) => `/shows/${encodeURIComponent(id)}/live`,
  showPad: (id: string) => `/shows/${encodeURIComponent(id)}/pad`,
  showMoney: (id: string) => `/shows/${encodeURIComponent(id)}/money`,
  showCompare: (...ids: readonly string[]) =>
    `/shows/compare${ids.length > 0 ? `?${new URLSearchParams(ids.map((id) => ["show", id])).toString()}` : ""}`,
  /* What they are for: { product: id }, { box: id } or { day: "2026-06-02" }. */
  labels: (what: Record<string, string> = {}) => `/warehouse/labels${queryOf(what)}`,
  knowledge: () => "/knowledge",
  training: () => "/knowledge/training",
  articleNew: () => "/knowledge/new",
  article: (id: string) => `/knowledge/${encodeURIComponent(id)}`,
  articleEdit: (id: string) => `/knowledge/${encodeURIComponent(id)}/edit`,
  articleVersions: (id: string) => `/knowledge/${encodeURIComponent(id)}/versions`,
  activity: () => "/activity",
  stockCounts: () => "/warehouse/counts",
  stockCount: (id: string) => `/warehouse/counts/${encodeURIComponent(id)}`,
  stockWatch: (section = "") => `/warehouse/watch${section ? `?what=${section}` : ""}`,
  scanInto: (sheet: string, of: "box" | "place") => `/warehouse/scan?sheet=${encodeURIComponent(sheet)}&of=${of}`,
  showRanking: () => "/shows/profit",
  imports: (entity = "") => `/import${entity ? `?what=${entity}` : ""}`,
  importPresets: () => "/import/presets",
  settings: (section: SettingsSection = "profile") => `/settings/${section}`,
  server: (section: ServerSection = "checks") => `/server/${section}`,
} as const;
