// The pad's requests: several helpers at once, each sale sent more than once, and taken back.
import { beforeAll, expect, it } from "vitest";

import { type Person, dataOf, invite, newId, send, signUp, tokenOf } from "../../harness/client.ts";
import { useServer } from "../../harness/server.ts";

const server = useServer();
type Row = Record<string, unknown> & { id: string };
let boss: Person;
let helpers: Person[];
let show: Row, variant: Row, place: Row;

const insert = async (table: string, row: object) => (await dataOf(boss.client.from(table).insert(row).select().single())) as Row;
const post = async (token: string, sale: { id: string }) =>
  (await send(server, "/rest/v1/sale", { token, body: sale, headers: { "Idempotency-Key": sale.id } })).status;
const rows = async () => (await dataOf(boss.client.from("sale").select("id, price, quantity").eq("live_session_id", show.id))) as { id: string; price: number; quantity: number }[];
const onHand = async () => ((await dataOf(boss.client.from("stock_level").select("on_hand").eq("product_variant_id", variant.id).single())) as { on_hand: number }).on_hand;

beforeAll(async () => {
  boss = await signUp(server);
  show = await insert("live_session", { title: "Tonight", day: "2026-05-08", platform: "tiktok", currency: "USD", status: "live", starts_at: "2026-05-08T18:00:00Z" });
  const product = await insert("product", { name: "Dunk", brand: "Nike", currency: "USD" });
  variant = await insert("product_variant", { product_id: product.id, size: "42", currency: "USD" });
  place = await insert("location", { name: "Shelf" });
  await dataOf(boss.client.rpc("stock_move", { lines: { kind: "in", product_variant_id: variant.id, location_id: place.id, quantity: 100 } }));
  helpers = [];
  for (let each = 0; each < 4; each++) helpers.push(await invite(server, boss, { live: 1, sales: 2 }));
});

const saleOf = (number: number) => ({
  ...{ id: newId(), live_session_id: show.id, sold_at: "2026-05-08T18:10:00Z", brand: "Nike", shoe_type: "Dunk", size: "42" },
  ...{ price: 1000 + number, quantity: 1, currency: "USD", product_variant_id: variant.id, location_id: place.id },
});

it("four helpers send each sale twice at once: each is there once, and out of the stock once", async () => {
  const all = await Promise.all(
    helpers.map(async (helper, who) => {
      const token = await tokenOf(helper);
      const sales = Array.from({ length: 12 }, (_none, number) => saleOf(100 * who + number));
      // Both may be under way at once, or the second one finds the first one's answer, or the row.
      for (const sale of sales)
        for (const status of await Promise.all([post(token, sale), post(token, sale)])) expect([201, 409]).toContain(status);
      return sales;
    }),
  );
  const wanted = all.flat();
  expect((await rows()).map(({ id, price }) => `${id} ${price}`).sort()).toEqual(wanted.map(({ id, price }) => `${id} ${price}`).sort());
  expect(await onHand()).toBe(100 - wanted.length);
  const board = (await dataOf(helpers[0]?.client.rpc("show_board", { live_session_id: show.id }) as never)) as { orders: number; gmv: number };
  expect([board.orders, board.gmv]).toEqual([wanted.length, wanted.reduce((sum, { price }) => sum + price, 0)]);
});

it("a sale that was sent before is said to be there without its key, too; another one by its id is refused", async () => {
  const token = await tokenOf(helpers[0] as Person);
  const sale = saleOf(1);
  expect(await post(token, sale)).toBe(201);
  expect(await post(token, sale)).toBe(201);
  const again = await send(server, "/rest/v1/sale", { token, body: sale });
  expect([again.status, ((await again.json()) as { code: string }).code]).toEqual([409, "23505"]);
  expect(await post(token, { ...sale, price: 1 } as never)).toBe(422);
  expect((await rows()).filter(({ id }) => id === sale.id)).toEqual([{ id: sale.id, price: sale.price, quantity: 1 }]);
});

it("is taken back by whoever sold it, as often as it is asked, and goes back into the stock", async () => {
  const [mine, other] = (await Promise.all(helpers.slice(0, 2).map(tokenOf))) as [string, string];
  const before = await onHand();
  const sale = saleOf(2);
  expect(await post(mine, sale)).toBe(201);
  expect(await onHand()).toBe(before - 1);
  const undo = async (token: string, key: string) =>
    (await send(server, `/rest/v1/sale?id=eq.${sale.id}`, { token, method: "DELETE", headers: { "Idempotency-Key": key } })).status;
  await undo(other, newId());
  expect((await rows()).some(({ id }) => id === sale.id)).toBe(true);
  const key = newId();
  expect([await undo(mine, key), await undo(mine, key), await undo(mine, newId())]).toEqual([204, 204, 204]);
  expect([(await rows()).some(({ id }) => id === sale.id), await onHand()]).toEqual([false, before]);
});

it("more than there is is refused where the workspace says so, and nothing is sold", async () => {
  await dataOf(boss.client.from("workspace").update({ negative_stock: "refuse" }).not("id", "is", null).select("id"));
  const token = await tokenOf(helpers[0] as Person);
  const sale = { ...saleOf(3), quantity: 500 };
  const status = await post(token, sale);
  expect([status >= 400 && status < 500, (await rows()).some(({ id }) => id === sale.id)]).toEqual([true, false]);
});
