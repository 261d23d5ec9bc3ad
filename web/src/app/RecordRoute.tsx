/* One record at its address: the feature's own page where there is one. */
import { RecordPage } from "../records/RecordPage";
import { EntityGate } from "./EntityGate";
import { recordPages } from "./recordPages";

export function RecordRoute({ entity, id }: { readonly entity: string; readonly id: string }) {
  return (
    <EntityGate entity={entity}>
      {(name) => {
        const Own = recordPages[name];
        return Own ? <Own key={id} id={id} /> : <RecordPage key={id} entity={name} id={id} />;
      }}
    </EntityGate>
  );
}
