import { screen, waitFor } from "@testing-library/react";
import { afterEach, beforeEach, expect, test } from "vitest";
import { askedFor, serve, startHttp } from "../../testing/http";
import { renderPart, serveFrame } from "../../testing/render";
import { comeIn, goOut } from "../../testing/who";
import { DeadPanel } from "./DeadPanel";
import { PalletPanel } from "./PalletPanel";

const DEAD = "POST /rest/v1/rpc/stock_dead";
const PALLET = "POST /rest/v1/rpc/stock_pallet";

beforeEach(() => {
  startHttp();
  serveFrame();
});
afterEach(goOut);

test("without a number of days nothing is said to be dead", async () => {
  serve(DEAD, () => ({ body: [] }));
  await comeIn();
  const { user } = renderPart(<DeadPanel />);
  await screen.findByText("Dead stock");
  await user.clear(screen.getByLabelText("Not sold for (days)"));
  expect(screen.getByText("A whole number from 1 to 3,650, please.")).toBeTruthy();
  expect(screen.queryByText("Dead stock")).toBeNull();
  await user.type(screen.getByLabelText("Not sold for (days)"), "7");
  await waitFor(() => expect(askedFor(DEAD).map(({ body }) => body)).toEqual([{ days: 60 }, { days: 7 }]));
});

test("without a number of pieces no pallet is suggested", async () => {
  serve(PALLET, () => ({ body: [{ size: "42", size_system: "EU", sold: 3, on_hand: 1, pieces: 100 }] }));
  await comeIn();
  const { user } = renderPart(<PalletPanel />);
  await user.type(screen.getByLabelText("Brand"), "N");
  await screen.findByText("EU 42");
  await user.clear(screen.getByLabelText("Pieces on the pallet"));
  expect(screen.getByText("A whole number from 1 to 100,000, please.")).toBeTruthy();
  expect(screen.queryByText("EU 42")).toBeNull();
});
