/* A photo that is on its way, waits for the line, or was refused: with what can be done about it. */
import { Button, Progress } from "@mantine/core";
import { sentenceOf } from "../../i18n/sentence";
import { useTranslate } from "../../i18n/translate";
import classes from "./Photos.module.css";
import { dropUpload, retryUpload, type PhotoUpload } from "./uploads";

export function UploadTile({ upload }: { readonly upload: PhotoUpload }) {
  const t = useTranslate();
  const percent = Math.round(upload.part * 100);
  const said =
    upload.state === "failed"
      ? upload.error?.kind === "offline"
        ? t("photos.offline")
        : sentenceOf(upload.error, t)
      : t("photos.sending", { percent });
  return (
    <div className={classes.upload} data-failed={upload.state === "failed" || undefined}>
      <img src={upload.preview} alt="" width={96} height={96} />
      <p role="status" className={classes.said}>
        {said}
      </p>
      {upload.state === "failed" ? (
        <>
          <Button size="compact-xs" onClick={() => retryUpload(upload.id)}>
            {t("action.retry")}
          </Button>
          <Button size="compact-xs" variant="subtle" color="gray" onClick={() => dropUpload(upload.id)}>
            {t("photos.drop")}
          </Button>
        </>
      ) : (
        <Progress value={percent} size="sm" aria-label={t("photos.progress")} />
      )}
    </div>
  );
}
