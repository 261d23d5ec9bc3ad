/* The last movements of a product. */
import { useTranslate } from "../../i18n/translate";
import { Panel } from "../../ui/Panel";
import { JournalTable } from "./JournalTable";
import { useJournal } from "./stock";

export function ProductMoves({ product }: { readonly product: string }) {
  const t = useTranslate();
  const journal = useJournal({ product_id: product, rows: 20 });
  if (!journal.data || journal.data.length === 0) return null;
  return (
    <Panel title={t("stock.journal")}>
      <JournalTable rows={journal.data} />
    </Panel>
  );
}
