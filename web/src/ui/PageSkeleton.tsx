/* A page on its way: nothing for a moment, then its shape. */
import { FormSkeleton } from "./FormSkeleton";
import classes from "./Page.module.css";

export function PageSkeleton() {
  return (
    <div className={classes.page} data-waiting>
      <FormSkeleton />
    </div>
  );
}
