/* Where a code comes in: typed, from a scanner that types it, or from the camera, which is asked for
   only when its button is pressed. */
import { useEffect, useRef, useState } from "react";
import { Button, Group, TextInput } from "@mantine/core";
import { IconCamera, IconCameraOff } from "@tabler/icons-react";
import { useTranslate } from "../../i18n/translate";
import type { Camera } from "./camera";
import { PhotoCode } from "./PhotoCode";
import classes from "./Warehouse.module.css";

interface Props {
  readonly onCode: (code: string) => void;
}

/* Whatever takes letters itself, and what stands above the page. */
const TAKES_LETTERS = "input:not([type=radio], [type=checkbox]), textarea, select, [contenteditable], [role=dialog] *";

const isLetter = ({ key, ctrlKey, metaKey, altKey }: KeyboardEvent) =>
  key.length === 1 && key !== " " && !ctrlKey && !metaKey && !altKey;

export function CodeInput({ onCode }: Props) {
  const t = useTranslate();
  const [typed, setTyped] = useState("");
  const [camera, setCamera] = useState<Camera | null>(null);
  const [fault, setFault] = useState<string | null>(null);
  const field = useRef<HTMLInputElement>(null);
  const video = useRef<HTMLVideoElement>(null);
  const told = useRef(onCode);
  const isHere = useRef(true);

  useEffect(() => {
    told.current = onCode;
  }, [onCode]);
  useEffect(() => () => camera?.stop(), [camera]);
  /* Nobody looks at a page that is hidden or left: the camera goes off, and stays off. */
  useEffect(() => {
    const leave = () => {
      if (document.hidden) setCamera(null);
    };
    isHere.current = true;
    document.addEventListener("visibilitychange", leave);
    addEventListener("pagehide", leave);
    return () => {
      isHere.current = false;
      document.removeEventListener("visibilitychange", leave);
      removeEventListener("pagehide", leave);
    };
  }, []);
  /* A scanner on a cable types: what nothing else on the page wants is a code. */
  useEffect(() => {
    const take = (event: KeyboardEvent) => {
      const isWanted = event.target instanceof Element && event.target.matches(TAKES_LETTERS);
      if (isLetter(event) && !isWanted) field.current?.focus();
    };
    addEventListener("keydown", take);
    return () => removeEventListener("keydown", take);
  }, []);

  const start = async () => {
    setFault(null);
    try {
      const { startCamera } = await import("./camera");
      if (!video.current) return;
      const started = await startCamera(video.current, (code) => told.current(code));
      /* Leave may be given when the page is gone already. */
      if (isHere.current && !document.hidden) setCamera(started);
      else started.stop();
    } catch {
      setFault(t("scan.noCamera"));
    }
  };

  return (
    <form
      onSubmit={(event) => {
        event.preventDefault();
        const code = typed.trim();
        setTyped("");
        if (code) onCode(code);
      }}
    >
      <Group align="end" gap="sm" wrap="nowrap">
        <TextInput
          ref={field}
          label={t("scan.code")}
          value={typed}
          maxLength={80}
          autoComplete="off"
          autoCapitalize="off"
          spellCheck={false}
          onChange={(event) => setTyped(event.currentTarget.value)}
          flex={1}
        />
        <Button type="submit">{t("scan.go")}</Button>
      </Group>
      <Group mt="sm">
        <Button
          variant="default"
          leftSection={camera ? <IconCameraOff size={16} /> : <IconCamera size={16} />}
          onClick={() => {
            if (camera) setCamera(null);
            else void start();
          }}
        >
          {t(camera ? "scan.cameraOff" : "scan.camera")}
        </Button>
        <PhotoCode onCode={onCode} />
      </Group>
      <p className={classes.dim}>{t("scan.cameraWhy")}</p>
      {fault && (
        <p role="alert" className={classes.bad}>
          {fault}
        </p>
      )}
      <video ref={video} className={classes.video} hidden={!camera} muted playsInline aria-label={t("scan.picture")} />
    </form>
  );
}
