/* The pages of one show, from each other. */
import { Button } from "@mantine/core";
import { Link } from "wouter";
import { levelIn, useMe } from "../../api/session";
import { useTranslate } from "../../i18n/translate";
import { to } from "../../paths/to";

type Place = "plan" | "board" | "pad";

export function ShowLinks({ id, here }: { readonly id: string; readonly here: Place }) {
  const t = useTranslate();
  const me = useMe();
  const sales = levelIn(me, "sales");
  const places = [
    { name: "plan", href: to.showPlan(id), may: true },
    { name: "board", href: to.showBoard(id), may: sales >= 1 },
    { name: "pad", href: to.showPad(id), may: sales >= 2 },
  ] as const;
  return (
    <>
      {places
        .filter(({ name, may }) => may && name !== here)
        .map(({ name, href }) => (
          <Button key={name} component={Link} href={href} variant="default">
            {t(`live.${name}`)}
          </Button>
        ))}
    </>
  );
}
