/* Everything above the rows: search, filters, views, columns, export. */
import { Button } from "@mantine/core";
import { IconListCheck } from "@tabler/icons-react";
import type { EntityName } from "../api/entities.gen";
import type { ListQuery } from "../api/query";
import { entityOf } from "../api/rows";
import { useTranslate } from "../i18n/translate";
import { useIsPhone } from "../ui/useMedia";
import { ColumnChooser } from "./ColumnChooser";
import { keepColumns } from "./columns";
import { ExportMenu } from "./ExportMenu";
import { FilterBar } from "./FilterBar";
import classes from "./ListToolbar.module.css";
import { SearchBox } from "./SearchBox";
import { SortMenu } from "./SortMenu";
import { ViewsMenu } from "./ViewsMenu";

interface Props {
  readonly entity: EntityName;
  readonly query: ListQuery;
  readonly order: string;
  readonly onChange: (change: Partial<ListQuery>) => void;
  /** phone only: whether rows are being selected */
  readonly selecting: boolean;
  readonly onSelecting: ((selecting: boolean) => void) | null;
}

export function ListToolbar({ entity: name, query, order, onChange, selecting, onSelecting }: Props) {
  const t = useTranslate();
  const isPhone = useIsPhone();
  const entity = entityOf(name);
  const plural = t.inside(entity.plural);
  return (
    <div className={classes.toolbar}>
      <div className={classes.search}>
        <SearchBox
          label={t("list.search", { plural })}
          value={query.search}
          onChange={(search) => onChange({ search })}
        />
      </div>
      <div className={classes.strip}>
        <div className={classes.filters}>
          <FilterBar
            entity={entity}
            conditions={query.conditions}
            onChange={(conditions) => onChange({ conditions })}
          />
        </div>
        <div className={classes.tools}>
          <ViewsMenu entity={name} query={query} onPick={onChange} />
          {isPhone ? (
            <SortMenu entity={entity} order={order} onChange={(next) => onChange({ order: next })} />
          ) : (
            <ColumnChooser
              entity={entity}
              columns={query.columns}
              onChange={(columns) => {
                keepColumns(entity, columns);
                onChange({ columns });
              }}
            />
          )}
          <ExportMenu entity={name} query={query} />
          {isPhone && onSelecting && (
            <Button
              variant="default"
              size="sm"
              aria-pressed={selecting}
              leftSection={<IconListCheck size={15} />}
              onClick={() => onSelecting(!selecting)}
            >
              {t("list.select")}
            </Button>
          )}
        </div>
      </div>
    </div>
  );
}
