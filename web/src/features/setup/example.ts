/* The example data: asked for once, then followed until it is all there. */
import { progressOf, useImportRuns, useLoadExample } from "../../records/imports";

export function useExample() {
  const load = useLoadExample();
  const runs = useImportRuns(load.data ? [load.data.shows, load.data.sales] : []);
  return { start: load.mutate, error: load.error ?? runs.error, ...progressOf(runs.data ?? []) };
}
