/* A review as it reads: its headings, lists and lines. */
import { blocksOf } from "./review";
import classes from "./Show.module.css";

export function ReviewText({ text }: { readonly text: string }) {
  return (
    <div className={classes.review}>
      {blocksOf(text).map(({ kind, lines }, at) => {
        if (kind === "heading") return <h3 key={at}>{lines[0]}</h3>;
        if (kind === "text") return <p key={at}>{lines[0]}</p>;
        return (
          <ul key={at}>
            {lines.map((line, number) => (
              <li key={number}>{line}</li>
            ))}
          </ul>
        );
      })}
    </div>
  );
}
