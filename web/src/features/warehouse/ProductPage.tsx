/* One product: its fields, its sizes with what is where, its barcodes and its last movements. */
import { RecordPage } from "../../records/RecordPage";
import { BarcodePanel } from "./BarcodePanel";
import { LabelsLink } from "./LabelsLink";
import { ProductMoves } from "./ProductMoves";
import { ReorderLevels } from "./ReorderLevels";
import { SizePanel } from "./SizePanel";

export function ProductPage({ id }: { readonly id: string }) {
  return (
    <RecordPage
      entity="product"
      id={id}
      aside={
        <>
          <SizePanel product={id} />
          <BarcodePanel product={id} />
          <ReorderLevels product={id} />
          <LabelsLink of={{ product: id }} />
          <ProductMoves product={id} />
        </>
      }
    />
  );
}
