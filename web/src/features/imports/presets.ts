/* Presets: those that come with the program, the workspace's in their place, and its own. */
import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { answer, call, client } from "../../api/client";
import type { Database } from "../../api/database.gen";
import type { ApiError } from "../../api/errors";
import { keys } from "../../api/keys";
import { useTranslate } from "../../i18n/translate";

export type FullPreset = Database["public"]["Functions"]["import_preset_list"]["Returns"][number];
type Row = Database["public"]["Tables"]["import_preset"]["Row"];

/** What a mapping is asked for by: the key of the program's, or the id of an own one. */
export const presetName = (preset: { readonly key: string; readonly id: string | null }) =>
  preset.key || (preset.id ?? "");

export function usePresets() {
  const { language } = useTranslate();
  return useQuery({
    queryKey: [...keys.entity("import_preset"), "list", language],
    queryFn: () => call("import_preset_list", {}),
  });
}

const rowOf = ({ name, entity, platform, columns, headers, options }: FullPreset) => ({
  name,
  entity,
  platform,
  columns,
  headers,
  options,
});

const insert = (row: Database["public"]["Tables"]["import_preset"]["Insert"]) =>
  answer<Row>(client.from("import_preset").insert(row).select().single());

export interface Change {
  readonly preset: FullPreset;
  readonly what: "edit" | "copy" | "off" | "on" | "restore";
  readonly name?: string;
}

/** Gives the row to edit, if there is one. */
async function change({ preset, what, name }: Change): Promise<string | null> {
  const table = client.from("import_preset");
  if (what === "copy") return (await insert({ ...rowOf(preset), name: name ?? preset.name })).id;
  if (what === "restore") {
    await answer(
      table
        .delete()
        .eq("id", preset.id ?? "")
        .select(),
    );
    return null;
  }
  if (what === "edit") return preset.id ?? (await insert({ ...rowOf(preset), built_in: preset.key })).id;
  const is_off = what === "off";
  if (preset.id) await answer(table.update({ is_off }).eq("id", preset.id).select());
  else await insert({ ...rowOf(preset), built_in: preset.key, is_off });
  return null;
}

export function useChangePreset() {
  const cache = useQueryClient();
  return useMutation<string | null, ApiError, Change>({
    mutationFn: change,
    onSettled: () => cache.invalidateQueries({ queryKey: keys.entity("import_preset") }),
  });
}
