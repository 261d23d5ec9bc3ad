/* The way back to the page this one belongs to. */
import { IconChevronLeft } from "@tabler/icons-react";
import { Link } from "wouter";
import classes from "./BackLink.module.css";

export function BackTo({ href, children }: { readonly href: string; readonly children: string }) {
  return (
    <Link href={href} className={classes.back ?? ""}>
      <IconChevronLeft size={14} aria-hidden /> {children}
    </Link>
  );
}
