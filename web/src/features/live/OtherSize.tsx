/* A size that is on no chip yet. */
import { useState } from "react";
import { Button, TextInput } from "@mantine/core";
import { useTranslate } from "../../i18n/translate";
import { Sheet } from "../../ui/Sheet";
import classes from "./Pad.module.css";

interface Props {
  readonly opened: boolean;
  readonly onClose: () => void;
  readonly onSize: (size: string) => void;
}

export function OtherSize({ opened, onClose, onSize }: Props) {
  const t = useTranslate();
  const [size, setSize] = useState("");
  return (
    <Sheet opened={opened} onClose={onClose} title={t("pad.otherSize")} size="sm">
      <form
        className={classes.form}
        onSubmit={(event) => {
          event.preventDefault();
          if (size.trim() === "") return;
          onSize(size.trim());
          setSize("");
        }}
      >
        <TextInput
          data-autofocus
          label={t("pad.size")}
          value={size}
          maxLength={16}
          onChange={(event) => setSize(event.currentTarget.value)}
        />
        <Button type="submit" disabled={size.trim() === ""}>
          {t("pad.choose")}
        </Button>
      </form>
    </Sheet>
  );
}
