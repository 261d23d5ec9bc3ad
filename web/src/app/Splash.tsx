/* The moment before it is known who is there. */
import { Logo } from "../ui/Logo";
import classes from "./Splash.module.css";

export function Splash() {
  return (
    <div className={classes.splash}>
      <Logo size={44} />
    </div>
  );
}
