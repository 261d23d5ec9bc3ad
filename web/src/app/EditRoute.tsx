/* The form of a record, at its address. */
import { RecordEditPage } from "../records/RecordEditPage";
import { EntityGate } from "./EntityGate";

export function EditRoute({ entity, id }: { readonly entity: string; readonly id: string }) {
  return <EntityGate entity={entity}>{(name) => <RecordEditPage key={id} entity={name} id={id} />}</EntityGate>;
}
