/* One record of any entity. A feature adds what is its own as `aside`. */
import type { ReactNode } from "react";
import type { EntityName } from "../api/entities.gen";
import { entityOf } from "../api/rows";
import { rowTitle } from "../fields/rowTitle";
import { useReader } from "../fields/useReader";
import { sentenceOf } from "../i18n/sentence";
import { useTranslate } from "../i18n/translate";
import { ErrorState } from "../ui/ErrorState";
import { FormSkeleton } from "../ui/FormSkeleton";
import { Page } from "../ui/Page";
import { Panel } from "../ui/Panel";
import { BackLink } from "./BackLink";
import { LazyPhotoPanel } from "./photos/LazyPhotoPanel";
import { useRow } from "./queries";
import { RecordActions } from "./RecordActions";
import { RecordFields } from "./RecordFields";
import { RecordOrigin } from "./RecordOrigin";

interface Props {
  readonly entity: EntityName;
  readonly id: string;
  readonly aside?: ReactNode;
}

export function RecordPage({ entity: name, id, aside }: Props) {
  const t = useTranslate();
  const reader = useReader();
  const entity = entityOf(name);
  const found = useRow(name, id);
  const row = found.data;

  return (
    <Page
      title={row ? rowTitle(entity, row, reader) : t.label(entity.label)}
      above={<BackLink entity={name} />}
      note={row && <RecordOrigin row={row} />}
      actions={row && <RecordActions entity={name} row={row} />}
    >
      {found.isError && <ErrorState message={sentenceOf(found.error, t)} onRetry={() => void found.refetch()} />}
      {found.isPending && <FormSkeleton />}
      {row && (
        <Panel>
          <RecordFields entity={name} row={row} />
        </Panel>
      )}
      {row && entity.photos && <LazyPhotoPanel entity={name} id={id} name={rowTitle(entity, row, reader)} />}
      {aside}
    </Page>
  );
}
