/* One photo as large as the screen; arrow keys go on, Escape goes back. */
import { useEffect, useState } from "react";
import { ActionIcon, Group, Loader, Modal, Text } from "@mantine/core";
import { IconArrowLeft, IconArrowRight, IconChevronLeft, IconChevronRight, IconTrash } from "@tabler/icons-react";
import type { EntityName } from "../../api/entities.gen";
import { useMe } from "../../api/session";
import { useTranslate } from "../../i18n/translate";
import { useFeedback } from "../../ui/feedback";
import { useUiWords } from "../../ui/words";
import classes from "./Photos.module.css";
import { mayOrderPhotos, mayRemovePhoto, usePhotoChanges, usePhotos } from "./photos";

interface Props {
  readonly entity: EntityName;
  readonly record: string;
  readonly name: string;
  readonly start: string;
  readonly onClose: () => void;
}

export function PhotoView({ entity, record, name, start, onClose }: Props) {
  const t = useTranslate();
  const me = useMe();
  const words = useUiWords();
  const { ask } = useFeedback();
  const [shown, setShown] = useState(start);
  const found = usePhotos(entity, record, "screen");
  const { remove, order } = usePhotoChanges(entity, record);
  const photos = found.data ?? [];
  const at = Math.max(
    photos.findIndex((photo) => photo.id === shown),
    0,
  );
  const photo = photos[at];
  const isGone = found.isSuccess && photos.length === 0;
  const go = (step: number) => setShown(photos[at + step]?.id ?? shown);
  const move = (step: number) => {
    const ids = photos.map((one) => one.id);
    const [id] = ids.splice(at, 1);
    if (!id || order.isPending) return;
    ids.splice(at + step, 0, id);
    setShown(id);
    order.mutate(ids);
  };
  const drop = async () => {
    const question = { title: t("photos.removeTitle"), body: t("photos.removeBody"), confirm: t("action.delete") };
    if (!photo || !(await ask({ ...question, danger: true }))) return;
    setShown(photos[at + 1]?.id ?? photos[at - 1]?.id ?? "");
    remove.mutate(photo);
  };

  useEffect(() => {
    if (isGone) onClose();
  }, [isGone, onClose]);
  useEffect(() => {
    const press = (event: KeyboardEvent) => {
      if (event.key === "ArrowLeft") go(-1);
      if (event.key === "ArrowRight") go(1);
    };
    addEventListener("keydown", press);
    return () => removeEventListener("keydown", press);
  });

  const button = (label: string, icon: React.ReactNode, run: () => void, disabled = false) => (
    <ActionIcon variant="default" size="lg" aria-label={label} title={label} disabled={disabled} onClick={run}>
      {icon}
    </ActionIcon>
  );
  return (
    <Modal
      opened
      fullScreen
      onClose={onClose}
      title={t("photos.at", { at: at + 1, count: photos.length })}
      closeButtonProps={{ "aria-label": words.close }}
    >
      <div className={classes.large}>
        {photo ? <img src={photo.url} alt={t("photos.alt", { at: at + 1, name })} /> : <Loader />}
      </div>
      <Group justify="center" gap="xs" mt="sm">
        {button(t("photos.before"), <IconChevronLeft size={18} aria-hidden />, () => go(-1), at === 0)}
        {button(t("photos.next"), <IconChevronRight size={18} aria-hidden />, () => go(1), at >= photos.length - 1)}
        {me && mayOrderPhotos(me, entity, photos) && photos.length > 1 && (
          <>
            {button(t("photos.earlier"), <IconArrowLeft size={18} aria-hidden />, () => move(-1), at === 0)}
            {button(
              t("photos.later"),
              <IconArrowRight size={18} aria-hidden />,
              () => move(1),
              at >= photos.length - 1,
            )}
          </>
        )}
        {me &&
          photo &&
          mayRemovePhoto(me, entity, photo) &&
          button(t("photos.remove"), <IconTrash size={18} aria-hidden />, () => void drop())}
      </Group>
      <Text size="xs" c="dimmed" ta="center" mt="xs">
        {t("photos.keys")}
      </Text>
    </Modal>
  );
}
