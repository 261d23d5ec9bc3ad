/* Something that is on no chip yet. */
import { useState } from "react";
import { Button, TextInput } from "@mantine/core";
import { useTranslate } from "../../i18n/translate";
import { Sheet } from "../../ui/Sheet";
import classes from "./Pad.module.css";

interface Props {
  readonly opened: boolean;
  readonly onClose: () => void;
  readonly onItem: (brand: string, shoeType: string) => void;
}

const MOST = 80;

export function OtherItem({ opened, onClose, onItem }: Props) {
  const t = useTranslate();
  const [brand, setBrand] = useState("");
  const [type, setType] = useState("");
  const isReady = brand.trim() !== "" && type.trim() !== "";
  return (
    <Sheet opened={opened} onClose={onClose} title={t("pad.otherItem")} size="sm">
      <form
        className={classes.form}
        onSubmit={(event) => {
          event.preventDefault();
          if (!isReady) return;
          onItem(brand.trim(), type.trim());
          setBrand("");
          setType("");
        }}
      >
        <TextInput
          data-autofocus
          label={t("pad.brand")}
          value={brand}
          maxLength={MOST}
          onChange={(event) => setBrand(event.currentTarget.value)}
        />
        <TextInput
          label={t("pad.type")}
          value={type}
          maxLength={MOST}
          onChange={(event) => setType(event.currentTarget.value)}
        />
        <Button type="submit" disabled={!isReady}>
          {t("pad.choose")}
        </Button>
      </form>
    </Sheet>
  );
}
