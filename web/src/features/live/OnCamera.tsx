/* What is on camera with its stock by size, and what comes next; who runs the show moves on here. */
import { Button } from "@mantine/core";
import { useMutation, useQueryClient } from "@tanstack/react-query";
import { call } from "../../api/client";
import { forget } from "../../api/keys";
import { levelIn, useMe } from "../../api/session";
import { useFormat } from "../../i18n/format";
import { sentenceOf } from "../../i18n/sentence";
import { useTranslate } from "../../i18n/translate";
import { ErrorState } from "../../ui/ErrorState";
import { Panel } from "../../ui/Panel";
import type { Board, BoardItem } from "./board";
import classes from "./Live.module.css";

export function useCamera(show: string) {
  const cache = useQueryClient();
  return useMutation({
    mutationFn: (item: string | null) =>
      call("show_on_camera", { live_session_id: show, ...(item ? { show_item_id: item } : {}) }),
    onSuccess: () => forget(cache, "show_item"),
  });
}

const LOW = 2;

export function OnCamera({ board }: { readonly board: Board }) {
  const t = useTranslate();
  const format = useFormat();
  const me = useMe();
  const turn = useCamera(board.live_session_id);
  const now = board.items.find(({ on_camera_since }) => on_camera_since !== null);
  const next = board.items.filter(({ on_camera_since }) => on_camera_since === null);
  const mayTurn = levelIn(me, "live") >= 2;
  const price = (item: BoardItem) =>
    item.target_price === null ? null : format.money(item.target_price, item.currency);

  return (
    <Panel title={t("live.onCamera")}>
      {turn.error && <ErrorState message={sentenceOf(turn.error, t)} />}
      {now ? (
        <div className={classes.camera}>
          <p className={classes.product}>
            {now.brand} {now.shoe_type}
          </p>
          <p className={classes.facts}>
            {price(now) && <strong>{price(now)}</strong>}
            <span>{t.count("live.sold", now.sold_units ?? 0)}</span>
            {now.target_quantity !== null && <span>{t("live.aim", { count: now.target_quantity })}</span>}
          </p>
          {now.note && <p className={classes.note}>{now.note}</p>}
          {board.stock && board.stock.length > 0 && (
            <ul className={classes.sizes} aria-label={t("live.stock")}>
              {board.stock.map(({ product_variant_id, size, on_hand }) => (
                <li key={product_variant_id} data-state={on_hand <= 0 ? "out" : on_hand <= LOW ? "low" : undefined}>
                  <span>{size ?? t("live.noSize")}</span>
                  <strong>{format.number(on_hand)}</strong>
                </li>
              ))}
            </ul>
          )}
        </div>
      ) : (
        <p className={classes.dim}>{t("live.nothingOn")}</p>
      )}
      {next.length > 0 && (
        <>
          <h3 className={classes.h3}>{t("live.next")}</h3>
          <ol className={classes.next}>
            {next.map((item, at) => (
              <li key={item.id}>
                <span>
                  {item.brand} {item.shoe_type}
                  {price(item) && <span className={classes.dim}> · {price(item)}</span>}
                </span>
                {mayTurn && (
                  <Button
                    size="compact-sm"
                    variant={at === 0 ? "filled" : "default"}
                    loading={turn.isPending && turn.variables === item.id}
                    onClick={() => turn.mutate(item.id)}
                  >
                    {t("live.show")}
                  </Button>
                )}
              </li>
            ))}
          </ol>
        </>
      )}
    </Panel>
  );
}
