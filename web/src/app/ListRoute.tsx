/* The list of an entity, at its address. */
import { RecordListPage } from "../records/RecordListPage";
import { EntityGate } from "./EntityGate";
import { listActions } from "./recordPages";

export function ListRoute({ entity }: { readonly entity: string }) {
  return (
    <EntityGate entity={entity}>
      {(name) => {
        const Actions = listActions[name];
        return <RecordListPage key={name} entity={name} actions={Actions && <Actions />} />;
      }}
    </EntityGate>
  );
}
