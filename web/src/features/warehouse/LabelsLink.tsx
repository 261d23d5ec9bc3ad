/* To the labels of a product, or of what a box holds. */
import { Button } from "@mantine/core";
import { IconTags } from "@tabler/icons-react";
import { Link } from "wouter";
import { useTranslate } from "../../i18n/translate";
import { to } from "../../paths/to";
import classes from "./Warehouse.module.css";

export function LabelsLink({ of }: { readonly of: { readonly product: string } | { readonly box: string } }) {
  const t = useTranslate();
  return (
    <Button
      component={Link}
      href={to.labels({ ...of })}
      variant="default"
      className={classes.start ?? ""}
      leftSection={<IconTags size={16} />}
    >
      {t("labels.title")}
    </Button>
  );
}
