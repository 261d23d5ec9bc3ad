/* Lists that are shown whole: the server answers with one page at most, so the next one is asked for
   until a page is not full. */
import { answer } from "./client";

/** What the server gives at once, whatever is asked for. */
export const ROWS_PER_PAGE = 1000;

interface Request<T> {
  readonly range: (first: number, last: number) => PromiseLike<{ data: T[] | null; error: unknown; status?: number }>;
}

/** Every row of the request. Its order ends with what no two rows share, so that none falls between two pages. */
export async function answerWhole<T>(request: Request<T>): Promise<T[]> {
  const rows: T[] = [];
  for (let first = 0; ; first += ROWS_PER_PAGE) {
    const page = await answer(request.range(first, first + ROWS_PER_PAGE - 1));
    rows.push(...page);
    if (page.length < ROWS_PER_PAGE) return rows;
  }
}
