/* Counts, boxes and what the warehouse should look after, as the server tells them. */
import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { anyEntity, answer, call } from "../../api/client";
import type { ApiError } from "../../api/errors";
import type { Database } from "../../api/database.gen";
import { forget, keys } from "../../api/keys";
import { answerWhole } from "../../api/whole";
import { sentenceOf } from "../../i18n/sentence";
import { useTranslate } from "../../i18n/translate";
import { useFeedback } from "../../ui/feedback";

type Functions = Database["public"]["Functions"];
export type CountRow = Functions["stock_count_report"]["Returns"][number];
export type BoxLine = Functions["inbound_differences"]["Returns"][number];

export interface Sheet {
  readonly id: string;
  readonly state: "open" | "closed";
  readonly round: number;
  readonly created_at: string;
  readonly created_by: string | null;
  readonly closed_at: string | null;
  readonly hides_books: boolean;
  readonly location: { readonly name: string } | null;
  readonly inbound_box: {
    readonly id: string;
    readonly supplier: string;
    readonly tracking_number: string | null;
  } | null;
}

const WHAT =
  "id,state,round,created_at,created_by,closed_at,hides_books,location(name),inbound_box(id,supplier,tracking_number)";

export const nameOfSheet = ({ location, inbound_box: box, round }: Sheet) =>
  location ? location.name : `${box?.supplier ?? ""} ${box?.tracking_number ?? ""} #${round}`;

export function useSheets() {
  return useQuery({
    queryKey: keys.named("stock_count", "all"),
    queryFn: () =>
      answerWhole<Sheet>(
        anyEntity.from("stock_count").select<string, Sheet>(WHAT).order("created_at", { ascending: false }).order("id"),
      ),
  });
}

export function useSheetsOfBox(box: string) {
  return useQuery({
    queryKey: keys.named("stock_count", "box", box),
    queryFn: () =>
      answer<Sheet[]>(
        anyEntity.from("stock_count").select<string, Sheet>(WHAT).eq("inbound_box_id", box).order("round"),
      ),
  });
}

export function useSheet(id: string) {
  return useQuery({
    queryKey: keys.named("stock_count", "one", id),
    queryFn: () => answer<Sheet>(anyEntity.from("stock_count").select<string, Sheet>(WHAT).eq("id", id).single()),
  });
}

export function useReport(id: string) {
  return useQuery({
    queryKey: keys.named("stock_count", "report", id),
    queryFn: () => call("stock_count_report", { id }),
  });
}

export function useBoxLines(id: string) {
  return useQuery({
    queryKey: keys.named("inbound_line", "differences", id),
    queryFn: () => call("inbound_differences", { id }),
  });
}

/** Does something to counts or boxes, says when it is refused, and reads again what follows from it. */
export function useAct<Input, Result>(act: (input: Input) => Promise<Result>, done?: (result: Result) => void) {
  const t = useTranslate();
  const cache = useQueryClient();
  const { toast } = useFeedback();
  return useMutation<Result, ApiError, Input>({
    mutationFn: act,
    onSuccess: async (result) => {
      await forget(cache, "stock_count", "inbound_box", "inbound_line", "inbound_proposal", "stock", "stock_level");
      done?.(result);
    },
    onError: (error) => toast({ message: [sentenceOf(error, t), error.hint].filter(Boolean).join(" "), tone: "bad" }),
  });
}
