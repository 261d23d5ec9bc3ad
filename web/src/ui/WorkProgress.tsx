/* How far a long piece of work is. */
import { Progress } from "@mantine/core";
import classes from "./WorkProgress.module.css";

interface Props {
  readonly label: string;
  /** 0 to 1; null while it is not known */
  readonly share: number | null;
}

export function WorkProgress({ label, share }: Props) {
  const percent = share === null ? 100 : Math.round(share * 100);
  return (
    <div className={classes.work}>
      <Progress value={percent} animated={share === null} striped={share === null} aria-label={label} />
      <div role="status" className={classes.label}>
        {label}
      </div>
    </div>
  );
}
