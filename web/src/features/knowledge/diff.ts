/* What changed between two texts: by lines, and within changed lines by words; Chinese by signs. */
export interface Piece {
  readonly kind: "same" | "gone" | "new";
  readonly text: string;
}

const MOST = 2_000_000; // cells of the table; beyond, everything in between counts as changed

/** The longest common subsequence of two lists, as pieces in order. */
export function diffOf(before: readonly string[], after: readonly string[]): Piece[] {
  let from = 0;
  while (from < before.length && from < after.length && before[from] === after[from]) from++;
  let end = 0;
  while (end < before.length - from && end < after.length - from && before.at(-1 - end) === after.at(-1 - end)) end++;
  const same = (list: readonly string[]): Piece[] => list.map((text) => ({ kind: "same", text }));
  const old = before.slice(from, before.length - end);
  const now = after.slice(from, after.length - end);
  return [...same(before.slice(0, from)), ...middle(old, now), ...same(before.slice(before.length - end))];
}

function middle(old: readonly string[], now: readonly string[]): Piece[] {
  const gone = (text: string): Piece => ({ kind: "gone", text });
  const made = (text: string): Piece => ({ kind: "new", text });
  if (old.length * now.length === 0 || old.length * now.length > MOST) return [...old.map(gone), ...now.map(made)];
  const width = now.length + 1;
  const best = new Uint32Array((old.length + 1) * width);
  for (let i = old.length - 1; i >= 0; i--)
    for (let k = now.length - 1; k >= 0; k--)
      best[i * width + k] =
        old[i] === now[k]
          ? (best[(i + 1) * width + k + 1] ?? 0) + 1
          : Math.max(best[(i + 1) * width + k] ?? 0, best[i * width + k + 1] ?? 0);
  const pieces: Piece[] = [];
  let i = 0;
  let k = 0;
  while (i < old.length && k < now.length) {
    if (old[i] === now[k]) {
      pieces.push({ kind: "same", text: old[i] ?? "" });
      i++;
      k++;
    } else if ((best[(i + 1) * width + k] ?? 0) >= (best[i * width + k + 1] ?? 0)) pieces.push(gone(old[i++] ?? ""));
    else pieces.push(made(now[k++] ?? ""));
  }
  return [...pieces, ...old.slice(i).map(gone), ...now.slice(k).map(made)];
}

export const wordsOf = (text: string): string[] =>
  text.match(/\p{Script=Han}|[\p{L}\p{N}_]+|\s+|[^\p{L}\p{N}_\s]/gu) ?? [];

export interface Line {
  readonly kind: Piece["kind"];
  readonly pieces: readonly Piece[];
}

/** Lines in order; a line that was replaced by another shows which of its words changed. */
export function linesOf(before: string, after: string): Line[] {
  const pieces = diffOf(before.split("\n"), after.split("\n"));
  const lines: Line[] = [];
  for (let i = 0; i < pieces.length;) {
    const gone: string[] = [];
    const made: string[] = [];
    for (; pieces[i] && pieces[i]?.kind !== "same"; i++)
      (pieces[i]?.kind === "gone" ? gone : made).push(pieces[i]?.text ?? "");
    gone.forEach((text, n) => {
      const words = n < made.length ? diffOf(wordsOf(text), wordsOf(made[n] ?? "")) : [{ kind: "gone" as const, text }];
      lines.push({ kind: "gone", pieces: words.filter(({ kind }) => kind !== "new") });
    });
    made.forEach((text, n) => {
      const words = n < gone.length ? diffOf(wordsOf(gone[n] ?? ""), wordsOf(text)) : [{ kind: "new" as const, text }];
      lines.push({ kind: "new", pieces: words.filter(({ kind }) => kind !== "gone") });
    });
    const piece = pieces[i];
    if (piece) {
      lines.push({ kind: "same", pieces: [piece] });
      i++;
    }
  }
  return lines;
}
