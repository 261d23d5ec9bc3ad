/* Booking a counted box, and taking the booking back. */
import { useState } from "react";
import { Button, Group, Select } from "@mantine/core";
import { call } from "../../api/client";
import type { Row } from "../../api/entity";
import { useTranslate } from "../../i18n/translate";
import { useFeedback } from "../../ui/feedback";
import { useAct } from "./counts";
import { useLocations } from "./stock";

export function BoxBooking({ box }: { readonly box: Row }) {
  const t = useTranslate();
  const { ask, toast } = useFeedback();
  const locations = useLocations();
  const known = typeof box["location_id"] === "string" ? box["location_id"] : null;
  const [chosen, setChosen] = useState<string | null>(null);
  const place = chosen ?? known;
  const book = useAct(
    () => call("inbound_book", { id: box.id, ...(place ? { location_id: place } : {}) }),
    ({ pieces }) => toast({ message: t("box.booked", { pieces }) }),
  );
  const unbook = useAct(() => call("inbound_unbook", { id: box.id }));
  if (box["status"] === "booked")
    return (
      <Group mt="md" gap="sm">
        <Button
          variant="subtle"
          color="red"
          loading={unbook.isPending}
          onClick={() => {
            const question = {
              title: t("box.unbook"),
              body: t("box.unbookBody"),
              confirm: t("box.unbook"),
              danger: true,
            };
            void ask(question).then((sure) => (sure ? unbook.mutate(undefined) : undefined));
          }}
        >
          {t("box.unbook")}
        </Button>
      </Group>
    );
  return (
    <Group mt="md" align="end" gap="sm">
      <Select
        label={t("box.goesTo")}
        data={(locations.data ?? []).map(({ id, name }) => ({ value: id, label: name }))}
        value={place}
        onChange={setChosen}
      />
      <Button disabled={!place} loading={book.isPending} onClick={() => book.mutate(undefined)}>
        {t("box.book")}
      </Button>
    </Group>
  );
}
