/* The form of a new record, at its address. */
import { RecordCreatePage } from "../records/RecordCreatePage";
import { EntityGate } from "./EntityGate";

export function CreateRoute({ entity }: { readonly entity: string }) {
  return <EntityGate entity={entity}>{(name) => <RecordCreatePage key={name} entity={name} />}</EntityGate>;
}
