/* A time zone by its IANA name. */
import { useMemo } from "react";
import { Select } from "@mantine/core";
import { inputProps, textOf, type InputProps } from "../field";
import { timeZones } from "../zones";

export function Input(props: InputProps) {
  const zones = useMemo(() => timeZones(), []);
  return (
    <Select
      {...inputProps(props)}
      searchable
      limit={60}
      data={zones}
      value={textOf(props.value) || null}
      onChange={(zone) => props.onChange(zone ?? "")}
    />
  );
}
