/* A photo instead of the camera: taken by the phone, or chosen. */
import { useState } from "react";
import { Button, FileButton } from "@mantine/core";
import { IconPhotoScan } from "@tabler/icons-react";
import { useMutation } from "@tanstack/react-query";
import { sentenceOf } from "../../i18n/sentence";
import { useTranslate } from "../../i18n/translate";
import classes from "./Warehouse.module.css";

interface Props {
  readonly onCode: (code: string) => void;
}

export function PhotoCode({ onCode }: Props) {
  const t = useTranslate();
  const [several, setSeveral] = useState<readonly string[]>([]);
  const read = useMutation({
    mutationFn: async (photo: File) => (await import("./photo")).readPhoto(photo),
    onMutate: () => setSeveral([]),
    onSuccess: (codes) => {
      const [first, ...others] = codes;
      if (first !== undefined && others.length === 0) onCode(first);
      else setSeveral(codes);
    },
  });

  return (
    <>
      <FileButton accept="image/*" onChange={(photo) => photo && read.mutate(photo)}>
        {(props) => (
          <Button {...props} variant="default" leftSection={<IconPhotoScan size={16} />} loading={read.isPending}>
            {t("scan.photo")}
          </Button>
        )}
      </FileButton>
      {read.isError && (
        <p role="alert" className={classes.bad}>
          {sentenceOf(read.error, t)}
        </p>
      )}
      {read.data?.length === 0 && (
        <p role="alert" className={classes.bad}>
          {t("scan.photoNone")}
        </p>
      )}
      {several.length > 0 && (
        <div className={classes.modes} role="group" aria-label={t("scan.photoMany")}>
          <span>{t("scan.photoMany")}</span>
          {several.map((code) => (
            <Button key={code} size="compact-sm" variant="light" onClick={() => onCode(code)}>
              {code}
            </Button>
          ))}
        </div>
      )}
    </>
  );
}
