/* To the labels of a product. */
import { Button } from "@mantine/core";
import { IconTags } from "@tabler/icons-react";
import { Link } from "wouter";
import { useTranslate } from "../../i18n/translate";
import { to } from "../../paths/to";

export function LabelsLink({ product }: { readonly product: string }) {
  const t = useTranslate();
  return (
    <Button component={Link} href={to.labels({ product })} variant="default" leftSection={<IconTags size={16} />}>
      {t("labels.title")}
    </Button>
  );
}
