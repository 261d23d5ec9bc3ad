// A small shop with fixed ids, so that every answer can be said beforehand: four shows, four
// products, twelve sales. What is expected of a query is computed here from the same rows.
import type { SupabaseClient } from "@supabase/supabase-js";

import { type Person, anonymous, randomName } from "../../harness/client.ts";
import type { Server } from "../../harness/server.ts";

/** Number `n` of a kind as a UUIDv7 of a fixed instant. */
export const idOf = (kind: number, n: number) =>
  `019a0000-0000-7000-8${kind}00-${String(n).padStart(12, "0")}`;
export const showId = (n: number) => idOf(1, n);
export const productId = (n: number) => idOf(2, n);
export const saleId = (n: number) => idOf(3, n);

export interface Show {
  id: string;
  title: string;
  day: string;
  platform: string;
  host: string | null;
  status: string;
  starts_at: string | null;
  ends_at: string | null;
  currency: string;
  gmv: number | null;
  cost: number | null;
  buyers: number | null;
  items: number | null;
  review: string | null;
}

export interface Product {
  id: string;
  name: string;
  brand: string;
  sku: string | null;
  currency: string;
  price: number | null;
  is_active: boolean;
}

export interface Sale {
  id: string;
  live_session_id: string | null;
  product_id: string | null;
  sold_at: string;
  brand: string;
  shoe_type: string;
  size: string | null;
  size_system: string | null;
  quantity: number;
  currency: string;
  price: number;
  cost: number | null;
  external_ref: string | null;
  transcript: string | null;
}

type ShowRow = [number, string, string, string, string | null, string, string | null, string | null, number | null, number | null, number | null, number | null, string | null];
// prettier-ignore
export const shows: Show[] = ([
  [1, "Tuesday night drop", "2026-03-03", "tiktok", "Mei", "ended", "2026-03-03T11:00:00Z", "2026-03-03T14:00:00Z", 120_050, 30_000, 41, 52, "Slow start, strong end"],
  [2, "周五大促", "2026-03-06", "douyin", "小林", "ended", "2026-03-06T12:00:00Z", "2026-03-06T16:30:00Z", 99_999, 45_001, 30, 33, "下次早点上新"],
  [3, "Spring \"clear, out\" (50%)", "2026-03-20", "tiktok", null, "ended", null, null, null, null, null, null, null],
  [4, "April preview", "2026-04-01", "whatnot", "mei", "planned", null, null, 0, 0, 0, 0, ""],
] as ShowRow[]).map(([n, title, day, platform, host, status, starts_at, ends_at, gmv, cost, buyers, items, review]) =>
  ({ id: showId(n), title, day, platform, host, status, starts_at, ends_at, currency: "CNY", gmv, cost, buyers, items, review }));

type ProductRow = [number, string, string, string | null, number | null, boolean];
// prettier-ignore
export const products: Product[] = ([
  [1, "Nike Dunk Low Panda", "Nike", "DD1391-100", 69_900, true],
  [2, "New Balance 990", "New Balance", "M990GL6", 149_900, true],
  [3, "回力 经典款", "回力", null, 9_900, false],
  [4, "Unsold", "Adidas", "NONE-1", null, true],
] as ProductRow[]).map(([n, name, brand, sku, price, is_active]) =>
  ({ id: productId(n), name, brand, sku, currency: "CNY", price, is_active }));

type SaleRow = [number, number | null, number | null, string, string, string, string | null, string | null, number, number, number | null, string | null, string | null];
// prettier-ignore
export const sales: Sale[] = ([
  [ 1, 1, 1, "2026-03-03T11:05:00Z", "Nike", "Dunk Low", "42.5", "EU", 1, 69_900, 40_000, "T-1", "size runs small"],
  [ 2, 1, 1, "2026-03-03T11:20:00Z", "Nike", "Dunk Low", "8 1/2", "US", 2, 68_000, 40_000, "T-2", null],
  [ 3, 1, 2, "2026-03-03T12:00:00Z", "New Balance", "990", "260", "CM", 1, 149_900, null, "T-3", null],
  [ 4, 1, null, "2026-03-03T13:59:59Z", "nike", "Air Max", "7.5", "UK", 1, 55_000, 30_000, null, "100% new"],
  [ 5, 2, 3, "2026-03-06T12:30:00Z", "回力", "经典款", "40", "EU", 3, 9_900, 3_000, "D-1", "老客户"],
  [ 6, 2, 3, "2026-03-06T13:00:00Z", "回力", "经典款", "41", "EU", 1, 9_900, 3_000, "D-2", null],
  [ 7, 2, null, "2026-03-06T15:59:00Z", "Adidas", "Samba_OG", "38 2/3", "EU", 1, 45_000, 20_000, "D-3", null],
  [ 8, 2, null, "2026-03-06T16:01:00Z", "Adidas", "Samba", null, null, 1, 44_000, null, "D-4", null],
  [ 9, 3, 1, "2026-03-20T02:00:00Z", "Nike", "Dunk, High \"retro\"", "43", "EU", 1, 0, 0, null, ""],
  [10, 3, null, "2026-03-20T02:10:00Z", "O'Neill", "Slip (on)", "42", "EU", 5, 1, 2, null, "a\\b"],
  [11, null, 2, "2026-03-21T00:00:00Z", "New Balance", "990", "44.5", "EU", 1, 150_000, 90_000, null, null],
  [12, null, null, "2026-03-22T23:30:00.250Z", "Asics", "Gel 👟", "27.5", "CM", 1, 89_900, 50_000, null, null],
] as SaleRow[]).map(([n, show, product, sold_at, brand, shoe_type, size, size_system, quantity, price, cost, transcript, external_ref]) => ({
  id: saleId(n), live_session_id: show === null ? null : showId(show), product_id: product === null ? null : productId(product),
  sold_at, brand, shoe_type, size, size_system, quantity, currency: "CNY", price, cost, external_ref, transcript,
}));

/** The day of an instant in the shop's zone, which has no summer time. */
export const dayOf = (instant: string) => new Date(Date.parse(instant) + 8 * 3_600_000).toISOString().slice(0, 10);
export const numbersOf = (rows: unknown) => (rows as { id: string }[]).map((row) => Number(row.id.slice(-12)));

export async function mustWork(reply: PromiseLike<{ error: { message: string; details?: string } | null }>): Promise<void> {
  const { error } = await reply;
  if (error) throw new Error(`${error.message} ${error.details ?? ""}`);
}

/** Somebody new with a workspace in Shanghai's zone. */
export async function openShop(server: Server): Promise<Person> {
  const client = anonymous(server);
  const person = { email: `${randomName("shop")}@example.com`, password: "a good passphrase", client };
  const data = { time_zone: "Asia/Shanghai", currency: "CNY", workspace_name: "Shop" };
  await mustWork(client.auth.signUp({ ...person, options: { data } }));
  await mustWork(client.auth.signInWithPassword(person));
  return person;
}

export async function fillShop(client: SupabaseClient): Promise<void> {
  await mustWork(client.from("live_session").insert(shows));
  await mustWork(client.from("product").insert(products));
  await mustWork(client.from("sale").insert(sales));
}
