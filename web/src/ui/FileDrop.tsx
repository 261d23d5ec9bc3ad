/* A place to drop a file, or to pick one: the button is what a keyboard and a phone use. */
import { useRef, useState, type DragEvent } from "react";
import { Button } from "@mantine/core";
import { IconUpload } from "@tabler/icons-react";
import classes from "./FileDrop.module.css";

interface Props {
  readonly accept: string;
  readonly title: string;
  readonly note: string;
  readonly button: string;
  readonly busy: boolean;
  readonly onFile: (file: File) => void;
}

export function FileDrop({ accept, title, note, button, busy, onFile }: Props) {
  const input = useRef<HTMLInputElement>(null);
  const [over, setOver] = useState(false);
  const drag = (isOver: boolean) => (event: DragEvent) => {
    event.preventDefault();
    setOver(isOver);
  };
  return (
    <div
      className={classes.drop}
      data-over={over || undefined}
      onDragOver={drag(true)}
      onDragLeave={drag(false)}
      onDrop={(event) => {
        drag(false)(event);
        const [file] = event.dataTransfer.files;
        if (file && !busy) onFile(file);
      }}
    >
      <IconUpload size={26} aria-hidden />
      <p className={classes.title} role="status">
        {title}
      </p>
      <p className={classes.note}>{note}</p>
      <input
        ref={input}
        type="file"
        hidden
        accept={accept}
        aria-label={button}
        onChange={(event) => {
          const [file] = event.currentTarget.files ?? [];
          if (file) onFile(file);
          event.currentTarget.value = "";
        }}
      />
      <Button loading={busy} onClick={() => input.current?.click()}>
        {button}
      </Button>
    </div>
  );
}
