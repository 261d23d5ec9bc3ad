/* Structured data, as text that must be JSON. */
import { useState } from "react";
import { Textarea } from "@mantine/core";
import { inputProps, Unreadable, type InputProps } from "../field";

function read(typed: string): unknown {
  if (typed.trim() === "") return null;
  try {
    return JSON.parse(typed) as unknown;
  } catch {
    return new Unreadable(typed);
  }
}

export function Input(props: InputProps) {
  const [typed, setTyped] = useState(() => JSON.stringify(props.value ?? undefined, null, 2) ?? "");
  return (
    <Textarea
      {...inputProps(props)}
      autosize
      minRows={4}
      maxRows={18}
      spellCheck={false}
      value={typed}
      onChange={(event) => {
        setTyped(event.currentTarget.value);
        props.onChange(read(event.currentTarget.value));
      }}
    />
  );
}
