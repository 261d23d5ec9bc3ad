/* One sale, and what came back of it. */
import { RecordPage } from "../../records/RecordPage";
import { useRow } from "../../records/queries";
import { ReturnsPanel } from "./ReturnsPanel";

export function SalePage({ id }: { readonly id: string }) {
  const { data } = useRow("sale", id);
  return <RecordPage entity="sale" id={id} aside={data && <ReturnsPanel sale={data} />} />;
}
