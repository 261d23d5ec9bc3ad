/* Above the list of products: the ways into the warehouse. */
import { WarehouseLinks } from "./WarehouseLinks";

export function ProductListActions() {
  return <WarehouseLinks />;
}
