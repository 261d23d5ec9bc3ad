/* The first photo of a record beside its name in a list; the name says what it is. */
import type { ReactNode } from "react";
import type { PhotoLink } from "../../api/photos";
import classes from "./Photos.module.css";

interface Props {
  readonly photo: PhotoLink | undefined;
  readonly children: ReactNode;
}

export function FirstPhoto({ photo, children }: Props) {
  return (
    <span className={classes.first}>
      {photo ? (
        <img src={photo.url} alt="" width={28} height={28} loading="lazy" />
      ) : (
        <span className={classes.noPhoto} />
      )}
      <span className={classes.firstName}>{children}</span>
    </span>
  );
}
