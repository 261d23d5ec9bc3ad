/* Where one is in the list, and the way on. */
import { ActionIcon, NativeSelect } from "@mantine/core";
import { IconChevronLeft, IconChevronRight } from "@tabler/icons-react";
import { pageSizes, type ListQuery } from "../api/query";
import { useFormat } from "../i18n/format";
import { useTranslate } from "../i18n/translate";
import classes from "./Pager.module.css";

type Place = Pick<ListQuery, "page" | "size">;

interface Props {
  readonly query: Place;
  readonly count: number;
  readonly shown: number;
  readonly onChange: (change: Partial<Place>) => void;
}

export function Pager({ query, count, shown, onChange }: Props) {
  const t = useTranslate();
  const format = useFormat();
  const first = (query.page - 1) * query.size;
  const range = { from: format.number(first + 1), to: format.number(first + shown), count: format.number(count) };
  return (
    <nav className={classes.pager} aria-label={t("list.pages")}>
      <span className={classes.range} aria-live="polite">
        {shown > 0 ? t("list.range", range) : t.count("list.count", count)}
      </span>
      <NativeSelect
        size="xs"
        aria-label={t("list.pageSize")}
        value={String(query.size)}
        data={pageSizes.map((size) => ({
          value: String(size),
          label: t("list.perPage", { size: format.number(size) }),
        }))}
        onChange={(event) => onChange({ size: Number(event.currentTarget.value) })}
      />
      <ActionIcon
        variant="default"
        size="md"
        aria-label={t("list.previous")}
        disabled={query.page <= 1}
        onClick={() => onChange({ page: query.page - 1 })}
      >
        <IconChevronLeft size={16} />
      </ActionIcon>
      <ActionIcon
        variant="default"
        size="md"
        aria-label={t("list.next")}
        disabled={first + shown >= count}
        onClick={() => onChange({ page: query.page + 1 })}
      >
        <IconChevronRight size={16} />
      </ActionIcon>
    </nav>
  );
}
