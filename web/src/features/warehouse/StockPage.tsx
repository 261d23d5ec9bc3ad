/* What is there: a line for each product, a chip for each size, and what it is worth to those who may
   know. */
import { useState } from "react";
import { Button, Select, TextInput } from "@mantine/core";
import { IconBarcode } from "@tabler/icons-react";
import { Link } from "wouter";
import { useFormat } from "../../i18n/format";
import { sentenceOf } from "../../i18n/sentence";
import { useTranslate } from "../../i18n/translate";
import { to } from "../../paths/to";
import { EmptyState } from "../../ui/EmptyState";
import { ErrorState } from "../../ui/ErrorState";
import { FormSkeleton } from "../../ui/FormSkeleton";
import { Page } from "../../ui/Page";
import { Panel } from "../../ui/Panel";
import { productsOf } from "./products";
import { useLocations, useOnHand, useStockValue } from "./stock";
import { SizeRun } from "./SizeRun";
import { WarehouseLinks } from "./WarehouseLinks";
import { worthOf } from "./worth";
import classes from "./Warehouse.module.css";

export function StockPage() {
  const t = useTranslate();
  const format = useFormat();
  const [place, setPlace] = useState<string | null>(null);
  const [search, setSearch] = useState("");
  const locations = useLocations();
  const stock = useOnHand({ is_held: true, ...(place ? { location_id: place } : {}) });
  const worth = useStockValue();
  const values = new Map((worth.data ?? []).map((row) => [row.product_id, row]));
  const wanted = search.trim().toLowerCase();
  const products = productsOf(stock.data ?? []).filter(({ name, brand }) =>
    `${name} ${brand}`.toLowerCase().includes(wanted),
  );
  const isNarrow = wanted !== "" || place !== null;
  const showAll = () => {
    setSearch("");
    setPlace(null);
  };
  const shown = products.flatMap(({ id }) => values.get(id) ?? []);
  const showsValue = worth.data !== undefined && place === null;

  return (
    <Page title={t("stock.title")} actions={<WarehouseLinks here="stock" />}>
      <Panel>
        <div className={classes.fields}>
          <TextInput
            label={t("stock.search")}
            value={search}
            onChange={(event) => setSearch(event.currentTarget.value)}
          />
          <Select
            label={t("scan.place")}
            placeholder={t("stock.everywhere")}
            clearable
            data={(locations.data ?? []).map(({ id, name }) => ({ value: id, label: name }))}
            value={place}
            onChange={setPlace}
          />
        </div>
      </Panel>
      {stock.isError && <ErrorState message={sentenceOf(stock.error, t)} onRetry={() => void stock.refetch()} />}
      {stock.isPending && <FormSkeleton />}
      {stock.data && products.length === 0 && (
        <EmptyState
          icon={<IconBarcode size={28} />}
          title={t(isNarrow ? "stock.noMatch" : "stock.empty")}
          body={t(isNarrow ? "stock.noMatchBody" : "stock.emptyBody")}
          actions={
            isNarrow ? (
              <Button variant="default" onClick={showAll}>
                {t("stock.showAll")}
              </Button>
            ) : (
              <Button component={Link} href={to.scan()}>
                {t("scan.title")}
              </Button>
            )
          }
        />
      )}
      {products.length > 0 && (
        <Panel>
          <div className={classes.scroll} role="region" aria-label={t("stock.title")} tabIndex={0}>
            <table className={classes.grid}>
              <thead>
                <tr>
                  <th scope="col">{t("stock.product")}</th>
                  <th scope="col">{t("stock.sizes")}</th>
                  <th scope="col" data-number>
                    {t("stock.pieces")}
                  </th>
                  {showsValue && (
                    <th scope="col" data-number>
                      {t("stock.value")}
                    </th>
                  )}
                </tr>
              </thead>
              <tbody>
                {products.map((product) => {
                  const value = values.get(product.id);
                  return (
                    <tr key={product.id}>
                      <td>
                        <Link href={to.record("product", product.id)}>{product.name}</Link>
                        <div className={classes.dim}>{product.brand}</div>
                      </td>
                      <td>
                        <SizeRun sizes={product.sizes} />
                      </td>
                      <td data-number>{format.number(product.pieces)}</td>
                      {showsValue && <td data-number>{value ? format.money(value.value, value.currency) : "–"}</td>}
                    </tr>
                  );
                })}
              </tbody>
              <tfoot>
                <tr>
                  <th scope="row" colSpan={2}>
                    {t.count("stock.products", products.length)}
                  </th>
                  <td data-number>{format.number(products.reduce((sum, { pieces }) => sum + pieces, 0))}</td>
                  {showsValue && <td data-number>{worthOf(shown, format)}</td>}
                </tr>
              </tfoot>
            </table>
          </div>
        </Panel>
      )}
    </Page>
  );
}
