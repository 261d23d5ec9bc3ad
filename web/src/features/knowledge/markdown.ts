/* Markdown to a tree (CommonMark with tables and strikethrough). It is drawn as React elements, so
   nothing that somebody wrote ever becomes HTML; addresses are let through by a list. */
import { fromMarkdown } from "mdast-util-from-markdown";
import { gfmStrikethroughFromMarkdown } from "mdast-util-gfm-strikethrough";
import { gfmTableFromMarkdown } from "mdast-util-gfm-table";
import { gfmStrikethrough } from "micromark-extension-gfm-strikethrough";
import { gfmTable } from "micromark-extension-gfm-table";

export interface Node {
  readonly type: string;
  readonly value?: string;
  readonly url?: string;
  readonly alt?: string | null;
  readonly depth?: number;
  readonly ordered?: boolean | null;
  readonly start?: number | null;
  readonly identifier?: string;
  readonly children?: readonly Node[];
}

export const parseMarkdown = (text: string): Node =>
  fromMarkdown(text, {
    extensions: [gfmTable(), gfmStrikethrough()],
    mdastExtensions: [gfmTableFromMarkdown(), gfmStrikethroughFromMarkdown()],
  });

/** Where a link may lead: the web, mail, a phone, and this app. Null: it stays text. */
export function safeAddress(url: string): string | null {
  if (/^\/(?![/\\])/.test(url)) return url;
  try {
    const { protocol, href } = new URL(url);
    return ["http:", "https:", "mailto:", "tel:"].includes(protocol) ? href : null;
  } catch {
    return null;
  }
}

/** The photo of the article that `photo:<id>` names. Null: a picture from elsewhere, which is not shown. */
export const photoOf = (url: string) => /^photo:([0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12})$/.exec(url)?.[1] ?? null;

/** The targets of [text][name]. */
export function definitionsOf(root: Node): ReadonlyMap<string, string> {
  const found = new Map<string, string>();
  const walk = (node: Node) => {
    if (node.type === "definition" && node.identifier && node.url) found.set(node.identifier, node.url);
    node.children?.forEach(walk);
  };
  walk(root);
  return found;
}
