/* Language and light, before one is signed in. */
import { Group } from "@mantine/core";
import { LanguageSwitch } from "./LanguageSwitch";
import { SchemeSwitch } from "./SchemeSwitch";

export function EntranceCorner() {
  return (
    <Group gap={4}>
      <LanguageSwitch />
      <SchemeSwitch />
    </Group>
  );
}
