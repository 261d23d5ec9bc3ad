/* From page to page of the warehouse. */
import { Button } from "@mantine/core";
import { IconBarcode, IconClipboardCheck, IconHistory, IconRadar2, IconStack2 } from "@tabler/icons-react";
import { Link } from "wouter";
import { useTranslate } from "../../i18n/translate";
import { to } from "../../paths/to";
import classes from "./Warehouse.module.css";

type Place = "scan" | "stock" | "journal" | "counts" | "watch";

export function WarehouseLinks({ here }: { readonly here?: Place }) {
  const t = useTranslate();
  const links = [
    { place: "scan", href: to.scan(), word: "scan.title", Icon: IconBarcode },
    { place: "stock", href: to.stock(), word: "stock.title", Icon: IconStack2 },
    { place: "counts", href: to.stockCounts(), word: "stock.counts", Icon: IconClipboardCheck },
    { place: "watch", href: to.stockWatch(), word: "stock.watch", Icon: IconRadar2 },
    { place: "journal", href: to.stockJournal(), word: "stock.journal", Icon: IconHistory },
  ] as const;
  return (
    <div className={classes.links}>
      {links
        .filter(({ place }) => place !== here)
        .map(({ place, href, word, Icon }) => (
          <Button key={place} component={Link} href={href} variant="default" leftSection={<Icon size={16} />}>
            {t(word)}
          </Button>
        ))}
    </div>
  );
}
