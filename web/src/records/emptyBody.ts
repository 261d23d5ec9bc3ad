/* What an empty list teaches: the entity's own sentence, or what holds for any. */
import type { EntityName } from "../api/entities.gen";
import type { WordKey } from "../i18n/translate";

const own: Partial<Record<EntityName, WordKey>> = {
  live_session: "empty.live_session",
  sale: "empty.sale",
  product: "empty.product",
};

export const emptyBody = (entity: EntityName): WordKey => own[entity] ?? "empty.any";
