/* The photos of a record: taken, chosen, dropped or pasted; small ones here, large ones on a press. */
import { useEffect, useState, type DragEvent } from "react";
import { Text } from "@mantine/core";
import type { EntityName } from "../../api/entities.gen";
import { entityOf } from "../../api/rows";
import { useMe } from "../../api/session";
import { sentenceOf } from "../../i18n/sentence";
import { useTranslate } from "../../i18n/translate";
import { ErrorState } from "../../ui/ErrorState";
import { useFeedback } from "../../ui/feedback";
import { Panel } from "../../ui/Panel";
import { PhotoButtons } from "./PhotoButtons";
import classes from "./Photos.module.css";
import { mayAddPhotos, useForgetPhotos, usePhotos } from "./photos";
import { PhotoView } from "./PhotoView";
import { addUploads, useUploads } from "./uploads";
import { UploadTile } from "./UploadTile";

export interface PhotoPanelProps {
  readonly entity: EntityName;
  readonly id: string;
  /** of the record, for the words that stand for the pictures */
  readonly name: string;
}

const picturesIn = (files: FileList | undefined) =>
  [...(files ?? [])].filter((file) => file.type.startsWith("image/") || /\.hei[cf]$/i.test(file.name));

export function PhotoPanel({ entity: kind, id, name }: PhotoPanelProps) {
  const t = useTranslate();
  const me = useMe();
  const { toast } = useFeedback();
  const most = entityOf(kind).photos ?? 0;
  const found = usePhotos(kind, id, "thumbnail");
  const uploads = useUploads(kind, id);
  const forget = useForgetPhotos();
  const [open, setOpen] = useState<string | null>(null);
  const [over, setOver] = useState(false);
  const photos = found.data ?? [];
  const room = most - photos.length - uploads.length;
  const mayAdd = me !== null && mayAddPhotos(me, kind);

  const add = (files: readonly File[]) => {
    if (!mayAdd || files.length === 0) return;
    if (files.length > room) toast({ message: t("photos.full", { most }), tone: "bad" });
    addUploads({ entity: kind, record: id, onDone: forget }, files.slice(0, Math.max(room, 0)));
  };

  useEffect(() => {
    const paste = (event: ClipboardEvent) => add(picturesIn(event.clipboardData?.files));
    addEventListener("paste", paste);
    return () => removeEventListener("paste", paste);
  });

  const drag = (isOver: boolean) => (event: DragEvent) => {
    event.preventDefault();
    setOver(isOver && mayAdd);
  };

  return (
    <Panel
      title={t("photos.title")}
      note={t("photos.count", { count: photos.length, most })}
      actions={mayAdd && <PhotoButtons disabled={room <= 0} onFiles={add} />}
    >
      {found.isError && <ErrorState message={sentenceOf(found.error, t)} onRetry={() => void found.refetch()} />}
      <div
        className={classes.strip}
        data-over={over || undefined}
        onDragOver={drag(true)}
        onDragLeave={drag(false)}
        onDrop={(event) => {
          drag(false)(event);
          add(picturesIn(event.dataTransfer.files));
        }}
      >
        <ul className={classes.list} aria-label={t("photos.title")}>
          {photos.map((photo, at) => (
            <li key={photo.id}>
              <button
                type="button"
                className={classes.tile}
                aria-label={t("photos.open", { at: at + 1, count: photos.length })}
                onClick={() => setOpen(photo.id)}
              >
                <img
                  src={photo.url}
                  alt={t("photos.alt", { at: at + 1, name })}
                  width={96}
                  height={96}
                  loading="lazy"
                />
              </button>
            </li>
          ))}
          {uploads.map((upload) => (
            <li key={upload.id}>
              <UploadTile upload={upload} />
            </li>
          ))}
        </ul>
        {found.isSuccess && photos.length + uploads.length === 0 && (
          <Text size="sm" c="dimmed">
            {mayAdd ? t("photos.none") : t("photos.noneToSee")}
          </Text>
        )}
      </div>
      {open && <PhotoView entity={kind} record={id} name={name} start={open} onClose={() => setOpen(null)} />}
    </Panel>
  );
}
