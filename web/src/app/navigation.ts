/* What the menus show: the pages and records of every module that the caller has been granted, one
   group a module. The first place of a group is where its entry in the menu leads. */
import type { ComponentType } from "react";
import {
  IconBarcode,
  IconBook2,
  IconBox,
  IconBroadcast,
  IconCategory,
  IconClipboardCheck,
  IconHistory,
  IconLock,
  IconRadar2,
  IconReceipt,
  IconReceipt2,
  IconRepeat,
  IconReportMoney,
  IconSpeakerphone,
  IconStack2,
  IconTable,
  IconTags,
  IconTarget,
  IconUsers,
} from "@tabler/icons-react";
import { entities, type EntityName } from "../api/entities.gen";
import type { Entity } from "../api/entity";
import { entityOf } from "../api/rows";
import { levelIn, type Me } from "../api/session";
import { moduleLabel } from "../i18n/labels";
import type { Translate } from "../i18n/translate";
import { to } from "../paths/to";

export type Icon = ComponentType<{ size?: number | string }>;

export interface Place {
  readonly id: string;
  readonly href: string;
  readonly label: string;
  readonly icon: Icon;
}

export interface Group {
  readonly module: string;
  readonly label: string;
  readonly icon: Icon;
  readonly places: readonly [Place, ...Place[]];
}

/* Where a seller looks first; modules and records that are not named follow as the server lists them. */
const modulesFirst: readonly string[] = ["live", "sales", "warehouse", "finance"];
const recordsFirst: readonly EntityName[] = [
  "live_session",
  "host",
  "sale",
  "sale_return",
  "product",
  "location",
  "cost_item",
  "recurring_cost",
  "cost_budget",
  "cost_category",
  "fee_rule",
  "host_pay_rule",
  "exchange_rate",
  "payout_line",
  "cash_receipt",
  "month_close",
  "show_close",
];

const icons: Partial<Record<EntityName, Icon>> = {
  live_session: IconBroadcast,
  host: IconUsers,
  sale: IconReceipt,
  product: IconBox,
  cost_item: IconReceipt2,
  recurring_cost: IconRepeat,
  cost_budget: IconTarget,
  cost_category: IconCategory,
  month_close: IconLock,
  announcement: IconSpeakerphone,
};

/* Pages that are more than a list of records. They come before the records of their module. */
const pages = [
  { id: "finance", module: "finance", href: to.finance(), words: "finance.month", icon: IconReportMoney },
  { id: "stock", module: "warehouse", href: to.stock(), words: "stock.title", icon: IconStack2 },
  { id: "scan", module: "warehouse", href: to.scan(), words: "scan.title", icon: IconBarcode },
  { id: "labels", module: "warehouse", href: to.labels(), words: "labels.title", icon: IconTags },
  { id: "counts", module: "warehouse", href: to.stockCounts(), words: "stock.counts", icon: IconClipboardCheck },
  { id: "watch", module: "warehouse", href: to.stockWatch(), words: "stock.watch", icon: IconRadar2 },
  { id: "journal", module: "warehouse", href: to.stockJournal(), words: "stock.journal", icon: IconHistory },
  { id: "knowledge", module: "knowledge", href: to.knowledge(), words: "knowledge.title", icon: IconBook2 },
] as const;

export const iconOf = (name: EntityName): Icon => icons[name] ?? IconTable;

/* What has its place on the page of a show, or on one of the warehouse. */
const onOtherPages: readonly string[] = [
  ...["show_slot", "show_item", "show_explanation"],
  ...["article", "article_version", "article_ack", "quiz_question", "quiz_attempt", "announcement_seen"],
  ...["product_variant", "product_barcode", "stock_movement", "stock_level", "stock_cost", "stock_entry"],
  ...["inbound_line", "inbound_cost", "inbound_proposal", "stock_count", "stock_count_line", "stock_count_scan"],
];

const hasMenu = (entity: Entity) =>
  entity.module !== "core" && entity.module !== "admin" && !onOtherPages.includes(entity.name);

const inOrder = <T>(all: readonly T[], first: readonly T[]): T[] => [
  ...first.filter((one) => all.includes(one)),
  ...all.filter((one) => !first.includes(one)),
];

type Rights = Pick<Me, "role" | "grants" | "off">;

/** Kinds of records that the caller sees, in the order of the menu. */
export function menuOf(me: Rights): EntityName[] {
  const all = inOrder(Object.keys(entities) as EntityName[], recordsFirst);
  return all.filter((name) => hasMenu(entityOf(name)) && levelIn(me, entityOf(name).module) >= 1);
}

export function groupsOf(me: Rights, t: Translate): Group[] {
  const records = menuOf(me);
  const modules = inOrder([...new Set<string>(records.map((name) => entityOf(name).module))], modulesFirst);
  return modules.flatMap((module) => {
    const [first, ...others]: Place[] = [
      ...pages
        .filter((page) => page.module === module)
        .map(({ id, href, words, icon }) => ({ id, href, label: t(words), icon })),
      ...records
        .filter((name) => entityOf(name).module === module)
        .map((name) => ({ id: name, href: to.list(name), label: t.label(entityOf(name).plural), icon: iconOf(name) })),
    ];
    if (!first) return [];
    const label = others.length > 0 ? moduleLabel(module, t) : first.label;
    return [{ module, label, icon: first.icon, places: [first, ...others] as const }];
  });
}

/* Plan, board, pad and money of a show have addresses of their own. */
const also: Readonly<Record<string, string>> = { live_session: "/shows" };

const isIn = (folder: string | undefined, path: string) =>
  folder !== undefined && (path === folder || path.startsWith(`${folder}/`));

export const isAt = (place: Place, path: string) => isIn(place.href, path) || isIn(also[place.id], path);
