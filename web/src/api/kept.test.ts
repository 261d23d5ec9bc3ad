import { QueryClient } from "@tanstack/react-query";
import { afterEach, beforeEach, expect, test } from "vitest";
import { startHttp } from "../testing/http";
import { comeIn, goOut } from "../testing/who";
import { ApiError } from "./errors";
import { forgetKept, keeping } from "./kept";

beforeEach(startHttp);
afterEach(async () => {
  await goOut();
  await forgetKept();
});

const queryKey = ["report", "show_board", { id: "show-1" }];
const lost = () => Promise.reject(new ApiError({ kind: "offline", message: "" }));

/* As a page does that was just loaded: it knows nothing. */
async function ask(answer: () => Promise<unknown>) {
  const client = new QueryClient({ defaultOptions: { queries: { retry: false } } });
  const failed = await client.fetchQuery({ queryKey, queryFn: keeping(answer) }).then(
    () => false,
    () => true,
  );
  return { failed, data: client.getQueryData(queryKey), at: client.getQueryState(queryKey)?.dataUpdatedAt ?? 0 };
}

test("without a line the last answer stands in, as old as it is, and that it failed is told", async () => {
  await comeIn();
  const before = Date.now();
  expect(await ask(() => Promise.resolve({ gmv: 1 }))).toMatchObject({ failed: false, data: { gmv: 1 } });
  const answered = Date.now();
  await expect.poll(async () => (await ask(lost)).data).toEqual({ gmv: 1 });
  const { failed, at } = await ask(lost);
  expect([failed, at >= before && at <= answered + 1000]).toEqual([true, true]);
});

test("what the server refuses is not stood in for, nor what it answers", async () => {
  await comeIn();
  await ask(() => Promise.resolve(1));
  await expect.poll(async () => (await ask(lost)).data).toBe(1);
  expect(await ask(() => Promise.reject(new ApiError({ kind: "refused", message: "" })))).toMatchObject({
    failed: true,
  });
  expect((await ask(() => Promise.reject(new ApiError({ kind: "refused", message: "" })))).data).toBeUndefined();
  expect((await ask(() => Promise.resolve(2))).data).toBe(2);
});

test("nobody else is shown it, and it is gone when it is forgotten", async () => {
  await comeIn();
  await ask(() => Promise.resolve(1));
  await expect.poll(async () => (await ask(lost)).data).toBe(1);
  await goOut();
  expect((await ask(lost)).data).toBeUndefined();
  await comeIn({ sub: "account-2" });
  expect((await ask(lost)).data).toBeUndefined();
  await goOut();
  await comeIn({ workspace_id: 8 });
  expect((await ask(lost)).data).toBeUndefined();
  await goOut();
  await comeIn();
  expect((await ask(lost)).data).toBe(1);
  await forgetKept();
  expect((await ask(lost)).data).toBeUndefined();
});
