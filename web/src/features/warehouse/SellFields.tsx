/* For which show and for how much a scan sells. Without a price it is the product's. */
import { Select, TextInput } from "@mantine/core";
import { useQuery } from "@tanstack/react-query";
import { anyEntity, answer } from "../../api/client";
import { keys } from "../../api/keys";
import { levelIn, useMe } from "../../api/session";
import { useTranslate } from "../../i18n/translate";

interface Show {
  readonly id: string;
  readonly title: string;
  readonly day: string;
  readonly status: string;
}

/** The shows of the last days that one may sell in; the one on the air comes first. */
export function useShows() {
  const me = useMe();
  return useQuery({
    queryKey: keys.named("live_session", "to-sell-in"),
    enabled: levelIn(me, "live") >= 1,
    queryFn: async () => {
      const shows = await answer<Show[]>(
        anyEntity.from("live_session").select("id,title,day,status").order("day", { ascending: false }).limit(20),
      );
      return [...shows.filter(({ status }) => status === "live"), ...shows.filter(({ status }) => status !== "live")];
    },
  });
}

interface Props {
  readonly show: string | null;
  readonly onShow: (show: string | null) => void;
  readonly price: string;
  readonly onPrice: (price: string) => void;
}

export function SellFields({ show, onShow, price, onPrice }: Props) {
  const t = useTranslate();
  const seesShows = levelIn(useMe(), "live") >= 1;
  const shows = useShows().data ?? [];
  return (
    <>
      {seesShows && (
        <Select
          label={t("scan.show")}
          placeholder={t("scan.noShow")}
          clearable
          data={shows.map(({ id, title, day }) => ({ value: id, label: `${title} · ${day}` }))}
          value={show}
          onChange={onShow}
        />
      )}
      <TextInput
        label={t("scan.price")}
        placeholder={t("scan.priceOfProduct")}
        inputMode="decimal"
        value={price}
        onChange={(event) => onPrice(event.currentTarget.value)}
      />
    </>
  );
}
