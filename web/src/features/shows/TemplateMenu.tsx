/* The templates of the workspace, and the one that is suggested. */
import { Button, Menu } from "@mantine/core";
import { IconTemplate } from "@tabler/icons-react";
import { useQuery } from "@tanstack/react-query";
import { Link } from "wouter";
import { anyEntity } from "../../api/client";
import { keys } from "../../api/keys";
import { answerWhole } from "../../api/whole";
import { useTranslate } from "../../i18n/translate";
import { to } from "../../paths/to";

interface Template {
  readonly id: string;
  readonly name: string;
  readonly text: string;
}

export function TemplateMenu({ onChoose }: { readonly onChoose: (text: string) => void }) {
  const t = useTranslate();
  const list = useQuery({
    queryKey: keys.named("review_template", "menu"),
    queryFn: () =>
      answerWhole<Template>(
        anyEntity
          .from("review_template")
          .select("id,name,text")
          .order("is_default", { ascending: false })
          .order("name")
          .order("id"),
      ),
  });
  return (
    <Menu position="bottom-start">
      <Menu.Target>
        <Button size="compact-sm" variant="default" leftSection={<IconTemplate size={15} />}>
          {t("show.template")}
        </Button>
      </Menu.Target>
      <Menu.Dropdown>
        {(list.data ?? []).map(({ id, name, text }) => (
          <Menu.Item key={id} onClick={() => onChoose(text)}>
            {name}
          </Menu.Item>
        ))}
        <Menu.Item onClick={() => onChoose(t("show.suggestion"))}>{t("show.suggested")}</Menu.Item>
        <Menu.Divider />
        <Menu.Item component={Link} href={to.list("review_template")}>
          {t("show.templates")}
        </Menu.Item>
      </Menu.Dropdown>
    </Menu>
  );
}
