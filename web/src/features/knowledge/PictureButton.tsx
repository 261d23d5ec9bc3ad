/* A picture for the text: sent, then named in it. */
import { useRef, useState } from "react";
import { Button } from "@mantine/core";
import { IconPhotoPlus } from "@tabler/icons-react";
import { newId } from "../../api/newId";
import { PHOTO_TYPES, sendPhoto } from "../../api/photos";
import { sentenceOf } from "../../i18n/sentence";
import { useTranslate } from "../../i18n/translate";
import { useFeedback } from "../../ui/feedback";
import { useDo } from "./knowledge";

interface Props {
  readonly article: string;
  readonly onAdded: (photo: string) => void;
}

export function PictureButton({ article, onAdded }: Props) {
  const t = useTranslate();
  const { toast } = useFeedback();
  const input = useRef<HTMLInputElement>(null);
  const [part, setPart] = useState(0);
  const send = useDo(async (file: File) => {
    const id = newId();
    await sendPhoto({ entity: "article", record: article, id, file, onProgress: setPart });
    return id;
  });
  const take = (file: File | undefined) => {
    if (file)
      send.mutate(file, {
        onSuccess: onAdded,
        onError: (error) => toast({ message: sentenceOf(error, t), tone: "bad" }),
      });
    if (input.current) input.current.value = "";
  };
  return (
    <>
      <input
        ref={input}
        type="file"
        accept={PHOTO_TYPES}
        hidden
        aria-label={t("knowledge.picture")}
        onChange={(event) => take(event.currentTarget.files?.[0])}
      />
      <Button
        mt="sm"
        variant="default"
        leftSection={<IconPhotoPlus size={16} />}
        loading={send.isPending}
        onClick={() => input.current?.click()}
      >
        {send.isPending ? `${Math.round(part * 100)} %` : t("knowledge.picture")}
      </Button>
    </>
  );
}
