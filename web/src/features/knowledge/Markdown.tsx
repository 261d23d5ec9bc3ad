/* An article as it is read. */
import { Fragment, useMemo, type ReactNode } from "react";
import { Link } from "wouter";
import classes from "./Knowledge.module.css";
import { definitionsOf, parseMarkdown, photoOf, safeAddress, type Node } from "./markdown";

interface Props {
  readonly text: string;
  /** Addresses of the article's photos by their ids. */
  readonly photos?: ReadonlyMap<string, string>;
}

interface Context {
  readonly photos: ReadonlyMap<string, string>;
  readonly definitions: ReadonlyMap<string, string>;
}

const plain = { paragraph: "p", blockquote: "blockquote", emphasis: "em", strong: "strong", delete: "del" } as const;
const headings = ["h2", "h3", "h4", "h5", "h6", "h6"] as const;

function Address({ url, children }: { readonly url: string | undefined; readonly children: ReactNode }) {
  const address = url ? safeAddress(url) : null;
  if (!address) return <>{children}</>;
  if (address.startsWith("/")) return <Link href={address}>{children}</Link>;
  return (
    <a href={address} rel="noopener noreferrer nofollow" target="_blank">
      {children}
    </a>
  );
}

function Picture({ node, photos }: { readonly node: Node; readonly photos: Context["photos"] }) {
  const id = photoOf(node.url ?? "");
  const url = id ? photos.get(id) : undefined;
  if (!url) return <span className={classes.noPicture}>{node.alt ?? ""}</span>;
  return <img src={url} alt={node.alt ?? ""} loading="lazy" />;
}

const draw = (node: Node, context: Context): ReactNode =>
  node.children?.map((child, i) => <Fragment key={i}>{drawNode(child, context)}</Fragment>);

function drawTable(node: Node, context: Context) {
  const [head, ...rows] = node.children ?? [];
  return (
    <div className={classes.table}>
      <table>
        <thead>
          <tr>
            {head?.children?.map((cell, i) => (
              <th key={i}>{draw(cell, context)}</th>
            ))}
          </tr>
        </thead>
        <tbody>
          {rows.map((row, i) => (
            <tr key={i}>
              {row.children?.map((cell, k) => (
                <td key={k}>{draw(cell, context)}</td>
              ))}
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}

function drawNode(node: Node, context: Context): ReactNode {
  const inside = () => draw(node, context);
  if (node.type in plain) {
    const Tag = plain[node.type as keyof typeof plain];
    return <Tag>{inside()}</Tag>;
  }
  switch (node.type) {
    case "heading": {
      const Tag = headings[(node.depth ?? 1) - 1] ?? "h6";
      return <Tag>{inside()}</Tag>;
    }
    case "list":
      return node.ordered ? <ol start={node.start ?? 1}>{inside()}</ol> : <ul>{inside()}</ul>;
    case "listItem":
      return <li>{inside()}</li>;
    case "link":
      return <Address url={node.url}>{inside()}</Address>;
    case "linkReference":
      return <Address url={context.definitions.get(node.identifier ?? "")}>{inside()}</Address>;
    case "image":
      return <Picture node={node} photos={context.photos} />;
    case "imageReference":
      return (
        <Picture
          node={{ ...node, url: context.definitions.get(node.identifier ?? "") ?? "" }}
          photos={context.photos}
        />
      );
    case "inlineCode":
      return <code>{node.value}</code>;
    case "code":
      return (
        <pre tabIndex={0}>
          <code>{node.value}</code>
        </pre>
      );
    case "thematicBreak":
      return <hr />;
    case "break":
      return <br />;
    case "table":
      return drawTable(node, context);
    case "definition":
      return null;
    /* HTML is text like any other. */
    default:
      return node.children ? inside() : (node.value ?? null);
  }
}

const none: ReadonlyMap<string, string> = new Map();

export function Markdown({ text, photos = none }: Props) {
  const root = useMemo(() => parseMarkdown(text), [text]);
  const definitions = useMemo(() => definitionsOf(root), [root]);
  return <div className={classes.text}>{draw(root, { photos, definitions })}</div>;
}
