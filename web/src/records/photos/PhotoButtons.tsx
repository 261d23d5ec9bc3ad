/* Two ways to a photo: the camera, which a phone opens at once, and the folder. */
import { useRef } from "react";
import { Button, Group } from "@mantine/core";
import { IconCamera, IconPhotoPlus } from "@tabler/icons-react";
import { PHOTO_TYPES } from "../../api/photos";
import { useTranslate } from "../../i18n/translate";
import { useIsPhone } from "../../ui/useMedia";

interface Props {
  readonly disabled: boolean;
  readonly onFiles: (files: readonly File[]) => void;
}

export function PhotoButtons({ disabled, onFiles }: Props) {
  const t = useTranslate();
  const isPhone = useIsPhone();
  const camera = useRef<HTMLInputElement>(null);
  const folder = useRef<HTMLInputElement>(null);
  const take = (input: HTMLInputElement) => {
    onFiles([...(input.files ?? [])]);
    input.value = "";
  };
  return (
    <Group gap="xs">
      <input
        ref={camera}
        type="file"
        hidden
        accept="image/*"
        capture="environment"
        aria-label={t("photos.take")}
        onChange={(event) => take(event.currentTarget)}
      />
      <input
        ref={folder}
        type="file"
        hidden
        multiple
        accept={PHOTO_TYPES}
        aria-label={t("photos.choose")}
        onChange={(event) => take(event.currentTarget)}
      />
      {isPhone && (
        <Button
          size="sm"
          leftSection={<IconCamera size={16} aria-hidden />}
          disabled={disabled}
          onClick={() => camera.current?.click()}
        >
          {t("photos.take")}
        </Button>
      )}
      <Button
        size="sm"
        variant="default"
        leftSection={<IconPhotoPlus size={16} aria-hidden />}
        disabled={disabled}
        onClick={() => folder.current?.click()}
      >
        {t("photos.choose")}
      </Button>
    </Group>
  );
}
