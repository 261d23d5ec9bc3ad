/* One incoming box: its fields and photos, what may be in it, what was counted, and its booking. */
import { RecordPage } from "../../records/RecordPage";
import { BoxCosts } from "./BoxCosts";
import { BoxPanel } from "./BoxPanel";
import { LabelsLink } from "./LabelsLink";
import { ProposalPanel } from "./ProposalPanel";

export function BoxPage({ id }: { readonly id: string }) {
  return (
    <RecordPage
      entity="inbound_box"
      id={id}
      aside={
        <>
          <ProposalPanel box={id} />
          <BoxPanel box={id} />
          <LabelsLink of={{ box: id }} />
          <BoxCosts box={id} />
        </>
      }
    />
  );
}
