/* Who sees an article, who has to read it, and where it stands. */
import { Group, MultiSelect, NativeSelect } from "@mantine/core";
import { WholeInput } from "../../fields/WholeInput";
import { moduleLabel } from "../../i18n/labels";
import { useTranslate } from "../../i18n/translate";
import { Panel } from "../../ui/Panel";
import { useCategories, useMembers, type Draft } from "./knowledge";

const audiences = ["everybody", "editors", "chosen"] as const;
const required = ["nobody", "everybody", "members", "admins", "module"] as const;
const requiredModules = ["live", "sales", "warehouse", "finance"];

interface Props {
  readonly draft: Draft;
  readonly onChange: (next: Partial<Draft>) => void;
}

export function ArticleRules({ draft, onChange: set }: Props) {
  const t = useTranslate();
  const categories = useCategories().data ?? [];
  const members = useMembers().data ?? [];
  return (
    <Panel title={t("knowledge.rules")}>
      <Group align="end">
        <NativeSelect
          label={t("knowledge.category")}
          value={draft.article_category_id ?? ""}
          onChange={(event) => set({ article_category_id: event.currentTarget.value || null })}
          data={[
            { value: "", label: t("knowledge.noCategory") },
            ...categories.map(({ id, name }) => ({ value: id, label: name })),
          ]}
        />
        <NativeSelect
          label={t("knowledge.audience")}
          value={draft.audience}
          onChange={(event) =>
            set({ audience: audiences.find((one) => one === event.currentTarget.value) ?? "everybody" })
          }
          data={audiences.map((one) => ({ value: one, label: t(`knowledge.audience_${one}`) }))}
        />
        {draft.audience === "chosen" && (
          <MultiSelect
            label={t("knowledge.chosen")}
            searchable
            value={[...(draft.members ?? [])]}
            onChange={(next) => set({ members: next })}
            data={members.map((one) => ({ value: one.account_id, label: one.display_name }))}
          />
        )}
        <NativeSelect
          label={t("knowledge.required")}
          value={draft.required}
          onChange={(event) => set({ required: event.currentTarget.value })}
          data={required.map((one) => ({ value: one, label: t(`knowledge.required_${one}`) }))}
        />
        {draft.required === "module" && (
          <NativeSelect
            label={t("knowledge.module")}
            value={draft.required_module ?? ""}
            onChange={(event) => set({ required_module: event.currentTarget.value || null })}
            data={[
              { value: "", label: t("knowledge.choose") },
              ...requiredModules.map((one) => ({ value: one, label: moduleLabel(one, t) })),
            ]}
          />
        )}
        <WholeInput
          label={t("knowledge.passPercent")}
          min={1}
          max={100}
          value={draft.pass_percent}
          onChange={(next) => set({ pass_percent: next })}
        />
      </Group>
    </Panel>
  );
}
