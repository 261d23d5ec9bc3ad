/* The command palette: places, things to make, records found by their words. */
import { useState } from "react";
import { useTranslate } from "../i18n/translate";
import { CommandPalette } from "../ui/CommandPalette";
import { useCommands } from "./useCommands";
import { useFoundRecords } from "./useFoundRecords";

export function Palette({ onClose }: { readonly onClose: () => void }) {
  const t = useTranslate();
  const [search, setSearch] = useState("");
  const commands = useCommands();
  const found = useFoundRecords(search);
  const wanted = search.trim().toLocaleLowerCase();
  const matching = commands.filter(({ label }) => label.toLocaleLowerCase().includes(wanted));
  return (
    <CommandPalette
      opened
      onClose={onClose}
      label={t("palette.title")}
      commands={[...matching, ...found]}
      search={search}
      onSearch={setSearch}
    />
  );
}
