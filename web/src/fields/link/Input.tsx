/* Another record. */
import { inputProps, textOf, type InputProps } from "../field";
import { LinkSelect } from "./LinkSelect";

export function Input(props: InputProps) {
  return (
    <LinkSelect {...inputProps(props)} field={props.field} value={textOf(props.value)} onChange={props.onChange} />
  );
}
