/* A feature that has its own page for an entity, or more to do above a list, stands here. */
import { lazy, type ComponentType } from "react";
import type { EntityName } from "../api/entities.gen";
import { withWords } from "../i18n/language";

/** Pages of single entities that are more than their fields. */
export const recordPages: Partial<ByEntity<{ readonly id: string }>> = {
  live_session: lazy(async () => ({
    default: (await withWords("shows", import("../features/shows/ShowPage"))).ShowPage,
  })),
  sale: lazy(async () => ({
    default: (await withWords("shows", import("../features/shows/SalePage"))).SalePage,
  })),
  inbound_box: lazy(async () => ({
    default: (await withWords("warehouse", import("../features/warehouse/BoxPage"))).BoxPage,
  })),
  product: lazy(async () => ({
    default: (await withWords("warehouse", import("../features/warehouse/ProductPage"))).ProductPage,
  })),
};

/** Buttons above the list of an entity. */
export const listActions: Partial<ByEntity<object>> = {
  live_session: lazy(async () => ({
    default: (await withWords("shows", import("../features/shows/ShowListActions"))).ShowListActions,
  })),
  product: lazy(async () => ({
    default: (await withWords("warehouse", import("../features/warehouse/ProductListActions"))).ProductListActions,
  })),
};

type ByEntity<Props> = { [name in EntityName]: ComponentType<Props> };
