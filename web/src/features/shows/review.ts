/* A review by template: the show's figures in the places that name them. Pure. No cost and no
   profit: whoever reads shows reads reviews. */

export interface ReviewFacts {
  readonly title: string;
  readonly day: string;
  readonly host: string;
  readonly hours: string;
  readonly gmv: string;
  readonly units: string;
  readonly sales: string;
  readonly buyers: string;
  readonly average: string;
  readonly gmv_per_hour: string;
  readonly target_gmv: string;
  readonly target_units: string;
  readonly target_share: string;
  readonly best: string;
}

export type FactName = keyof ReviewFacts;

/** What is unknown is a dash; a place that names nothing stays as it was written. */
export function fillTemplate(text: string, facts: ReviewFacts): string {
  return text.replace(/\{(\w+)\}/g, (whole, name: string) =>
    Object.hasOwn(facts, name) ? facts[name as FactName] || "–" : whole,
  );
}

export interface Block {
  readonly kind: "heading" | "list" | "text";
  readonly lines: readonly string[];
}

/** Headings and lists of a note, so that it reads as one. */
export function blocksOf(text: string): Block[] {
  const blocks: Block[] = [];
  const put = (kind: Block["kind"], line: string) => {
    const last = blocks.at(-1);
    if (last?.kind === kind && kind !== "heading") blocks.splice(-1, 1, { kind, lines: [...last.lines, line] });
    else blocks.push({ kind, lines: [line] });
  };
  for (const line of text.split("\n")) {
    const heading = /^#{1,4}\s+(.*)$/.exec(line);
    const item = /^\s*[-*]\s+(.*)$/.exec(line);
    if (heading) put("heading", heading[1] ?? "");
    else if (item) put("list", item[1] ?? "");
    else put("text", line);
  }
  return blocks
    .map(({ kind, lines }) => (kind === "text" ? { kind, lines: [lines.join("\n").trim()] } : { kind, lines }))
    .filter(({ kind, lines }) => kind !== "text" || lines[0] !== "");
}
